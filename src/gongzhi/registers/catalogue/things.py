"""The registers of facilities and devices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.said import said as gettext
from gongzhi.kernel.scoped_orm import ScopedModel
from gongzhi.profiles import selectors as profiles
from gongzhi.registers import identifiers
from gongzhi.registers.catalogue import placing, readers
from gongzhi.registers.catalogue.base import Draft, Field, Register, Writing
from gongzhi.registers.catalogue.matching import match_by
from gongzhi.registers.models import Device, Facility
from gongzhi.registers.reach import PLACE_ROLES

ACCURACIES: Final = {"A": _("A级（0.5米内）"), "B": _("B级（1米内）"), "C": _("C级（10米内）")}
STATES: Final = {
    "intact": _("完好"), "damaged": _("破损"), "lost": _("丢失"), "removed": _("废弃"),
}  # fmt: skip
YES_NO: Final = {"no": _("否"), "yes": _("是")}
DEVICE_STATES: Final = {
    "working": _("正常"), "faulty": _("故障"), "off": _("停用"), "removed": _("拆除"),
}  # fmt: skip


def _facility_code(words: str, today: date) -> Mapping[str, Any]:
    county = str((profiles.current().section("profile") or {}).get("county", {}).get("code", ""))
    return {"code": identifiers.read_facility_code(words, county=county)}


PLACE_FIELDS: Final = (
    Field("place", _("位置描述"), readers.text("place", longest=200), ("place",), width=30),
    Field("area_code", _("网格编码"), readers.text("area_code", longest=20), ("area_id",),
          hint=_("不填就按经纬度定位"), width=18),
    Field("lon", _("经度"), readers.degrees("lon", bound=180), ("lon",), hint="WGS 84"),
    Field("lat", _("纬度"), readers.degrees("lat", bound=90), ("lat",), hint="WGS 84"),
    Field("keeper", _("管护单位"), readers.text("keeper", longest=120), ("keeper_id",),
          hint=_("单位的编码或名称"), width=24, code_column="keeper__code",
          name_column="keeper__name"),
)  # fmt: skip
FACILITY_FIELDS: Final = (
    Field("code", _("部件编码"), _facility_code, ("code",), needed=True, width=20,
          hint=_("16位数字")),
    Field("name", _("部件名称"), readers.text("name", longest=80, needed=True), ("name",),
          needed=True, example="路灯"),
    *PLACE_FIELDS,
    Field("accuracy", _("定位精度"), readers.choice("accuracy", ACCURACIES, default="C"),
          ("accuracy",), choices=ACCURACIES),
    Field("state", _("状态"), readers.choice("state", STATES, default="intact"), ("state",),
          choices=STATES),
)  # fmt: skip
DEVICE_FIELDS: Final = (
    Field("code", _("设备编码"), readers.text("code", longest=40, needed=True), ("code",),
          needed=True),
    Field("name", _("设备名称"), readers.text("name", longest=80, needed=True), ("name",),
          needed=True),
    Field("kind", _("设备类别"), readers.text("kind", longest=40, needed=True), ("kind",),
          needed=True, example="门禁"),
    *PLACE_FIELDS,
    Field("state", _("状态"), readers.choice("state", DEVICE_STATES, default="working"),
          ("state",), choices=DEVICE_STATES),
    Field("takes_pictures", _("是否采集图像"), readers.yes_no("takes_pictures"),
          ("takes_pictures",), choices=YES_NO),
    Field("legal_basis", _("采集依据"), readers.text("legal_basis", longest=200),
          ("legal_basis",), width=30, hint=_("采集图像的必须填写")),
)  # fmt: skip


def resolve(drafts: Sequence[Draft], writing: Writing) -> None:
    """The area by code or point, the keeper by code or name, the search text."""
    placing.by_code_or_point(drafts)
    placing.only_within_reach(drafts, writing, PLACE_ROLES)
    keepers = placing.bodies_named(draft.columns.get("keeper") or "" for draft in drafts)
    for draft in drafts:
        columns = draft.columns
        keeper = columns.pop("keeper", "")
        columns["keeper_id"] = keepers.get(keeper)
        if keeper and columns["keeper_id"] is None:
            draft.wrong("keeper", gettext("没有这个单位，或者有几个单位叫这个名字。"))
        if columns.get("takes_pictures") and not columns.get("legal_basis"):
            draft.wrong("legal_basis", gettext("采集图像的设备要写明依据。"))
        columns["search"] = placing.search_text(
            columns.get("name"), columns.get("place"), columns.get("code")
        )


def _matcher(
    model: type[ScopedModel], columns: tuple[str, ...]
) -> Callable[[Sequence[Draft], Writing], Mapping[int, Mapping[str, Any]]]:
    def match(drafts: Sequence[Draft], writing: Writing) -> Mapping[int, Mapping[str, Any]]:
        return match_by(model, "code", drafts, columns, writing.actor)

    return match


_PLACED: Final = ("name", "place", "area_id", "lon", "lat", "keeper_id", "state")

FACILITIES: Final = Register(
    key="facilities", title=_("城市部件"), one=_("部件"), model=Facility, fields=FACILITY_FIELDS,
    writers=PLACE_ROLES, resolve=resolve, match=_matcher(Facility, (*_PLACED, "accuracy")),
    alone=lambda draft: draft.columns.get("code"),
    derived=frozenset({"area_path", "search"}), called=("name", "code"),
    listed=("place", "keeper", "state"), order="code",
)  # fmt: skip
DEVICES: Final = Register(
    key="devices", title=_("设备"), one=_("设备"), model=Device, fields=DEVICE_FIELDS,
    writers=PLACE_ROLES, resolve=resolve,
    match=_matcher(Device, (*_PLACED, "kind", "takes_pictures", "legal_basis")),
    alone=lambda draft: draft.columns.get("code"),
    derived=frozenset({"area_path", "search"}), called=("name", "code"),
    listed=("kind", "place", "state"), order="code",
)  # fmt: skip
