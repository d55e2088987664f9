"""How the words of a cell become values; each gives the columns that it fills."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.utils.translation import override

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.said import said as _
from gongzhi.registers.catalogue.base import Reader, Words

_DAY: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", re.ASCII)
EMPTIED: Final = "清空"  # what a form sends; a file may say it in English too


def is_emptied(words: str) -> bool:
    """Whether a cell says that the field is to be emptied, which an empty cell does not."""
    return words.strip().lower() in {EMPTIED, "clear"}


def text(column: str, *, longest: int, needed: bool = False) -> Reader:
    """Words of at most so many characters, without control characters."""

    def read(words: str, today: date) -> Mapping[str, Any]:
        value = " ".join(words.split())
        if needed and not value:
            raise Invalid(_("请填写。"))
        if len(value) > longest:
            raise Invalid(_("最多%(max)d个字。") % {"max": longest})
        if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
            raise Invalid(_("里面有不能显示的字符。"))
        return {column: value}

    return read


def choice(column: str, choices: Mapping[str, Words], *, default: str) -> Reader:
    """One of some values, written as its word in any language or as its key; empty is the default."""

    @cache
    def known() -> dict[str, str]:
        found = {key: key for key in choices}
        for language, _name in settings.LANGUAGES:
            with override(language):
                found |= {str(word): key for key, word in choices.items()}
        return found

    def read(words: str, today: date) -> Mapping[str, Any]:
        value = words.strip()
        if not value:
            return {column: default}
        if (key := known().get(value)) is not None:
            return {column: key}
        raise Invalid(_("只能填：%(allowed)s。") % {"allowed": list(choices.values())})

    return read


def whole(column: str, *, lowest: int, highest: int) -> Reader:
    """A whole number within bounds; empty is none."""

    def read(words: str, today: date) -> Mapping[str, Any]:
        value = words.strip()
        if not value:
            return {column: None}
        if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
            raise Invalid(_("应是%(low)d到%(high)d的整数。") % {"low": lowest, "high": highest})
        return {column: int(value)}

    return read


def decimal(column: str, *, highest: int) -> Reader:
    """A number above zero with at most two decimals; empty is none."""

    def read(words: str, today: date) -> Mapping[str, Any]:
        value = words.strip()
        if not value:
            return {column: None}
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal(0)
        if not (number.is_finite() and 0 < number <= highest):
            raise Invalid(_("应是大于0、不超过%(high)d的数。") % {"high": highest})
        return {column: number.quantize(Decimal("0.01"))}

    return read


def degrees(column: str, *, bound: int) -> Reader:
    """Degrees of longitude (bound 180) or latitude (90), WGS 84; empty is none."""

    def read(words: str, today: date) -> Mapping[str, Any]:
        value = words.strip()
        if not value:
            return {column: None}
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not -bound <= number <= bound:
            raise Invalid(_("应是经纬度的度数，例如 118.70125。"))
        return {column: round(number, 6)}

    return read


def day(column: str) -> Reader:
    """A date as 2026-03-01, 2026/3/1, 2026年3月1日 or 20260301; empty is none."""

    def read(words: str, today: date) -> Mapping[str, Any]:
        value = words.strip().split(" ")[0]
        if not value:
            return {column: None}
        parts = _DAY.fullmatch(value)
        try:
            found = date(*(int(part) for part in parts.groups())) if parts else None
        except ValueError:
            found = None
        if found is None:
            raise Invalid(_("应是日期，例如 2026-03-01。"))
        return {column: found}

    return read


def yes_no(column: str) -> Reader:
    """是 or 否; empty is no."""

    def read(words: str, today: date) -> Mapping[str, Any]:
        value = words.strip().lower()
        if value in {"是", "有", "yes", "true", "1"}:
            return {column: True}
        if value in {"", "否", "无", "no", "false", "0"}:
            return {column: False}
        raise Invalid(_("只能填：是、否。"))

    return read
