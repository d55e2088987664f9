"""The cells of one row, or the properties of one feature, as a `Line`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from gongzhi.kernel.sheets import without_guard

from .lines import Line, Problem

LIMITS: Final = {"name": 80, "name_en": 120, "kind": 40}
# Control characters, marks that turn the direction of reading, halves of a surrogate pair.
_CONTROL: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    r"\ud800-\udfff]"
)
_UNKEPT: Final = re.compile(r"[\x00\ud800-\udfff]")
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00)?)?")
_SERIAL: Final = range(20_000, 80_000)  # 1954 to 2119
_EXCEL_ZERO: Final = date(1899, 12, 30)


@dataclass
class RowReader:
    """Reads the cells of one row and keeps what is wrong with them."""

    line: int
    cells: Mapping[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def read(self) -> Line | None:
        """The row without its shape; None when it names no area."""
        code = self._code()
        found = Line(
            line=self.line,
            code=code or "",
            name=self._text("name"),
            name_en=self._text("name_en"),
            level=self._level(),
            kind=self._kind(),
            parent_code=self._plain("parent_code") or None,
            valid_from=self._date("valid_from"),
        )
        return found if code else None

    def say(self, key: str, column: str, **values: Any) -> None:
        self.problems.append(Problem(key, self.line, column, self._plain("code"), values))

    def _plain(self, column: str) -> str:
        value = self.cells.get(column)
        if value is None or isinstance(value, bool | dict | list):
            return ""
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        # A database keeps neither NUL nor half a character; what is shown of a fault is a text too.
        return _UNKEPT.sub("\ufffd", without_guard(str(value).strip()))

    def _code(self) -> str | None:
        text = self._plain("code")
        if not text:
            self.say("code_missing", "code")
            return None
        if re.fullmatch(r"\d(\.\d+)?[eE]\+\d+", text):
            self.say("code_rounded", "code")
            return None
        return text[:40]

    def _text(self, column: str) -> str | None:
        text = self._plain(column)
        if len(text) > LIMITS[column]:
            self.say("too_long", column, max=LIMITS[column])
            return text[: LIMITS[column]]
        if _CONTROL.search(text) or "\ufffd" in text:
            self.say("control", column)
            return _CONTROL.sub("", text).replace("\ufffd", "") or None
        return text or None

    def _level(self) -> int | None:
        text = self._plain("level")
        if text and not re.fullmatch(r"[0-9]", text):
            self.say("level_form", "level", value=text[:20])
            return None
        return int(text) if text else None

    def _kind(self) -> str | None:
        text = self._plain("kind")
        if text and not re.fullmatch(r"[a-z][a-z_]{0,39}", text):
            self.say("kind_form", "kind", value=text[:20])
            return None
        return text or None

    def _date(self, column: str) -> date | None:
        text = self._plain(column)
        if not text:
            return None
        if text.isdigit() and int(text[:9]) in _SERIAL:
            meant = _EXCEL_ZERO + timedelta(days=int(text))
            self.say("date_serial", column, value=text, date=meant.isoformat())
            return None
        found = _DATE.fullmatch(text)
        try:
            if found is None:
                raise ValueError(text)
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            self.say("date_form", column, value=text[:20])
            return None
