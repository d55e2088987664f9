"""Which bodies domains above propose for an order that is sent to whoever provides the service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gongzhi.orgs.selectors import BodyRef

from ..models import Order


@dataclass(frozen=True)
class Provider:
    """A body and, in words, why just it; `sure` is chosen on the form until somebody chooses."""

    body: BodyRef
    why: str
    sure: bool = False


Propose = Callable[[Order], Iterable[Provider]]
_proposing: dict[str, Propose] = {}


def register_providers(name: str, propose: Propose) -> None:
    """Ask `propose` when a body is looked for; registering a name again replaces it."""
    _proposing[name] = propose


def providers_of(order: Order) -> list[Provider]:
    """Sure ones first, each body once."""
    found = [one for propose in _proposing.values() for one in propose(order)]
    once: dict[int, Provider] = {}
    for one in sorted(found, key=lambda one: not one.sure):
        once.setdefault(one.body.id, one)
    return list(once.values())
