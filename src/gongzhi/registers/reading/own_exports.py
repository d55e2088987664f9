"""Which exports of the register held the own row, who took them and what for (PIPL art. 44, 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gongzhi.accounts.selectors import looks_by_log
from gongzhi.kernel.scope import covers
from gongzhi.registers.models import ExportReach, Person, RegisterEvent
from gongzhi.registers.rowwords import area_words

SHOWN: Final = 50


@dataclass(frozen=True)
class OwnExport:
    """One export: whose post, what for, of which area, how many rows, opened or masked."""

    at: datetime
    office: str
    purpose: str
    area: str
    rows: int
    personal: bool


def own_exports(row_id: int) -> list[OwnExport]:
    """Newest first. The row was in an export when it stood inside its subtrees at that moment.

    Where it stood is what its events say; since the last of them, where it stands today.
    """
    person = Person.reached.get(pk=row_id)
    events = RegisterEvent.reached.filter(register="people", row_id=row_id).order_by("at", "id")
    told = list(events.values_list("at", "area_path", "kind"))
    paths = {path for _at, path, _kind in told} | {person.area_path}
    rows = ExportReach.objects.filter(register="people", paths__overlap=_above(paths))
    found = [
        row
        for row in rows.select_related("log").order_by("-log__at", "-log_id")
        if _inside(row, told, person.area_path)
    ][:SHOWN]
    looks = looks_by_log([row.pk for row in found])
    return [
        OwnExport(
            row.log.at, looks[row.pk].office, row.log.purpose,
            area_words(row.area_id) if row.area_id else "", row.rows, row.personal,
        )
        for row in found
    ]  # fmt: skip


def _above(paths: set[str]) -> list[str]:
    """Every subtree that holds one of the paths."""
    found = set()
    for path in paths:
        ids = path.rstrip(".").split(".")
        found |= {".".join(ids[: n + 1]) + "." for n in range(len(ids))}
    return sorted(found)


def _inside(row: ExportReach, told: list[tuple[datetime, str, str]], today: str) -> bool:
    before = [one for one in told if one[0] <= row.log.at]
    if told and not before:
        return False  # it was not registered yet
    if before and before[-1][2] == "ended":
        return False  # ended rows are in no export
    there = {before[-1][1]} if before else {today}
    if len(before) == len(told):
        there.add(today)  # boundaries may have changed since; nothing else has
    return any(covers(path, one) for path in row.paths for one in there)
