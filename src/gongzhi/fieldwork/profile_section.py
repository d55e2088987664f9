"""The profile sections of field duties: every field, class and key that they name must exist."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.fieldwork.config import FieldSettings, Handbook
from gongzhi.orders.process.current import MATTER
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import check_document
from gongzhi.profiles.source import ProfileSource
from gongzhi.profiles.yamlfile import Document
from gongzhi.registers.catalogue import REGISTERS

# What a visit can ask: not who somebody is, nor what follows from an identity number.
ASKABLE = {"homes": ("use", "floor_area"), "people": ("phone", "residence", "relation")}


def check_handbook(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """`fieldwork/handbook.yaml`."""
    document = source.yaml("fieldwork/handbook.yaml")
    handbook = check_document(document, Handbook, problems) if document else None
    if handbook is None or document is None:
        return None
    _once([one.key for one in handbook.duties], "duties", document, problems)
    return handbook.model_dump(mode="json")


def check_settings(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """`fieldwork/settings.yaml`."""
    document = source.yaml("fieldwork/settings.yaml")
    settings = check_document(document, FieldSettings, problems) if document else None
    if settings is None or document is None:
        return None
    for index, one in enumerate(settings.ask):
        allowed = ASKABLE[one.register_]
        if one.field not in allowed:
            problems.add(
                document.place("ask", index, "field"),
                _("走访不能问这一项：%(field)s") % {"field": one.field},
                allowed,
            )
    _once([f"{one.register_}.{one.field}" for one in settings.ask], "ask", document, problems)
    _once([one.key for one in settings.rounds], "rounds", document, problems)
    items = {
        one["code"]
        for one in context.documents.get("orders/categories") or ()
        if one["kind"] == "item"
    }
    processes = context.documents.get("orders/processes") or {}
    started = {MATTER, *(key for key, one in processes.items() if one["devices"])}
    for index, kind in enumerate(settings.rounds):
        for number, look in enumerate(kind.look):
            if items and look.category not in items:
                problems.add(
                    document.place("rounds", index, "look", number, "category"),
                    _("没有这个类别：%(code)s") % {"code": look.category},
                )
            if processes and look.process not in started:
                place = document.place("rounds", index, "look", number, "process")
                problems.add(place, _("没有“%(value)s”") % {"value": look.process}, started)
    return settings.model_dump(mode="json", by_alias=True)


def _once(keys: list[str], part: str, document: Document, problems: Problems) -> None:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            problems.add(document.place(part, index), _("重复：%(key)s") % {"key": key})


def register() -> None:
    """Make the sections known."""
    assert set(ASKABLE) <= set(REGISTERS)
    register_section(Section("fieldwork/handbook", 60, check_handbook))
    register_section(Section("fieldwork/settings", 61, check_settings))
