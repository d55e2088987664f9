"""The roll of members of a Party organisation: what the census cuts by, and no more (XY-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import crypto
from gongzhi.kernel.crypto import Keyring
from gongzhi.kernel.said import said as gettext
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kinds_of
from gongzhi.orgs.selectors import BodyRef
from gongzhi.registers import identifiers
from gongzhi.registers.bodyreach import party_reach
from gongzhi.registers.catalogue import placing, readers
from gongzhi.registers.catalogue.base import Draft, Field, Register, Writing
from gongzhi.registers.catalogue.matching import chunks
from gongzhi.registers.models import PartyMember
from gongzhi.registers.reach import CENSUS_ROLES
from gongzhi.registers.tokens import person_tokens

EDUCATIONS: Final = {
    "school": _("高中及以下"), "college": _("大专"), "bachelor": _("本科"), "master": _("研究生"),
}  # fmt: skip
YES_NO: Final = {"no": _("否"), "yes": _("是")}
_YOUNGEST: Final = 18  # the Party's constitution, art. 1


def _name(words: str, today: date) -> Mapping[str, Any]:
    return {"name_sealed": identifiers.read_name(words) if words.strip() else ""}


def _birth_year(words: str, today: date) -> Mapping[str, Any]:
    last = today.year - _YOUNGEST
    found = readers.whole("birth_year", lowest=1880, highest=last)(words, today)
    if found["birth_year"] is None:
        return readers.text("birth_year", longest=4, needed=True)(words, today)
    return found


FIELDS: Final = (
    Field("body", _("党组织"), readers.text("body", longest=120, needed=True), ("body_id",),
          needed=True, width=26, hint=_("党组织的编码或名称"), code_column="body__code",
          name_column="body__name"),
    Field("number", _("编号"), readers.text("number", longest=20, needed=True), ("number",),
          needed=True, example="001", hint=_("党组织自己编的号，不要填身份证号")),
    Field("name", _("姓名"), _name, ("name_sealed",), personal=True,
          hint=_("只供本组织核对，可以不填"), example=_("周小明（示例）")),
    Field("birth_year", _("出生年份"), _birth_year, ("birth_year",), needed=True, personal=True,
          example="1980"),
    Field("retired", _("离退休"), readers.yes_no("retired"), ("retired",), personal=True,
          choices=YES_NO),
    Field("new_sector", _("两新组织"), readers.yes_no("new_sector"), ("new_sector",),
          personal=True, choices=YES_NO, hint=_("新经济组织、新社会组织里的党员")),
    Field("education", _("学历"), readers.choice("education", EDUCATIONS, default=""),
          ("education",), personal=True, choices=EDUCATIONS),
    Field("left_on", _("转出日期"), readers.day("ended_on"), ("ended_on",),
          hint=_("组织关系转走的那天；填了就不再统计")),
)  # fmt: skip
COMPARED: Final = (
    "body_id", "number", "name_sealed", "birth_year", "retired", "new_sector", "education",
    "ended_on",
)  # fmt: skip


def resolve(drafts: Sequence[Draft], writing: Writing) -> None:
    """The organisation by code or name, within the post's reach; the area is the organisation's."""
    bodies = placing.bodies_named(draft.columns.get("body") or "" for draft in drafts)
    reach, kinds = party_reach(writing.actor), frozenset(kinds_of("party"))
    for draft in drafts:
        body_id = bodies.get(draft.columns.pop("body", ""))
        body = orgs.body_by_id(body_id) if body_id is not None else None
        if body is None or body.kind not in kinds:
            draft.wrong("body", gettext("没有这个党组织，或者有几个党组织叫这个名字。"))
            continue
        if not (writing.actor.is_system or reach.holds_body(body)):
            draft.outside = True
            draft.wrong("body", gettext("这个党组织不归您的岗位管，不能登记。"))
            continue
        draft.columns |= {"body_id": body.id, **_place(body)}


def _place(body: BodyRef) -> dict[str, Any]:
    """A body without an area is the whole city's."""
    area = areas.area_by_id(body.area_id) if body.area_id else areas.root_area()
    return {"area_id": area.id, "area_path": area.path} if area is not None else {}


def match(drafts: Sequence[Draft], writing: Writing) -> Mapping[int, Mapping[str, Any]]:
    """By organisation and number; an empty name does not empty the roll."""
    there: dict[tuple[int, str], dict[str, Any]] = {}
    for ids in chunks(d.columns["body_id"] for d in drafts if "body_id" in d.columns):
        rows = PartyMember.objects.visible_to(writing.actor).filter(body_id__in=ids)
        for row in rows.values("id", "version", *COMPARED):
            there[row["body_id"], row["number"]] = row
    old: dict[int, Mapping[str, Any]] = {}
    for draft in drafts:
        columns = draft.columns
        row = there.get((columns.get("body_id", 0), columns.get("number", "")))
        if row is not None:
            name = row["name_sealed"]
            opened = {**row, "name_sealed": crypto.open_(name) if name else ""}
            draft.row_id, draft.version = row["id"], row["version"]
            old[row["id"]] = opened
            columns["name_sealed"] = columns.get("name_sealed") or opened["name_sealed"]
    return old


def _found_by(columns: Mapping[str, Any], ring: Keyring) -> list[int]:
    return person_tokens(name=columns.get("name_sealed", ""), phone="", id_number="", ring=ring)


def _alone(draft: Draft) -> Any:
    body, number = draft.columns.get("body_id"), draft.columns.get("number")
    return (body, number) if body and number else None


MEMBERS: Final = Register(
    key="members", title=_("党员名册"), one=_("党员"), model=PartyMember, fields=FIELDS,
    writers=CENSUS_ROLES, readers=CENSUS_ROLES, resolve=resolve, match=match, alone=_alone,
    sealed=frozenset({"name_sealed"}),
    derived=frozenset({"area_id", "area_path", "tokens", "body_id", "number"}), by_body=True,
    found_by=_found_by, called=("number", "name"), order="number", beside=("body_id",),
)  # fmt: skip
