"""The closed orders of a span, read once for everything that the page of the rates says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor

from . import handling, selectors
from .handling import Handling
from .scope import checked
from .split import live_path, split_of
from .tally import Tally
from .window import Span


@dataclass(frozen=True)
class Closed:
    """Of one area: by lead (`tallies`), by body (`handled`), and both by the areas below it."""

    tallies: dict[int | None, Tally]
    handled: dict[int | None, Handling]
    inner_tallies: dict[int, Tally]
    inner_handled: dict[int, Handling]


def closed_orders(*, actor: Actor, area: AreaRef, below: Sequence[AreaRef], span: Span) -> Closed:
    """`below`: areas in it that do not lie in each other. NotFound outside the posts."""
    path, split = checked(actor, area.path), split_of(span)
    bodies, inner = handling.read(path, below, split)
    return Closed(
        selectors.by_lead(path, split),
        bodies,
        selectors.of_areas(below, split, live_path(path)),
        inner,
    )
