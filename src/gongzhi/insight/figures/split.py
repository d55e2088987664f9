"""Which days of a span can be read from the roll-up and which must be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongzhi.areas import selectors as areas

from ..models import FigureDay
from . import changes
from .window import Span


@dataclass(frozen=True)
class Split:
    """The days of a span that can be read and those that must be counted."""

    rolled: list[date]
    counted: list[date]


def split_of(span: Span) -> Split:
    """Looked up once for everything that one page counts."""
    known = FigureDay.objects.filter(day__gte=span.first, day__lte=span.last)
    there = set(known.values_list("day", flat=True))
    if there:
        there -= changes.stale_days()
    days = span.days()
    return Split([d for d in days if d in there], [d for d in days if d not in there])


def area_id_of(area_path: str) -> int:
    return int(area_path.rstrip(".").rsplit(".", 1)[-1])


def live_path(area_path: str) -> str:
    """For live counts. The root's subtree is everything: an empty path spares the range."""
    root = areas.root_area()
    return "" if root is not None and root.path == area_path else area_path
