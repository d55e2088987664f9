"""The one search box: people, homes, buildings, units, facilities and devices within scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from gongzhi.kernel import crypto
from gongzhi.kernel.planning import planned_with_values
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.textindex import tsquery, visible
from gongzhi.orgs.models import Body
from gongzhi.registers.models import (
    Building,
    Device,
    Facility,
    Home,
    PartyMember,
    Person,
    TalentEntry,
    UnitRecord,
)
from gongzhi.registers.querysets import having_any
from gongzhi.registers.reach import CENSUS_ROLES, TALENT_ROLES
from gongzhi.registers.tokens import asked_tokens

LONGEST: Final = 60  # characters that are looked at; more is no name and no address
FEW: Final = 8
# Asked for nine rows, the planner reads the table, since nine of what it guesses are soon met: of
# words that fit nothing, all of it. Asked for this many it takes the index of words.
CONSIDERED: Final = 1000


@dataclass(frozen=True)
class Hit:
    """One row found: which register, its id, what it is called (people masked) and where."""

    register: str
    id: int
    title: str
    detail: str


@dataclass(frozen=True)
class Found:
    """Hits of one register; `more` when there are others than these."""

    register: str
    hits: tuple[Hit, ...]
    more: bool


def find(actor: Actor, text: str, *, most: int = FEW) -> list[Found]:
    """What the words find, by register; registers without a hit are left out.

    People by whole name, pinyin initials, phone or its last four digits, identity number; places
    and things by words of their name, address and code; units by name or credit code. At most
    one query for each register, whatever is asked.
    """
    # A NUL is nothing that anybody types, and nothing that PostgreSQL takes.
    asked = " ".join(visible(text).replace("\x00", " ").split())[:LONGEST]
    if not asked:
        return []
    finders = (
        _people, _homes, _buildings, _units, _facilities, _devices, _members, _talent,
    )  # fmt: skip
    with planned_with_values():
        found = [finder(actor, asked, most + 1) for finder in finders]
    return [Found(hits[0].register, hits[:most], len(hits) > most) for hits in found if hits]


def _people(actor: Actor, asked: str, most: int) -> tuple[Hit, ...]:
    tokens = asked_tokens(asked)
    if not tokens:
        return ()
    rows = (
        Person.objects.visible_to(actor)
        .standing()
        .with_any(tokens)
        .values_list("id", "name_sealed", "home__address")[:most]
    )
    hits = (
        Hit("people", row_id, crypto.mask_name(crypto.open_(name)), address or "")
        for row_id, name, address in rows
    )
    return tuple(sorted(hits, key=lambda hit: (hit.detail, hit.id)))


def _searched(actor: Actor, model: Any, asked: str, most: int, *columns: str) -> Iterable[Any]:
    query = tsquery(asked)
    if not query:
        return ()
    found = Q(search=SearchQuery(query, config="simple", search_type="raw"))
    fitting = model.objects.visible_to(actor).standing().filter(found).values("pk")[:CONSIDERED]
    rows = model.objects.marked().filter(pk__in=fitting)
    return list(rows.values_list("id", *columns)[:most])


def _hits(
    register: str, rows: Iterable[tuple[Any, ...]], title: Callable[..., tuple[str, str]]
) -> tuple[Hit, ...]:
    hits = (Hit(register, row[0], *title(*row[1:])) for row in rows)
    return tuple(sorted(hits, key=lambda hit: (hit.title, hit.id)))


def _homes(actor: Actor, asked: str, most: int) -> tuple[Hit, ...]:
    rows = _searched(actor, Home, asked, most, "address", "building__name")
    return _hits("homes", rows, lambda address, building: (address, building))


def _buildings(actor: Actor, asked: str, most: int) -> tuple[Hit, ...]:
    rows = _searched(actor, Building, asked, most, "name", "address")
    return _hits("buildings", rows, lambda name, address: (name, address))


def _facilities(actor: Actor, asked: str, most: int) -> tuple[Hit, ...]:
    rows = _searched(actor, Facility, asked, most, "name", "code", "place")
    return _hits("facilities", rows, lambda name, code, place: (f"{name} {code}", place))


def _devices(actor: Actor, asked: str, most: int) -> tuple[Hit, ...]:
    rows = _searched(actor, Device, asked, most, "name", "code", "place")
    return _hits("devices", rows, lambda name, code, place: (f"{name} {code}", place))


def _members(actor: Actor, asked: str, most: int) -> tuple[Hit, ...]:
    """By name or pinyin initials, of organisations that the post of Party affairs reaches."""
    tokens = asked_tokens(asked) if actor.has_role(*CENSUS_ROLES) else []
    if not tokens:
        return ()
    rows = PartyMember.objects.visible_to(actor).standing().filter(having_any(tokens))
    rows = rows.exclude(name_sealed="")  # as the index says
    found = rows.values_list("id", "number", "name_sealed", "body__name")[:most]
    return _hits(
        "members", found,
        lambda number, name, body: (f"{number} {crypto.mask_name(crypto.open_(name))}", body),
    )  # fmt: skip


def _talent(actor: Actor, asked: str, most: int) -> tuple[Hit, ...]:
    """By skill, or by name and phone as people are found."""
    if not actor.has_role(*TALENT_ROLES):
        return ()
    found = Q(pk__in=())
    if query := tsquery(asked):
        found = Q(search=SearchQuery(query, config="simple", search_type="raw"))
    if tokens := asked_tokens(asked):
        found |= having_any(tokens)
    rows = TalentEntry.objects.visible_to(actor).standing().filter(found)
    return _hits(
        "talent", rows.values_list("id", "name_sealed", "skill")[:most],
        lambda name, skill: (crypto.mask_name(crypto.open_(name)), skill),
    )  # fmt: skip


def _units(actor: Actor, asked: str, most: int) -> tuple[Hit, ...]:
    """By the name of the body (units are thousands, not millions) or the credit code."""
    # A literal part of a name: % and _ mean themselves.
    named = Body.objects.filter(active=True, name__icontains=asked).values("id")
    rows = (
        UnitRecord.objects.visible_to(actor)
        .standing()
        .filter(Q(body_id__in=named) | Q(credit_code=asked.upper()))
        .values_list("id", "body__name", "address")[:most]
    )
    return _hits("units", rows, lambda name, address: (name, address))
