"""What the register holds about the resident who asks (PIPL art. 44, 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongzhi.accounts.selectors import looks_at
from gongzhi.kernel.scope import Actor
from gongzhi.registers import rowwords
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person
from gongzhi.registers.reading.row_page import Shown, Step, fields_of, history


@dataclass(frozen=True)
class OwnData:
    """One's own row, the identity number masked; nobody gives a purpose to see oneself."""

    fields: list[Shown]
    area: str
    address: str
    checked_on: date
    steps: list[Step]


def own_data(actor: Actor) -> OwnData | None:
    """None for residents who are linked to no row, and for everybody else."""
    if actor.kind != "resident":
        return None
    people = REGISTERS["people"]
    rows = Person.objects.visible_to(actor).values(*rowwords.columns(people))
    row = rows.first()
    if row is None:
        return None
    opened = rowwords.words(people, row, opened=True)
    # A phone may be a family's: what only the person knows is not told to whoever holds it.
    opened["id_number"] = rowwords.words(people, row)["id_number"]
    return OwnData(
        fields=fields_of(people, opened, opened),
        area=rowwords.area_words(row["area_id"]),
        address=row["home__address"] or "",
        checked_on=row["checked_on"],
        steps=history(people, row["id"]),
    )


def as_json(actor: Actor) -> dict[str, Any]:
    """Everything of the page as data, for the resident to take along."""
    found = own_data(actor)
    looks = [
        {"at": row.at.isoformat(), "who": row.who, "purpose": row.purpose}
        for row in looks_at(resident_id=actor.resident_id or 0)
    ]
    if found is None:
        return {"registered": None, "looks": looks}
    return {
        "registered": {one.title: one.text for one in found.fields},
        "address": found.address,
        "area": found.area,
        "checked_on": found.checked_on.isoformat(),
        "history": [{"at": step.at.isoformat(), "what": step.text} for step in found.steps],
        "looks": looks,
    }
