"""Which processes somebody may start: at the desk in which post, and as a resident."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor, Posting, covers
from gongzhi.orgs.selectors import BodyRef

from .current import current_processes
from .spec import OpeningSpec, ProcessSpec, TakingSpec, spec_of


@dataclass(frozen=True)
class Opened:
    """What is about to start: its clean fields, who answers for it, who asks, and when."""

    values: Mapping[str, Any]
    lead: BodyRef
    caller: BodyRef | None
    at: datetime


OpeningCheck = Callable[[Opened], None]
OPENING_CHECKS: dict[str, OpeningCheck] = {}


def register_opening_check(name: str, check: OpeningCheck) -> None:
    """What `opens: checks` of a process may name; it raises Invalid by field."""
    OPENING_CHECKS[name] = check


def startable(actor: Actor) -> list[ProcessSpec]:
    """The processes that one of the actor's postings may start, in the profile's order."""
    return [spec for spec in _opened() if actor.has_role(*_roles(spec))]


def startable_one(actor: Actor, key: str) -> tuple[ProcessSpec, OpeningSpec]:
    """One of them. NotFound when there is no such process, Denied when the post may not."""
    spec = next((spec for spec in _opened() if spec.key == key), None)
    if spec is None or spec.opening is None:
        raise NotFound
    if not actor.has_role(*spec.opening.roles):
        raise Denied(_("您的岗位不能发起“%(name)s”。") % {"name": spec.name()})
    return spec, spec.opening


def posting_for(actor: Actor, opening: OpeningSpec, area_path: str = "") -> Posting:
    """The post in which the actor starts one: that whose area holds the place, else the first."""
    postings = [p for p in actor.postings_as(*opening.roles) if p.body_id and p.area_path]
    if not postings:
        raise Denied(_("您的岗位没有辖区，不能发起。"))
    fitting = [p for p in postings if covers(p.area_path, area_path)]
    if area_path and not fitting:
        raise Denied(_("这个地点不在您的辖区里。"))
    return (fitting or postings)[0]


def offered() -> list[ProcessSpec]:
    """What residents may order besides reporting a matter, in the profile's order."""
    specs = [spec_of(process_id) for process_id in current_processes().values()]
    return [spec for spec in specs if spec.residents is not None]


def offered_one(key: str) -> tuple[ProcessSpec, TakingSpec]:
    """One of them. NotFound when residents cannot order such a thing here."""
    spec = next((spec for spec in offered() if spec.key == key), None)
    if spec is None or spec.residents is None:
        raise NotFound
    return spec, spec.residents


def _opened() -> list[ProcessSpec]:
    specs = [spec_of(process_id) for process_id in current_processes().values()]
    return [spec for spec in specs if spec.opening is not None]


def _roles(spec: ProcessSpec) -> tuple[str, ...]:
    return spec.opening.roles if spec.opening else ()
