"""What domains above show on the residents' page of services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .panels import Shown

Read = Callable[[], Mapping[str, Any] | None]
_shelves: dict[str, Read] = {}


def register_shelf(template: str, read: Read) -> None:
    """`read` gives the values of the template; None shows nothing. Again replaces it."""
    _shelves[template] = read


def shelves() -> list[Shown]:
    """Those that have something to show."""
    read = ((template, values()) for template, values in _shelves.items())
    return [Shown(template, values) for template, values in read if values is not None]
