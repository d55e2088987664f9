"""Public order numbers: prefix, date, running number of the day (which the database gives)."""

from __future__ import annotations

import re
from datetime import date, datetime

_NUMBER = re.compile(r"([A-Z]*)(\d{6})(\d{5,})")


def format_number(prefix: str, on: date, sequence: int) -> str:
    """`QA` + yyMMdd + five digits, e.g. QA26112100042; longer when a day has 100,000 or more.

    ValueError for a sequence below 1 or a prefix that is not capital letters.
    """
    if sequence < 1:
        raise ValueError("a sequence starts at 1")
    if not re.fullmatch(r"[A-Z]{0,6}", prefix):
        raise ValueError("a prefix is up to six capital letters")
    return f"{prefix}{on:%y%m%d}{sequence:05d}"


def parse_number(text: str) -> tuple[str, date, int] | None:
    """(prefix, date, sequence) of what somebody typed; blanks and case do not matter."""
    match = _NUMBER.fullmatch("".join(text.split()).upper())
    if not match:
        return None
    try:
        on = datetime.strptime(match[2], "%y%m%d").date()
    except ValueError:
        return None
    return match[1], on, int(match[3])
