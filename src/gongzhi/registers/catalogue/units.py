"""The register of units: what is known of a body that is a unit, beside its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import crypto
from gongzhi.kernel.said import said as gettext
from gongzhi.registers import identifiers
from gongzhi.registers.catalogue import placing, readers
from gongzhi.registers.catalogue.base import Draft, Field, Register, Writing
from gongzhi.registers.catalogue.matching import chunks
from gongzhi.registers.models import UnitRecord
from gongzhi.registers.reach import PLACE_ROLES


def _credit_code(words: str, today: date) -> Mapping[str, Any]:
    return {"credit_code": identifiers.read_credit_code(words) or None}


def _contact(words: str, today: date) -> Mapping[str, Any]:
    return {"contact_sealed": identifiers.read_name(words) if words.strip() else ""}


def _phone(words: str, today: date) -> Mapping[str, Any]:
    return {"phone_sealed": "" if readers.is_emptied(words) else identifiers.read_phone(words)}


FIELDS: Final = (
    Field("body", _("单位"), readers.text("body", longest=120, needed=True), ("body_id",),
          needed=True, width=24, hint=_("单位的编码或名称"), code_column="body__code",
          name_column="body__name"),
    Field("credit_code", _("统一社会信用代码"), _credit_code, ("credit_code",), width=22),
    Field("address", _("地址"), readers.text("address", longest=200), ("address",), width=30),
    Field("area_code", _("网格编码"), readers.text("area_code", longest=20), ("area_id",),
          hint=_("不填就按经纬度定位"), width=18),
    Field("lon", _("经度"), readers.degrees("lon", bound=180), ("lon",), hint="WGS 84"),
    Field("lat", _("纬度"), readers.degrees("lat", bound=90), ("lat",), hint="WGS 84"),
    Field("contact", _("联系人"), _contact, ("contact_sealed",), personal=True),
    Field("phone", _("联系电话"), _phone, ("phone_sealed",), personal=True, width=16,
          emptiable=True),
    Field("employees", _("在职人数"), readers.whole("employees", lowest=0, highest=1_000_000),
          ("employees",)),
)  # fmt: skip
COMPARED: Final = (
    "body_id", "credit_code", "address", "area_id", "lon", "lat", "contact_sealed",
    "phone_sealed", "employees",
)  # fmt: skip


def resolve(drafts: Sequence[Draft], writing: Writing) -> None:
    """The body by code or name; the area by code or point; a credit code is one unit's."""
    bodies = placing.bodies_named(draft.columns.get("body") or "" for draft in drafts)
    for draft in drafts:
        body = bodies.get(draft.columns.pop("body", ""))
        if body is None:
            draft.wrong("body", gettext("没有这个单位，或者有几个单位叫这个名字。"))
        else:
            draft.columns["body_id"] = body
    placing.by_code_or_point(drafts)
    placing.only_within_reach(drafts, writing, PLACE_ROLES)
    _codes_are_free(drafts)


def _codes_are_free(drafts: Sequence[Draft]) -> None:
    held: dict[str, int] = {}
    for codes in chunks(d.columns["credit_code"] for d in drafts if d.columns.get("credit_code")):
        rows = UnitRecord.reached.filter(credit_code__in=codes)
        held.update(rows.values_list("credit_code", "body_id"))
    for draft in drafts:
        code = draft.columns.get("credit_code")
        if code and held.setdefault(code, draft.columns.get("body_id", 0)) != draft.columns.get(
            "body_id"
        ):
            draft.wrong("credit_code", gettext("这个统一社会信用代码已经登记在另一个单位名下。"))


def match(drafts: Sequence[Draft], writing: Writing) -> Mapping[int, Mapping[str, Any]]:
    """By body."""
    old: dict[int, Mapping[str, Any]] = {}
    there: dict[int, Mapping[str, Any]] = {}
    visible: set[int] = set()
    for ids in chunks(d.columns["body_id"] for d in drafts if "body_id" in d.columns):
        rows = UnitRecord.reached.filter(body_id__in=ids)
        for row in rows.values("id", "version", "ended_on", *COMPARED):
            there[row["body_id"]] = row
        seen = UnitRecord.objects.visible_to(writing.actor).filter(body_id__in=ids)
        visible.update(seen.values_list("id", flat=True))
    for draft in drafts:
        found = there.get(draft.columns.get("body_id", 0))
        if found is None:
            continue
        draft.row_id = found["id"] if found["id"] in visible else -1
        draft.version = found["version"]
        if draft.row_id > 0:
            old[draft.row_id] = {
                **found,
                **{c: crypto.open_(found[c]) if found[c] else "" for c in ("contact_sealed", "phone_sealed")},
            }  # fmt: skip
            _keep_what_is_not_filled(draft, old[draft.row_id])
    return old


def _keep_what_is_not_filled(draft: Draft, row: Mapping[str, Any]) -> None:
    """An empty cell does not empty contact or phone; a word for it does (readers.is_emptied)."""
    for key, column in (("contact", "contact_sealed"), ("phone", "phone_sealed")):
        if not draft.words.get(key, "").strip():
            draft.columns[column] = row[column]


UNITS: Final = Register(
    key="units", title=_("辖区单位"), one=_("单位"), model=UnitRecord, fields=FIELDS,
    writers=PLACE_ROLES, resolve=resolve, match=match,
    alone=lambda draft: draft.columns.get("body_id"),
    sealed=frozenset({"contact_sealed", "phone_sealed"}),
    derived=frozenset({"area_path"}), called=("body",), listed=("credit_code", "address"),
    beside=("body_id",),
)  # fmt: skip
