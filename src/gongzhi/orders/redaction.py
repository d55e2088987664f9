"""Taking what points to a person or a home out of words that others will read (PIPL art. 25).

Names cannot be found by a pattern, so public pages show no free text of a reporter at all; this
is for the words of those who handle a matter, into which a number or a door may have slipped.
"""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "×××"

_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)\d{17}[\dXx](?!\d)",  # identity card
        r"(?<!\d)\d{16,19}(?!\d)",  # bank card
        r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)",  # mobile phone
        r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)",  # landline
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?[A-Z0-9]{5,6}",
        r"\d{1,3}\s*单元\s*\d{2,4}\s*(?:室|户|号)?",  # a home within a building
        r"(?<!\d)\d{1,3}-\d{1,2}-\d{2,4}(?!\d)",  # building-unit-home
        r"(?<!\d)\d{3,4}\s*(?:室|户)",
    )
)


def redact(text: str) -> str:
    """The text with phones, identity and bank cards, number plates and doors hidden."""
    for pattern in _PATTERNS:
        text = pattern.sub(HIDDEN, text)
    return text
