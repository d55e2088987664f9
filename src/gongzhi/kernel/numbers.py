"""Whole numbers that come from outside: ids, counts."""

from __future__ import annotations

from typing import Final

LARGEST_ID: Final = 2**63 - 1
_DIGITS: Final = len(str(LARGEST_ID))


def whole_number(text: object, *, most: int = LARGEST_ID) -> int | None:
    """The number that plain digits say, from 0 to `most`; None for anything else.

    `int` alone takes digits of other scripts, and raises beyond 4,300 of them.
    """
    digits = str(text)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS):
        return None
    number = int(digits)
    return number if number <= most else None
