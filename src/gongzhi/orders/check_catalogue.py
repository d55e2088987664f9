"""Checking categories, limits, duties and settings of a profile."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from gongzhi.kernel.textindex import initials
from gongzhi.kernel.workcalendar import UNITS
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import Shape, check_document, check_rows
from gongzhi.profiles.source import ProfileSource

from .settings import OrderSettings

# Stages that the engine starts clocks for; the profile must give each a limit.
STAGES = (
    "accept",
    "verify",
    "file",
    "dispatch",
    "sign",
    "approve",
    "arbitrate",
    "check",
    "follow_up",
)


class CategoryShape(Shape):
    code: str = Field(min_length=1, max_length=20)
    parent_code: str = ""
    name: str = Field(min_length=1, max_length=60)
    name_en: str
    kind: Literal["group", "class", "item"]
    nature: Literal["facility", "event", "service"]
    icon: str = ""
    emergency: bool = False
    emergency_hint: str = ""
    public_default: bool = True
    aliases: str = ""


class LimitRowShape(Shape):
    category_code: str
    condition_key: str = Field(pattern="^[a-z0-9_]{1,40}$")
    condition: str = Field(min_length=1, max_length=200)
    condition_en: str = ""
    amount: int = Field(ge=1)
    unit: Literal[
        "urgent_minute", "urgent_hour", "urgent_day", "working_minute", "working_hour",
        "working_day", "natural_day",
    ]  # fmt: skip


class DutyShape(Shape):
    clause: str = Field(min_length=1, max_length=20)
    category_code: str
    area_code: str = ""
    lead: str
    supporting: str = ""
    basis: str = ""
    legal_duty_of: str = ""


assert set(UNITS) == {
    "urgent_minute", "urgent_hour", "urgent_day", "working_minute", "working_hour",
    "working_day", "natural_day",
}  # fmt: skip

Document = dict[str, Any]


def check_settings(source: ProfileSource, problems: Problems, _context: Context) -> Document:
    document = source.yaml("orders/settings.yaml")
    settings = document and check_document(document, OrderSettings, problems)
    if not document or not settings:
        return {}
    for stage in STAGES:
        if stage not in settings.stages:
            problems.add(document.place("stages"), f"缺少环节“{stage}”的时限", STAGES)
    return settings.model_dump()


def check_categories(
    source: ProfileSource, problems: Problems, _context: Context
) -> list[Document]:
    rows = source.rows(
        "orders/categories.csv",
        columns=("code", "parent_code", "name", "name_en", "kind", "nature"),
        optional=("icon", "emergency", "emergency_hint", "public_default", "aliases"),
        key=("code",),
    )
    known: set[str] = set()
    found = []
    for row, category in check_rows(rows, CategoryShape, problems):
        if category.parent_code and category.parent_code not in known:
            problems.add(
                row.place("parent_code"),
                f"上级类别应写在前面：{category.parent_code}",
                sorted(known),
            )
        known.add(category.code)
        found.append({**category.model_dump(), "initials": initials(category.name)})
    return found


def check_limits(source: ProfileSource, problems: Problems, context: Context) -> list[Document]:
    items = _items(context)
    rows = source.rows(
        "orders/limits.csv",
        columns=("category_code", "condition_key", "condition", "amount", "unit"),
        optional=("condition_en",),
        key=("category_code", "condition_key"),
    )
    found = []
    for row, limit in check_rows(rows, LimitRowShape, problems):
        if limit.category_code not in items:
            problems.add(
                row.place("category_code"), f"没有这个类别：{limit.category_code}", sorted(items)
            )
        found.append(limit.model_dump())
    return found


def _items(context: Context) -> set[str]:
    categories = context.documents.get("orders/categories") or []
    return {row["code"] for row in categories}


def check_duties(source: ProfileSource, problems: Problems, context: Context) -> list[Document]:
    categories = _items(context)
    rows = source.rows(
        "orders/duties.csv",
        columns=("clause", "category_code", "lead"),
        optional=("area_code", "supporting", "basis", "legal_duty_of"),
        key=("clause",),
    )
    found = []
    for row, duty in check_rows(rows, DutyShape, problems):
        if duty.category_code not in categories:
            problems.add(
                row.place("category_code"),
                f"没有这个类别：{duty.category_code}",
                sorted(categories),
            )
        found.append({**duty.model_dump(), "supporting": split(duty.supporting)})
    return found


def split(text: str) -> list[str]:
    """`a|b` as a list."""
    return [part.strip() for part in text.split("|") if part.strip()]
