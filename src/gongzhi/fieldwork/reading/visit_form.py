"""What a visit at one home asks: only what is stale, with the reason; and what is known of needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.fieldwork.config import field_settings
from gongzhi.fieldwork.models import Need
from gongzhi.fieldwork.reading.homes import own
from gongzhi.fieldwork.rules import is_stale
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.registers.catalogue import REGISTERS, Register
from gongzhi.registers.models import Home, Person
from gongzhi.registers.reading.last_seen import last_seen
from gongzhi.registers.rows import rowwords


@dataclass(frozen=True)
class AskedField:
    """One input. `shown` is what is registered, masked; `why` it is asked again."""

    name: str
    title: str
    choices: list[tuple[str, str]]
    shown: str
    why: str


@dataclass(frozen=True)
class AskedRow:
    """One row with its stale fields; `key` names it in the form, `keys` the fields."""

    key: str
    title: str
    version: int
    keys: str
    fields: list[AskedField]


@dataclass(frozen=True)
class KnownNeed:
    """A need of this home that is on its way already, so that nobody asks for it twice."""

    text: str
    made_on: date
    state: str
    number: str


@dataclass(frozen=True)
class VisitForm:
    """Everything that the page of a home shows."""

    home_id: int
    address: str
    building_id: int
    people: list[tuple[int, str]]
    rows: list[AskedRow]
    needs: list[KnownNeed]

    @property
    def keys(self) -> str:
        """The rows that are asked, as the form sends them."""
        return ",".join(row.key for row in self.rows)


def visit_form(actor: Actor, home_id: int) -> VisitForm:
    """NotFound outside the own grids. Five queries, whatever lives there."""
    homes, people = REGISTERS["homes"], REGISTERS["people"]
    home = own(actor, Home).filter(pk=home_id).values(*rowwords.columns(homes)).first()
    if home is None:
        raise NotFound
    found = Person.objects.visible_to(actor).standing().filter(home_id=home_id).order_by("id")
    persons = list(found.values(*rowwords.columns(people)))
    rows = [*_asked(homes, [home]), *_asked(people, persons)]
    return VisitForm(
        home_id=home["id"],
        address=home["address"],
        building_id=home["building_id"],
        people=[(row["id"], rowwords.words(people, row)["name"]) for row in persons],
        rows=[row for row in rows if row.fields],
        needs=_needs(actor, home_id),
    )


def _asked(register: Register, rows: list[Mapping[str, Any]]) -> list[AskedRow]:
    seen = last_seen(register, {row["id"]: row["checked_on"] for row in rows})
    today = clock.today()
    asked = field_settings().asked(register.key)
    return [_row(register, row, seen[row["id"]], asked, today) for row in rows]


def _row(
    register: Register,
    row: Mapping[str, Any],
    seen: Mapping[str, date],
    asked: Mapping[str, Any],
    today: date,
) -> AskedRow:
    shown = rowwords.words(register, row)
    key = f"{register.key}-{row['id']}"
    fields = [
        AskedField(
            f"{key}-{one.key}",
            str(one.title),
            [(value, str(word)) for value, word in one.choices.items()],
            "" if shown[one.key] == rowwords.HIDDEN else shown[one.key],
            asked[one.key].why.said(),
        )
        for one in register.fields
        if one.key in asked and is_stale(seen[one.key], asked[one.key].months, today)
    ]
    title = _("这套房屋") if register.key == "homes" else shown["name"]
    keys = ",".join(field.name.removeprefix(f"{key}-") for field in fields)
    return AskedRow(key, title, row["version"], keys, fields)


def _needs(actor: Actor, home_id: int) -> list[KnownNeed]:
    rows = Need.objects.visible_to(actor).filter(home_id=home_id).order_by("-made_at")
    return [
        KnownNeed(need.text, clock.local(need.made_at).date(), need.state, need.number)
        for need in rows.exclude(state="settled")[:5]
    ]
