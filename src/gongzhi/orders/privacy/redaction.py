"""Taking what points to a person or a home out of words that others will read (PIPL art. 25).

Names cannot be found by a pattern, so public pages show no free text of a reporter at all; this
is for the words of those who handle a matter, and for tables that leave the product, into which
a number or a door may have slipped.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

HIDDEN: Final = "×××"

# What people put between the digits of one number. A colon or a list comma parts two things.
_S: Final = r"[\s\-‐‑‒–—―−_.·•‧・…~/\\|*()\[\]【】\u200b-\u200f\u2060\ufeff]"
_HOME: Final = (
    r"\d{3,4}(?![\d.%℃㎡])"
    r"(?!\s?(?:[年月日米厘毫公千万亿元块个名人位件盏辆次吨斤平株棵处条根天度层级多余克升瓦伏]|左右))"
    r"(?!\s?(?:kg|km|mm|cm|m|w|kw|v)(?![a-z]))(?:室|户|号)?"
)

# Without nesting and with counted repeats only: the time grows with the length of the text alone.
# Where a pattern has a group, the group is hidden and the rest (which building) stays.
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)\d{14,}[\dx](?![\da-z])",  # identity and bank cards
        rf"(?<!\d)\d{{6}}{_S}{{1,2}}(?:18|19|20)\d{{2}}{_S}?\d{{4}}{_S}{{0,2}}\d{{3}}[\dx](?!\d)",
        rf"(?<!\d)\d{{4}}(?:{_S}{{1,2}}\d{{4}}){{3}}(?:{_S}{{1,2}}\d{{1,3}})?(?!\d)",  # bank card
        # Mobile phones: 138…, 138-1234-5678, +86 138…, 1 3 8 1 2 …
        rf"(?<!\d)(?:(?:\+|00)?86{_S}{{0,3}}|0)?1[3-9]\d(?:{_S}{{0,3}}\d){{8}}(?!\d)",
        rf"(?<!\d)1{_S}{{1,3}}[3-9](?:{_S}{{1,3}}\d){{9}}(?!\d)",
        r"(?<!\d)1[3-9]\d[,、]\s?\d{4}[,、]\s?\d{4}(?!\d)",
        # Landlines with their area code, and a number that is said to be one.
        rf"(?<!\d)0[1-9]\d{{1,2}}{_S}{{0,3}}[2-8]\d{{2}}(?:{_S}?\d){{4,5}}(?!\d)",
        rf"(?:电话|座机|手机)[号码是为]{{0,3}}[::\s]{{0,3}}([2-8]\d{{2}}(?:{_S}?\d){{4,5}})(?!\d)",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·. ]?"
        r"(?=[A-Z]{0,5}\d)[A-Z0-9]{5,6}",
        # Homes within a building; the building by itself is a place, and stays.
        rf"[\d十]{{1,3}}\s?单元{_S}{{0,2}}(?:{_HOME}|[\d十]{{1,3}}\s?[室户号])",
        rf"(?:楼|栋|幢|座|层|门|#){_S}{{0,2}}((?:\d{{1,2}}{_S}{{1,2}})?{_HOME})",
        rf"(?<![\d月])\d{{1,4}}\s?号{_S}{{0,2}}({_HOME})",
        r"(?<![\d-])\d{1,3}[-—–]\d{1,2}[-—–](?!(?:19|20)\d\d(?!\d))\d{3,4}(?!\d)",
        r"(?<!\d)\d{3,4}\s?室",
    )
)


@cache
def _digits() -> dict[int, str]:
    """What the signs of other scripts and widths stand for, one sign for one.

    NFKC alone may lengthen a text and would rewrite its punctuation; as each sign stays in its
    place here, what was found in the folded text is hidden in the text as it was written.
    """
    table = dict(
        zip(
            map(ord, "〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"),
            "001234567891123456789",
            strict=True,
        )
    )
    for code in range(0x80, 0x20000):
        digit = unicodedata.digit(chr(code), None)
        if digit is not None:
            table[code] = str(digit)
    for code in (*range(0xFF01, 0xFF5F), *range(0x2010, 0x2016), 0xFE63):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    return {code: sign for code, sign in table.items() if len(sign) == 1}


def redact(text: str) -> str:
    """The text with phones, identity and bank cards, number plates and doors hidden."""
    parts, done = [], 0
    for start, end in _spans(text):
        if start >= done:
            parts += [text[done:start], HIDDEN]
        done = max(done, end)
    return "".join((*parts, text[done:]))


def parts_that_tell(text: str) -> list[str]:
    """What `redact` would hide, as it stands in the text; of what overlaps the first."""
    parts, done = [], 0
    for start, end in _spans(text):
        if start >= done:
            parts.append(text[start:end])
        done = max(done, end)
    return parts


def _spans(text: str) -> list[tuple[int, int]]:
    folded = text.translate(_digits())
    return sorted(
        found.span(found.lastindex or 0)
        for pattern in _PATTERNS
        for found in pattern.finditer(folded)
    )
