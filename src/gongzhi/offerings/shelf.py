"""What the residents' page of services shows of the catalogue."""

from __future__ import annotations

from typing import Any

from gongzhi.orders.hooks.shelves import register_shelf

from .catalogue import counts
from .reading.wishes import has_wishes


def register() -> None:
    """Make it known."""
    register_shelf("offerings/_shelf.html", read)
    register_shelf("offerings/_wish_shelf.html", read_wishes)


def read() -> dict[str, Any] | None:
    """How many items of each kind; None where the profile has none."""
    found = counts()
    return {"kinds": found} if found else None


def read_wishes() -> dict[str, Any] | None:
    """A door to the wall, where residents can make wishes."""
    return {} if has_wishes() else None
