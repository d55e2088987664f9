"""The register of buildings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongzhi.registers.catalogue import placing, readers
from gongzhi.registers.catalogue.base import Draft, Field, Register, Writing
from gongzhi.registers.catalogue.following import homes_follow
from gongzhi.registers.catalogue.matching import match_by
from gongzhi.registers.models import Building
from gongzhi.registers.reach import PEOPLE_ROLES

KINDS: Final = {
    "residential": _("住宅"), "commercial": _("商业"), "mixed": _("商住"),
    "public": _("公共"), "other": _("其他"),
}  # fmt: skip

FIELDS: Final = (
    Field("code", _("楼栋编码"), readers.text("code", longest=40, needed=True), ("code",),
          needed=True, example="LY-01-003"),
    Field("name", _("楼栋名称"), readers.text("name", longest=80, needed=True), ("name",),
          needed=True, example="3号楼"),
    Field("address", _("地址"), readers.text("address", longest=200, needed=True), ("address",),
          needed=True, example="燕山大路18号3号楼", width=30),
    Field("kind", _("用途"), readers.choice("kind", KINDS, default="residential"), ("kind",),
          choices=KINDS),
    Field("area_code", _("网格编码"), readers.text("area_code", longest=20), ("area_id",),
          hint=_("不填就按经纬度定位"), width=18),
    Field("lon", _("经度"), readers.degrees("lon", bound=180), ("lon",), hint="WGS 84"),
    Field("lat", _("纬度"), readers.degrees("lat", bound=90), ("lat",), hint="WGS 84"),
    Field("floors", _("层数"), readers.whole("floors", lowest=1, highest=200), ("floors",)),
    Field("entrances", _("单元数"), readers.whole("entrances", lowest=1, highest=50),
          ("entrances",)),
    Field("built_year", _("建成年份"), readers.whole("built_year", lowest=1800, highest=2100),
          ("built_year",)),
)  # fmt: skip
COMPARED: Final = (
    "code", "name", "address", "kind", "area_id", "lon", "lat", "floors", "entrances",
    "built_year",
)  # fmt: skip


def resolve(drafts: Sequence[Draft], writing: Writing) -> None:
    """The area by code or point; the search text."""
    placing.by_code_or_point(drafts)
    placing.only_within_reach(drafts, writing, PEOPLE_ROLES)
    for draft in drafts:
        columns = draft.columns
        columns["search"] = placing.search_text(
            columns.get("name"), columns.get("address"), columns.get("code")
        )


def match(drafts: Sequence[Draft], writing: Writing) -> Mapping[int, Mapping[str, Any]]:
    """By code."""
    return match_by(Building, "code", drafts, COMPARED[1:], writing.actor)


BUILDINGS: Final = Register(
    key="buildings", title=_("楼栋"), one=_("楼栋"), model=Building, fields=FIELDS,
    writers=PEOPLE_ROLES, resolve=resolve, match=match,
    alone=lambda draft: draft.columns.get("code"),
    derived=frozenset({"area_path", "search"}), follow=homes_follow,
    listed=("code", "address", "kind"), order="code",
)  # fmt: skip
