"""What the residents' page of services shows of the catalogue."""

from __future__ import annotations

from typing import Any

from gongzhi.orders.shelves import register_shelf

from .catalogue import counts


def register() -> None:
    """Make it known."""
    register_shelf("offerings/_shelf.html", read)


def read() -> dict[str, Any] | None:
    """How many items of each kind; None where the profile has none."""
    found = counts()
    return {"kinds": found} if found else None
