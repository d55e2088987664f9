"""The register of people: read, sealed, matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import crypto
from gongzhi.kernel.crypto import Keyring
from gongzhi.kernel.said import said as gettext
from gongzhi.registers import identifiers
from gongzhi.registers.catalogue import placing, readers
from gongzhi.registers.catalogue.base import Draft, Field, Register, Writing
from gongzhi.registers.catalogue.matching import any_of, chunks
from gongzhi.registers.models import Home, Person
from gongzhi.registers.reach import PEOPLE_ROLES
from gongzhi.registers.tokens import fold, person_tokens

RESIDENCES: Final = {
    "registered": _("户籍"), "usual": _("常住"), "passing": _("流动"),
}  # fmt: skip
RELATIONS: Final = {
    "head": _("户主"), "spouse": _("配偶"), "child": _("子女"), "parent": _("父母"),
    "tenant": _("租客"), "other": _("其他"),
}  # fmt: skip
SEXES: Final = {"m": _("男"), "f": _("女")}
ID_PURPOSE: Final = "person id once"


def _name(words: str, today: date) -> Mapping[str, Any]:
    return {"name": identifiers.read_name(words)}


def _phone(words: str, today: date) -> Mapping[str, Any]:
    if readers.is_emptied(words):
        return {"phone": "", "emptied": True}
    return {"phone": identifiers.read_phone(words)}


def _identity(words: str, today: date) -> Mapping[str, Any]:
    identity = identifiers.read_identity(words, today=today)
    if identity is None:
        return {"id_number": ""}
    return {
        "id_number": identity.number, "born_by_id": identity.born.year,
        "sex_by_id": identity.sex,
    }  # fmt: skip


FIELDS: Final = (
    Field("building_code", _("楼栋编码"), readers.text("building_code", longest=40, needed=True),
          ("home_id",), needed=True, example="LY-01-003", code_column="home__building__code",
          name_column="home__building__address"),
    Field("number", _("房号"), readers.text("number", longest=20, needed=True), ("home_id",),
          needed=True, example="2-301", code_column="home__number"),
    Field("name", _("姓名"), _name, ("name_sealed",), needed=True, personal=True,
          example=_("周小明（示例）")),
    Field("id_number", _("身份证号"), _identity, ("id_sealed",), personal=True, width=22,
          hint=_("没有可以不填")),
    Field("phone", _("手机号"), _phone, ("phone_sealed",), personal=True, width=16,
          emptiable=True),
    Field("sex", _("性别"), readers.choice("sex", SEXES, default=""), ("sex",), personal=True,
          choices=SEXES, hint=_("填了身份证号可以不填")),
    Field("birth_year", _("出生年份"), readers.whole("birth_year", lowest=1880, highest=2100),
          ("birth_year",), personal=True, hint=_("填了身份证号可以不填")),
    Field("residence", _("居住类别"), readers.choice("residence", RESIDENCES, default="usual"),
          ("residence",), personal=True, choices=RESIDENCES),
    Field("relation", _("与户主关系"), readers.choice("relation", RELATIONS, default="other"),
          ("relation",), personal=True, choices=RELATIONS),
)  # fmt: skip
COMPARED: Final = (
    "home_id", "name_sealed", "id_sealed", "phone_sealed", "sex", "birth_year", "residence",
    "relation",
)  # fmt: skip


def resolve(drafts: Sequence[Draft], writing: Writing) -> None:
    """The home by building and number; what the identity number says; seals come at the end."""
    homes = _homes_of(drafts, writing)
    for draft in drafts:
        columns = draft.columns
        home = homes.get((columns.pop("building_code", ""), columns.pop("number", "")))
        if home is None:
            if not draft.says("building_code", "number"):
                draft.wrong("number", gettext("您的辖区里没有这套房屋，请先登记房屋。"))
        else:
            columns |= {
                "home_id": home["id"], "area_id": home["area_id"], "area_path": home["area_path"],
            }  # fmt: skip
        _what_the_number_says(draft)
        number = columns.get("id_number", "")
        columns["id_blind"] = crypto.blind(number, ID_PURPOSE) if number else None
    placing.only_within_reach(drafts, writing, PEOPLE_ROLES)


def _what_the_number_says(draft: Draft) -> None:
    """Sex and year of the identity number go before what is filled; a contradiction is said."""
    columns = draft.columns
    for column, told, word in (
        ("sex", columns.pop("sex_by_id", None), gettext("性别")),
        ("birth_year", columns.pop("born_by_id", None), gettext("出生年份")),
    ):
        if told is None:
            continue
        if columns.get(column) not in {None, "", told}:
            draft.wrong(column, gettext("%(what)s和身份证号不一致。") % {"what": word})
        columns[column] = told


def _homes_of(
    drafts: Sequence[Draft], writing: Writing
) -> dict[tuple[str, str], Mapping[str, Any]]:
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for codes in chunks(draft.columns.get("building_code") or "" for draft in drafts):
        rows = Home.objects.visible_to(writing.actor).standing()
        rows = rows.filter(**any_of("building__code", codes))
        for row in rows.values("id", "number", "building__code", "area_id", "area_path"):
            found[row["building__code"], row["number"]] = row
    return found


def match(drafts: Sequence[Draft], writing: Writing) -> Mapping[int, Mapping[str, Any]]:
    """By identity number; without one, by home and name."""
    by_id, by_home = _there(drafts, writing)
    wanted = _wanted(drafts, writing)
    old: dict[int, Mapping[str, Any]] = {}
    for draft in drafts:
        columns = draft.columns
        row = by_id.get(columns["id_blind"]) if columns.get("id_blind") else None
        if row is None:
            key = (columns.get("home_id", 0), fold(columns.get("name", "")))
            row = by_home.get(key)
            # The same name in one home, but two identity numbers: two people.
            if row is not None and row["id_blind"] and columns.get("id_blind"):
                row = None
        if row is None and draft.wanted is not None:
            row = wanted.get(draft.wanted)
        if row is not None:
            draft.row_id, draft.version = row["id"], row["version"]
            if row["id"] > 0:
                old[row["id"]] = _opened(row)
                _keep_what_is_not_filled(columns, old[row["id"]])
    _one_head_each(drafts)
    for draft in drafts:
        _name_columns(draft.columns)
    return old


def _one_head_each(drafts: Sequence[Draft]) -> None:
    """A household has one head; the present one is corrected first, whoever sees them."""
    wanted = [d for d in drafts if d.columns.get("relation") == "head" and "home_id" in d.columns]
    heads: dict[int, int | None] = {}
    for homes in chunks(draft.columns["home_id"] for draft in wanted):
        rows = Person.reached.filter(**any_of("home_id", homes), relation="head", ended_on=None)
        heads.update(rows.values_list("home_id", "id"))
    for draft in wanted:
        home = draft.columns["home_id"]
        if home in heads and (heads[home] is None or heads[home] != draft.row_id):
            draft.wrong("relation", gettext("这一户已经有户主，请先更正原来的户主。"))
        heads[home] = draft.row_id


def _there(drafts: Sequence[Draft], writing: Writing) -> tuple[dict[str, Any], dict[Any, Any]]:
    by_id: dict[str, Mapping[str, Any]] = {}
    by_home: dict[tuple[int, str], Mapping[str, Any]] = {}
    columns = ("id", "version", "ended_on", "id_blind", *COMPARED)
    people = Person.objects.visible_to(writing.actor)
    for blinds in chunks(d.columns["id_blind"] for d in drafts if d.columns.get("id_blind")):
        known = any_of("id_blind", blinds)
        # The row that stands comes last, before it the one that ended last.
        mine = people.filter(**known).order_by(F("ended_on").asc(nulls_last=True))
        by_id |= {row["id_blind"]: row for row in mine.values(*columns)}
        # Somebody outside the writer's reach is registered elsewhere: said, and nothing more.
        standing = Person.reached.filter(**known, ended_on=None)
        for row_id, blind in standing.values_list("id", "id_blind"):
            if by_id.get(blind, {}).get("id") != row_id:
                by_id[blind] = {"id": -1, "version": 0, "id_blind": blind}
    for homes in chunks(d.columns["home_id"] for d in drafts if "home_id" in d.columns):
        for row in people.standing().filter(**any_of("home_id", homes)).values(*columns):
            by_home[row["home_id"], fold(crypto.open_(row["name_sealed"]))] = row
    return by_id, by_home


def _wanted(drafts: Sequence[Draft], writing: Writing) -> dict[int, Mapping[str, Any]]:
    """The rows that forms correct, by id."""
    ids = {draft.wanted for draft in drafts if draft.wanted is not None}
    if not ids:
        return {}
    rows = Person.objects.visible_to(writing.actor).filter(pk__in=ids)
    columns = ("id", "version", "ended_on", "id_blind", *COMPARED)
    return {row["id"]: row for row in rows.values(*columns)}


def _opened(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its seals opened, to be compared."""
    return {
        **row,
        **{c: crypto.open_(row[c]) if row[c] else "" for c in ("name_sealed", "phone_sealed", "id_sealed")},
    }  # fmt: skip


def _keep_what_is_not_filled(columns: dict[str, Any], row: Mapping[str, Any]) -> None:
    """An empty cell does not empty the register; a word for it does (readers.is_emptied)."""
    emptied = {"phone"} if columns.pop("emptied", False) else set()
    for key, column in (("phone", "phone_sealed"), ("id_number", "id_sealed")):
        if not columns.get(key) and key not in emptied:
            columns[key] = row[column]
    if not columns.get("id_blind"):
        columns["id_blind"] = row["id_blind"]
    for column in ("sex", "birth_year"):
        if columns.get(column) in {None, ""}:
            columns[column] = row[column]


def _name_columns(columns: dict[str, Any]) -> None:
    """Words under the names of their columns, still plain: they are compared, then sealed."""
    columns.pop("emptied", None)
    for key, column in (
        ("name", "name_sealed"), ("phone", "phone_sealed"), ("id_number", "id_sealed"),
    ):  # fmt: skip
        columns[column] = columns.pop(key, "")


def _found_by(columns: Mapping[str, Any], ring: Keyring) -> list[int]:
    return person_tokens(
        name=columns["name_sealed"], phone=columns["phone_sealed"],
        id_number=columns["id_sealed"], ring=ring,
    )  # fmt: skip


PEOPLE: Final = Register(
    key="people", title=_("居民"), one=_("居民"), model=Person, fields=FIELDS,
    writers=PEOPLE_ROLES, resolve=resolve, match=match,
    alone=lambda draft: draft.columns.get("id_blind"),
    sealed=frozenset({"name_sealed", "phone_sealed", "id_sealed"}),
    derived=frozenset({"area_id", "area_path", "tokens", "id_blind"}),
    found_by=_found_by, listed=("building_code", "number"), beside=("home_id", "home__address", "account_id"),
)  # fmt: skip
