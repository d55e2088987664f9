"""The closed orders of a span, read once for everything that the page of the rates says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor

from ..models import Grain
from . import handling, live
from .handling import Handling
from .scope import checked
from .selectors import child_of, rolled_areas, rolled_by
from .split import live_path, split_of
from .tally import Tally
from .window import Span


@dataclass(frozen=True)
class Closed:
    """Of one area: by lead (`tallies`), by body (`handled`), and both by the areas below it.

    What a tally says of reports is not counted here.
    """

    tallies: dict[int | None, Tally]
    inner_tallies: dict[int, Tally]
    handled: dict[int | None, Handling]
    inner_handled: dict[int, Handling]


def closed_orders(*, actor: Actor, area: AreaRef, below: Sequence[AreaRef], span: Span) -> Closed:
    """`below`: areas in it that do not lie in each other. NotFound outside the posts."""
    path, split = checked(actor, area.path), split_of(span)
    leads = rolled_by(path, split, Grain.BODY, "body_id")
    inner = rolled_areas(below, split)
    for (where, lead), counts in live.count_closed(split.counted, live_path(path)).items():
        leads[lead] = leads.get(lead, Tally()) + counts
        child = child_of(below, where)
        if child is not None:
            inner[child.id] += counts
    return Closed(leads, inner, *handling.read(path, below, split))
