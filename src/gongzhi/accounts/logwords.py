"""What the access log says to whoever reads it now.

What people typed stands as it was typed. What the system wrote for them was stored in the language
of that moment, and the database refuses a change; it is said again here. Domains above make known
how what they write is put.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_noop

from gongzhi.web.saidagain import Sentences

# The words for the reader; None for words that are another's.
Say = Callable[[str], str | None]

# A program's purpose begins with its name: `[hotline] …`.
_PROGRAM: Final = re.compile(r"(\[[^\]]*\] )?(.*)", re.DOTALL)
_ways: list[Say] = []


def register(*ways: Say) -> None:
    """How a domain's own sentences are said again."""
    _ways.extend(way for way in ways if way not in _ways)


def said(text: str) -> str:
    """A purpose or a subject of the log in the language in force."""
    match = _PROGRAM.fullmatch(text)
    program, words = (match[1] or "", match[2]) if match else ("", text)
    return program + next((found for way in _ways if (found := way(words)) is not None), words)


OWN: Final = Sentences(
    gettext_noop("导出人员名单"),
    gettext_noop("审计导出"),
    gettext_noop("人员名单%(n)d人"),
    gettext_noop("查阅记录%(n)d条"),
    gettext_noop("账号变动%(n)d条"),
    gettext_noop("岗位历史%(n)d条"),
)
register(OWN.said)
