"""What the kinds of areas are called. A key that is not listed shows the profile's word, or itself."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.profiles import selectors as profiles

KINDS: dict[str, Promise] = {
    "city": _("市"),
    "county": _("县（市、区）"),
    "street": _("街道"),
    "town": _("镇"),
    "township": _("乡"),
    "community": _("社区（居委会）"),
    "village": _("村（村委会）"),
    "estate": _("居民小区"),
    "grid": _("网格"),
    "micro_grid": _("微网格"),
    "building": _("独栋及商务楼宇"),
}

# What usually becomes what: offered first when an area is converted.
CONVERTED = {
    "town": ("street",),
    "township": ("street", "town"),
    "village": ("community",),
    "community": ("village",),
    "street": ("town",),
}


def kind_name(key: str) -> str:
    """The word for a kind in the language in force."""
    found = KINDS.get(key)
    if found is not None:
        return str(found)
    return level_names().get(key, key)


def _levels() -> list[dict[str, Any]]:
    try:
        document = profiles.current().section("areas")
    except (profiles.NoProfileError, KeyError):
        return []
    return list(document.get("levels", ())) if document else []


def level_names() -> dict[str, str]:
    """Level key → the profile's word."""
    english = (get_language() or "zh").startswith("en")
    return {level["key"]: level["en" if english else "zh"] for level in _levels()}


def level_name(number: int) -> str:
    """What the profile calls a level: 大网格 of streets, or the level's own name."""
    english = (get_language() or "zh").startswith("en")
    for level in _levels():
        if level["no"] == number:
            return str(level["en" if english else "zh"])
    return str(number)


def kind_choices(current: str) -> list[tuple[str, str]]:
    """Kinds to convert to: the usual ones first."""
    first = [key for key in CONVERTED.get(current, ()) if key != current]
    rest = [key for key in KINDS if key not in first and key != current]
    return [(key, kind_name(key)) for key in (*first, *rest)]
