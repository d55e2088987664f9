"""The register of homes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.said import said as gettext
from gongzhi.registers.catalogue import placing, readers
from gongzhi.registers.catalogue.base import Draft, Field, Register, Writing
from gongzhi.registers.catalogue.matching import chunks
from gongzhi.registers.models import Building, Home
from gongzhi.registers.reach import PEOPLE_ROLES

USES: Final = {
    "own": _("自住"), "let": _("出租"), "vacant": _("空置"), "business": _("经营"),
    "other": _("其他"),
}  # fmt: skip

FIELDS: Final = (
    Field("building_code", _("楼栋编码"), readers.text("building_code", longest=40, needed=True),
          ("building_id",), needed=True, example="LY-01-003", code_column="building__code",
          name_column="building__address"),
    Field("number", _("房号"), readers.text("number", longest=20, needed=True), ("number",),
          needed=True, example="2-301", hint=_("单元-房间")),
    Field("use", _("使用情况"), readers.choice("use", USES, default="own"), ("use",),
          choices=USES),
    Field("floor_area", _("建筑面积"), readers.decimal("floor_area", highest=100_000),
          ("floor_area",), hint=_("平方米")),
)  # fmt: skip
COMPARED: Final = ("use", "floor_area")


def resolve(drafts: Sequence[Draft], writing: Writing) -> None:
    """The building by its code; area and address are the building's."""
    found: dict[str, Mapping[str, Any]] = {}
    for codes in chunks(draft.columns.get("building_code") or "" for draft in drafts):
        rows = Building.objects.visible_to(writing.actor).standing().filter(code__in=codes)
        for row in rows.values("id", "code", "name", "address", "area_id", "area_path"):
            found[row["code"]] = row
    for draft in drafts:
        columns = draft.columns
        building = found.get(columns.pop("building_code", ""))
        if building is None:
            if not draft.says("building_code"):
                draft.wrong("building_code", gettext("您的辖区里没有这个楼栋编码，请先登记楼栋。"))
            continue
        address = f"{building['address']} {columns.get('number', '')}"
        columns |= {
            "building_id": building["id"], "area_id": building["area_id"],
            "area_path": building["area_path"], "address": address[:220],
            "search": placing.search_text(building["name"], address),
        }  # fmt: skip
    placing.only_within_reach(drafts, writing, PEOPLE_ROLES)


def match(drafts: Sequence[Draft], writing: Writing) -> Mapping[int, Mapping[str, Any]]:
    """By building and number."""
    there: dict[tuple[int, str], Mapping[str, Any]] = {}
    for ids in chunks(d.columns["building_id"] for d in drafts if "building_id" in d.columns):
        rows = Home.objects.visible_to(writing.actor).filter(building_id__in=ids)
        for row in rows.values("id", "version", "ended_on", "building_id", "number", *COMPARED):
            there[row["building_id"], row["number"]] = row
    old: dict[int, Mapping[str, Any]] = {}
    for draft in drafts:
        row = there.get((draft.columns.get("building_id", 0), draft.columns.get("number", "")))
        if row is not None:
            draft.row_id, draft.version = row["id"], row["version"]
            old[row["id"]] = row
    return old


def _alone(draft: Draft) -> Any:
    building, number = draft.columns.get("building_id"), draft.columns.get("number")
    return (building, number) if building and number else None


HOMES: Final = Register(
    key="homes", title=_("房屋"), one=_("房屋"), model=Home, fields=FIELDS, writers=PEOPLE_ROLES,
    resolve=resolve, match=match, alone=_alone,
    derived=frozenset({"area_id", "area_path", "search", "address", "building_id", "number"}),
    called=("address",), listed=("use", "floor_area"), order="address",
    beside=("building_id", "address"),
)  # fmt: skip
