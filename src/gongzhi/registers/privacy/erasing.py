"""Erase personal fields of rows: what a deletion, a withdrawal and the end of a period share.

What counts by area, residence, sex and year of birth stays, so that no figure of the past moves
(PIPL art. 4: what nobody can be recognised by is no personal information).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from gongzhi.kernel import crypto
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedModel
from gongzhi.registers.models import Person, RegisterEvent, UnitRecord
from gongzhi.registers.tokens import person_tokens

# Field → the columns that are emptied with it. What is not named here is never erased.
_PERSON: Final[Mapping[str, Mapping[str, Any]]] = {
    "name": {"name_sealed": ""},
    "phone": {"phone_sealed": ""},
    "id_number": {"id_sealed": "", "id_blind": None},
    "number": {"home_id": None, "relation": "other"},
}
_UNIT: Final[Mapping[str, Mapping[str, Any]]] = {
    "contact": {"contact_sealed": ""},
    "phone": {"phone_sealed": ""},
}
# Whoever is gone: everything that points to a person.
WHO: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("name", "phone", "id_number", "number"), "units": ("contact", "phone"),
}  # fmt: skip


def erase_person(
    *,
    person: Person,
    keys: Iterable[str],
    actor: Actor,
    source: str,
    at: datetime,
    source_id: int | None = None,
    for_good: bool = False,
) -> list[str]:
    """The keys whose fields held something and were erased, in the order of the register.

    `for_good` cuts the link to the person's account as well. The row has to be locked by the
    caller's transaction; nothing is written, and no event told, when nothing was there.
    """
    found = _emptied(person, keys, _PERSON)
    if for_good and person.account_id is not None:
        person.account = None
        found.setdefault("account", {})
    if not found:
        return []
    if "id_number" in found or "name" in found or "phone" in found:
        person.tokens = _tokens(person)
    return _write(person, "people", found, actor, source, source_id, at)


def erase_unit(*, unit: UnitRecord, actor: Actor, source: str, at: datetime) -> list[str]:
    """The same of a unit's contact and phone."""
    found = _emptied(unit, WHO["units"], _UNIT)
    return _write(unit, "units", found, actor, source, None, at) if found else []


def _emptied(
    row: ScopedModel, keys: Iterable[str], known: Mapping[str, Mapping[str, Any]]
) -> dict[str, Mapping[str, Any]]:
    found = {}
    wanted = set(keys)
    for key, columns in known.items():
        first = next(iter(columns))
        if key in wanted and getattr(row, first):
            found[key] = columns
            for column, value in columns.items():
                setattr(row, column, value)
    return found


def _tokens(person: Person) -> list[int]:
    opened: Callable[[str], str] = lambda sealed: crypto.open_(sealed) if sealed else ""  # noqa: E731
    return person_tokens(
        name=opened(person.name_sealed),
        phone=opened(person.phone_sealed),
        id_number=opened(person.id_sealed),
    )


def _write(
    row: Any,
    register: str,
    found: Mapping[str, Mapping[str, Any]],
    actor: Actor,
    source: str,
    source_id: int | None,
    at: datetime,
) -> list[str]:
    row.version += 1
    row.updated_at = at
    row.save()
    keys = [key for key in found if key != "account"]
    RegisterEvent.reached.create(
        register=register, row_id=row.pk, area_path=row.area_path, kind="erased", fields=keys,
        source=source, source_id=source_id, user_id=actor.user_id, who=actor.name[:80], at=at,
    )  # fmt: skip
    return keys
