"""What moves with a change of boundaries: each domain above registers its own movers.

    register_mover(Mover("orders", _("工单"), preview=…, move=…, order=10))

`preview` counts and writes nothing; there the areas that a change brings forth have negative
ids. `move` runs inside the one transaction of the change and returns how many rows it moved; it
may run again for the same change (rows that were written with old paths meanwhile) and then
moves only what is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from gongzhi.areas.boundaries.redraw import Redrawing


@dataclass(frozen=True)
class Effect:
    """A change as movers see it. `again`: it has been applied before, these are late-comers."""

    change_id: int | None
    effective_on: date
    drawing: Redrawing
    again: bool = False


@dataclass(frozen=True)
class Moved:
    """One line of a preview: what, how many, and where they go in words."""

    label: str
    count: int
    detail: str = ""


@dataclass(frozen=True)
class Mover:
    """Lower `order` runs first."""

    key: str
    label: str | Promise
    preview: Callable[[Effect], list[Moved]]
    move: Callable[[Effect], int]
    order: int = 50


_movers: dict[str, Mover] = {}


def register_mover(mover: Mover) -> None:
    """Make a mover known. Registering the same key again replaces it."""
    _movers[mover.key] = mover


def movers() -> list[Mover]:
    """All movers in the order in which they run."""
    return sorted(_movers.values(), key=lambda mover: (mover.order, mover.key))
