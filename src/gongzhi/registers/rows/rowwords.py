"""The words of a row as people would fill them, for pages, the form and the export.

The inverse of a field's `read`. Rows are read with `values(*columns(register))`, so that names of
bodies and homes come in the same query.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import crypto
from gongzhi.registers.catalogue import Field, Register
from gongzhi.web.words import plain_date_text

# page: what people read; file: what a file says and the import understands; form: values of inputs.
Mode = Literal["page", "file", "form"]
HIDDEN: Final = "＊＊＊"
_NAMED: Final = {"area_code": _("所在区域"), "building_code": _("所在楼栋")}


def columns(register: Register) -> list[str]:
    """What a row is read with."""
    found = {"id", "version", "area_id", "area_path", "checked_on", "ended_on", "ended_why"}
    for field in register.fields:
        found.add(_column(field, "file"))
        found.add(_column(field, "page"))
    return sorted(found | set(register.beside))


def _column(field: Field, mode: Mode) -> str:
    named = field.name_column if mode == "page" else ""
    return named or field.code_column or field.fills[0]


def words(
    register: Register, row: Mapping[str, Any], *, mode: Mode = "page", opened: bool = False
) -> dict[str, str]:
    """Field key → words. Personal fields are masked unless `opened`."""
    return {
        field.key: word(register, field, row.get(_column(field, mode)), mode=mode, opened=opened)
        for field in register.fields
    }


def word(
    register: Register, field: Field, value: Any, *, mode: Mode = "page", opened: bool = False
) -> str:
    """One value in words; nothing is the empty text."""
    if value is None or value == "":
        return ""
    if field.fills[0] in register.sealed:
        return _sealed(field, crypto.open_(value), opened=opened)
    if field.personal and not opened:
        return HIDDEN
    if field.fills[0] == "area_id":
        return area_words(value) if mode == "page" else area_code(value)
    if mode == "page" and isinstance(value, date):
        return plain_date_text(value)
    return _plain(field, value, as_key=mode == "form")


def _plain(field: Field, value: Any, *, as_key: bool) -> str:
    if field.choices:
        key = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        return key if as_key else str(field.choices.get(key, key))
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def plain_words(field: Field, words: str) -> str:
    """Words that somebody filled, as a page shows them: the word of a choice for its key."""
    return str(field.choices.get(words, words)) if field.choices else words


def _sealed(field: Field, plain: str, *, opened: bool) -> str:
    if opened:
        return plain
    if field.key in {"name", "contact"}:
        return crypto.mask_name(plain)
    return crypto.mask_phone(plain) if field.key == "phone" else HIDDEN


def area_code(area_id: int) -> str:
    """The code of today's area; empty for one that is gone."""
    area = areas.area_by_id(area_id)
    return area.code if area else ""


def area_words(area_id: int) -> str:
    """The area's name, after that of the one above unless it begins with it."""
    area = areas.area_by_id(area_id)
    if area is None:
        return ""
    language = get_language() or "zh"
    *above, own = [one.label(language) for one in areas.ancestors(area.path)[-2:]]
    return own if above and own.startswith(above[0]) else " ".join([*above, own])


def heading(field: Field) -> str:
    """What a page calls a field: forms and files ask for codes where a page shows names."""
    return str(_NAMED.get(field.key, field.title))


def title(register: Register, row: Mapping[str, Any], shown: Mapping[str, str]) -> str:
    """What a row is called on its page and in lists; people masked, as `shown` has them."""
    words = [shown[key] if key in shown else str(row[key]) for key in register.called]
    return " ".join(filter(None, words)) or str(row["id"])
