"""Checking categories, limits, duties and settings of a profile."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.kernel.textindex import initials
from gongzhi.kernel.workcalendar import UNITS
from gongzhi.orgs.profile.check_named import check_named
from gongzhi.profiles.csvfile import Row
from gongzhi.profiles.problems import Problems, nearest
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import Shape, check_document, check_rows
from gongzhi.profiles.sections import Unit
from gongzhi.profiles.source import ProfileSource

from ..dispatch.routing import ABOVE_COMMUNITY, COMMUNITY_KINDS
from ..settings import OrderSettings

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


# Where a class stands among its siblings when its row does not say.
LAST = 1000


class CategoryShape(Shape):
    code: str = Field(min_length=1, max_length=20)
    parent_code: str = ""
    name: str = Field(min_length=1, max_length=60)
    name_en: str = Field(max_length=120)
    kind: Literal["group", "class", "item"]
    nature: Literal["facility", "event", "service"]
    icon: str = Field(default="", max_length=40)
    emergency: bool = False
    emergency_hint: str = Field(default="", max_length=200)
    public_default: bool = True
    aliases: str = Field(default="", max_length=300)
    active: bool = True
    order: int = Field(default=LAST, ge=0, le=9999)


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


class StageLimitShape(Shape):
    stage: str
    area_code: str
    amount: int = Field(ge=1)
    unit: Unit
    note: str = Field(default="", max_length=200)


class DutyShape(Shape):
    clause: str = Field(min_length=1, max_length=20)
    category_code: str
    area_code: str = ""
    lead: str
    supporting: str = ""
    basis: str = ""
    legal_duty_of: Literal[
        "", "government", "department", "street", "town", "community", "property"
    ] = ""


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
            problems.add(
                document.place("stages"), _("缺少环节“%(stage)s”的时限") % {"stage": stage}, STAGES
            )
    return settings.model_dump()


def check_categories(
    source: ProfileSource, problems: Problems, _context: Context
) -> list[Document]:
    rows = source.rows(
        "orders/categories.csv",
        columns=("code", "parent_code", "name", "name_en", "kind", "nature"),
        optional=(
            *("icon", "emergency", "emergency_hint", "public_default", "aliases"),
            *("active", "order"),
        ),
        key=("code",),
    )
    known: dict[str, CategoryShape] = {}
    for row, category in check_rows(rows, CategoryShape, problems):
        above = known.get(category.parent_code)
        if category.parent_code and above is None:
            problems.add(
                row.place("parent_code"),
                _("上级类别应写在前面：%(parent_code)s") % {"parent_code": category.parent_code},
                sorted(known),
            )
        if above is not None and category.active and not above.active:
            problems.add(
                row.place("active"),
                _("上级“%(name)s”已停用，这一项也要停用") % {"name": above.name},
                ["0"],
            )
        known[category.code] = category
    return [
        {**category.model_dump(exclude={"order"}), "initials": initials(category.name)}
        for category in _in_order(list(known.values()))
    ]


def _in_order(categories: list[CategoryShape]) -> list[CategoryShape]:
    """Parents before their children; siblings by `order`, else as they stand in the file."""
    below: dict[str, list[CategoryShape]] = {}
    for category in categories:
        below.setdefault(category.parent_code, []).append(category)

    def walk(parent: str) -> list[CategoryShape]:
        siblings = sorted(below.get(parent, ()), key=lambda category: category.order)
        return [one for category in siblings for one in (category, *walk(category.code))]

    return walk("")


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
                row.place("category_code"),
                _("没有这个类别：%(category_code)s") % {"category_code": limit.category_code},
                sorted(items),
            )
        found.append(limit.model_dump())
    return found


def check_stage_limits(
    source: ProfileSource, problems: Problems, context: Context
) -> list[Document]:
    """Limits of stages of the settings that differ by area."""
    stages = (context.documents.get("orders/settings") or {}).get("stages") or {}
    rows = source.rows(
        "orders/stage_limits.csv",
        columns=("stage", "area_code", "amount", "unit"),
        optional=("note",),
        key=("stage", "area_code"),
        required=False,
    )
    found = []
    for row, limit in check_rows(rows, StageLimitShape, problems):
        if stages and limit.stage not in stages:
            problems.add(
                row.place("stage"), _("没有“%(value)s”") % {"value": limit.stage}, sorted(stages)
            )
        _check_area(row, limit.area_code, context, problems)
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
    bodies = context.work.at_hand("orgs")
    for row, duty in check_rows(rows, DutyShape, problems):
        _check_bodies(row, duty, bodies, context, problems)
        _check_guard(row, duty, context, problems)
        if duty.category_code not in categories:
            problems.add(
                row.place("category_code"),
                _("没有这个类别：%(category_code)s") % {"category_code": duty.category_code},
                sorted(categories),
            )
        found.append({**duty.model_dump(), "supporting": split(duty.supporting)})
    return found


def _check_guard(row: Row, duty: DutyShape, context: Context, problems: Problems) -> None:
    """What lies in the duty of a government, department or street has no community as lead."""
    if duty.legal_duty_of not in ABOVE_COMMUNITY:
        return
    kind = duty.lead.removeprefix("kind:")
    if kind == duty.lead:
        bodies = context.work.at_hand("orgs")
        kind = bodies[duty.lead].kind if duty.lead in bodies else ""
    if kind in COMMUNITY_KINDS:
        problems.add(
            row.place("lead"),
            _("这是上级的职责，社区、网格不能主办，只能协办：%(lead)s") % {"lead": duty.lead},
        )


def _check_bodies(
    row: Row, duty: DutyShape, bodies: Collection[str], context: Context, problems: Problems
) -> None:
    """Each body or kind of body that a clause names, and its area, must be there.

    Bodies (their codes) and areas that were not read again are compared when the clause is applied.
    """
    kinds = [f"kind:{kind}" for kind in (context.documents.get("orgs") or {}).get("kinds", ())]
    for field, names in (("lead", [duty.lead]), ("supporting", split(duty.supporting))):
        for name in names:
            if name.startswith("kind:"):
                if kinds and name not in kinds:
                    problems.add(
                        row.place(field), _("没有这一类单位：%(name)s") % {"name": name}, kinds
                    )
            elif bodies and name not in bodies:
                problems.add(
                    row.place(field),
                    _("没有这个单位：%(name)s") % {"name": name},
                    nearest(name, [*bodies, *kinds]),
                )
            elif bodies:
                check_named(name, row.place(field), context, problems)
    _check_area(row, duty.area_code, context, problems)


def _check_area(row: Row, code: str, context: Context, problems: Problems) -> None:
    """Areas that were not read again are compared when the row is used."""
    areas = context.work.at_hand("areas")
    if code and areas and code not in areas:
        problems.add(
            row.place("area_code"), _("没有这个区域编码：%(area_code)s") % {"area_code": code}
        )


def split(text: str) -> list[str]:
    """`a|b` as a list."""
    return [part.strip() for part in text.split("|") if part.strip()]
