"""The three lists as the profile names them, and the words of entries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.orders.process.spec import pick
from gongzhi.profiles.selectors import current

from .matching import Limits
from .profile_section import LISTS

PARTS: Final[dict[str, str | Promise]] = {
    "any": _("全天"), "morning": _("上午"), "afternoon": _("下午"), "evening": _("晚上"),
}  # fmt: skip
STATES: Final[dict[str, str | Promise]] = {
    "open": _("还在办"), "done": _("有结果"), "dropped": _("不办了"),
}  # fmt: skip
NAME_MOST, WORDS_MOST, QUANTITY_MOST = 80, 300, 10_000


@dataclass(frozen=True)
class NamedList:
    """One of the lists: `side` says what its entries are."""

    key: str
    side: str
    names: dict[str, str]

    @property
    def name(self) -> str:
        return pick(self.names)


def named_lists() -> list[NamedList]:
    """In the profile's order; empty where a release has none yet."""
    rows: list[dict[str, Any]] = _document().get("lists", [])
    return [NamedList(row["key"], row["side"], row["name"]) for row in rows]


def list_of(side: str) -> NamedList | None:
    return next((one for one in named_lists() if one.side == side), None)


def classes() -> dict[str, str]:
    """Key and name of each class of items and entries."""
    return {key: pick(names) for key, names in _document().get("classes", {}).items()}


def limits() -> Limits:
    """How far and how many (`matching`)."""
    row = _document().get("matching", {})
    return Limits(row.get("farthest_km", 10), row.get("most_each", 20))


def skills_of(words: str) -> frozenset[str]:
    """`理发、水电` as a set."""
    return frozenset(one for one in re.split(r"[、,，;；\s]+", words) if one)


def _document() -> dict[str, Any]:
    return current().section(LISTS) or {}
