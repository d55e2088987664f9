"""Calls for which there is room at once.

CPython keeps the frames of Python functions in pieces of 16 KB. A call that does not fit any more
asks the system for a piece and gives it back when it returns: where a page is drawn just there, a
test did so sixty thousand times. A frame that asks for much gets one large piece, in which all
that it calls has room; what is not written to costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ROOM = 66_000  # words: more than 512 KB, so that CPython takes a piece of 1 MB


def with_room(function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function returns."""
    return function(*arguments)


with_room.__code__ = with_room.__code__.replace(co_stacksize=_ROOM)
