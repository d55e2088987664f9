"""The pool of talent: who offered which skill to the community, and agreed to be asked (XY-04)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import crypto
from gongzhi.kernel.crypto import Keyring
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.said import said as gettext
from gongzhi.registers import identifiers
from gongzhi.registers.catalogue import placing, readers
from gongzhi.registers.catalogue.base import Draft, Field, Register, Writing
from gongzhi.registers.catalogue.matching import chunks
from gongzhi.registers.models import TalentEntry
from gongzhi.registers.reach import TALENT_ROLES
from gongzhi.registers.tokens import fold, person_tokens

KINDS: Final = {
    "farming": _("种植养殖"), "craft": _("手工技艺"), "building": _("建筑装修"),
    "repair": _("维修"), "trade": _("经营管理"), "teaching": _("教学辅导"),
    "culture": _("文艺体育"), "care": _("照护服务"), "law": _("法律调解"), "other": _("其他"),
}  # fmt: skip


def _name(words: str, today: date) -> Mapping[str, Any]:
    return {"name_sealed": identifiers.read_name(words)}


def _phone(words: str, today: date) -> Mapping[str, Any]:
    return {"phone_sealed": identifiers.read_phone(words)}


def _kind(words: str, today: date) -> Mapping[str, Any]:
    if not words.strip():
        raise Invalid(gettext("请填写。"))
    return readers.choice("kind", KINDS, default="")(words, today)


def _agreed(words: str, today: date) -> Mapping[str, Any]:
    found = readers.day("agreed_on")(words, today)
    if found["agreed_on"] is None:
        raise Invalid(gettext("本人同意了才能登记，请填同意的日期。"))
    if found["agreed_on"] > today:
        raise Invalid(gettext("同意日期不能在今天以后。"))
    return found


FIELDS: Final = (
    Field("area_code", _("社区或网格编码"), readers.text("area_code", longest=20, needed=True),
          ("area_id",), needed=True, width=18),
    Field("name", _("姓名"), _name, ("name_sealed",), needed=True, personal=True,
          example=_("周小明（示例）")),
    Field("phone", _("手机号"), _phone, ("phone_sealed",), personal=True, width=16),
    Field("kind", _("技能类别"), _kind, ("kind",), needed=True, choices=KINDS),
    Field("skill", _("会什么"), readers.text("skill", longest=80, needed=True), ("skill",),
          needed=True, example=_("果树修剪"), width=24),
    Field("agreed_on", _("本人同意日期"), _agreed, ("agreed_on",), needed=True,
          example="2026-03-01", hint=_("本人同意登记并愿意被联系的那天")),
    Field("left_on", _("撤回同意日期"), readers.day("ended_on"), ("ended_on",),
          hint=_("本人不愿意了就填，填了就不再列出")),
)  # fmt: skip
COMPARED: Final = (
    "area_id", "name_sealed", "phone_sealed", "kind", "skill", "agreed_on", "ended_on",
)  # fmt: skip


def resolve(drafts: Sequence[Draft], writing: Writing) -> None:
    """The area by code, within the post's reach; the search text."""
    placing.by_code_or_point(drafts)
    placing.only_within_reach(drafts, writing, TALENT_ROLES)
    for draft in drafts:
        draft.columns["search"] = placing.search_text(draft.columns.get("skill"))


def match(drafts: Sequence[Draft], writing: Writing) -> Mapping[int, Mapping[str, Any]]:
    """By area, name and skill; a form corrects the row that it shows."""
    there: dict[Any, Mapping[str, Any]] = {}
    seen = TalentEntry.objects.visible_to(writing.actor)
    wanted: dict[int, Mapping[str, Any]] = {}
    columns = ("id", "version", *COMPARED)
    for ids in chunks(d.columns["area_id"] for d in drafts if "area_id" in d.columns):
        for row in seen.filter(area_id__in=ids).values(*columns):
            opened = _opened(row)
            there[opened["area_id"], fold(opened["name_sealed"]), opened["skill"]] = opened
    ids = [draft.wanted for draft in drafts if draft.wanted is not None]
    for row in seen.filter(pk__in=ids).values(*columns) if ids else ():
        wanted[row["id"]] = _opened(row)
    old: dict[int, Mapping[str, Any]] = {}
    for draft in drafts:
        values = draft.columns
        found = wanted.get(draft.wanted or 0) or there.get(_key(values))
        if found is not None:
            draft.row_id, draft.version = found["id"], found["version"]
            old[found["id"]] = found
            values["phone_sealed"] = values.get("phone_sealed") or found["phone_sealed"]
    return old


def _found_by(columns: Mapping[str, Any], ring: Keyring) -> list[int]:
    name, phone = columns.get("name_sealed", ""), columns.get("phone_sealed", "")
    return person_tokens(name=name, phone=phone, id_number="", ring=ring)


def _key(columns: Mapping[str, Any]) -> tuple[int, str, str]:
    name = fold(columns.get("name_sealed", ""))
    return columns.get("area_id", 0), name, columns.get("skill", "")


def _opened(row: Mapping[str, Any]) -> dict[str, Any]:
    seals = ("name_sealed", "phone_sealed")
    return {**row, **{c: crypto.open_(row[c]) if row[c] else "" for c in seals}}


TALENT: Final = Register(
    key="talent", title=_("人才库"), one=_("人才"), model=TalentEntry, fields=FIELDS,
    writers=TALENT_ROLES, readers=TALENT_ROLES, resolve=resolve, match=match,
    alone=lambda draft: _key(draft.columns) if draft.columns.get("name_sealed") else None,
    sealed=frozenset({"name_sealed", "phone_sealed"}),
    derived=frozenset({"area_path", "search", "tokens"}), narrowed_by="kind",
    found_by=_found_by, listed=("skill", "kind"),
)  # fmt: skip
