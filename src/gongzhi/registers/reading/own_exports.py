"""Which exports of the register held the own row, who took them and what for (PIPL art. 44, 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gongzhi.accounts.selectors import looks_by_log
from gongzhi.kernel.scope import covers
from gongzhi.registers.models import ExportReach, Person, PersonMoved, RegisterEvent
from gongzhi.registers.rows.rowwords import area_words

SHOWN: Final = 50
# A move of many rows takes minutes, in which an export still reads where they stood before.
MOVING: Final = timedelta(minutes=10)


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

    Where it stood then is what every move since has noted (models/traces.py), whoever moved it:
    somebody's correction, a building put elsewhere, a change of boundaries.
    """
    story = _Story(row_id)
    rows = ExportReach.objects.filter(register="people", paths__overlap=_above(story.paths))
    found = [
        row
        for row in rows.select_related("log").order_by("-log__at", "-log_id")
        if story.standing(row.log.at)
        and any(covers(path, one) for path in row.paths for one in story.where(row.log.at))
    ][:SHOWN]
    looks = looks_by_log([row.pk for row in found])
    return [
        OwnExport(
            row.log.at, looks[row.pk].office, looks[row.pk].purpose,
            area_words(row.area_id) if row.area_id else "", row.rows, row.personal,
        )
        for row in found
    ]  # fmt: skip


class _Story:
    """Where one row has stood, and when it was on the register at all."""

    def __init__(self, row_id: int) -> None:
        self.today: str = Person.reached.get(pk=row_id).area_path
        moves = PersonMoved.objects.filter(person_id=row_id).order_by("until", "id")
        self.moves = list(moves.values_list("until", "area_path"))
        events = RegisterEvent.reached.filter(register="people", row_id=row_id)
        self.told = list(events.order_by("at", "id").values_list("at", "kind", "fields"))

    @property
    def paths(self) -> set[str]:
        return {path for _until, path in self.moves} | {self.today}

    def where(self, at: datetime) -> set[str]:
        """Its paths at a moment: one, and two shortly after a move."""
        stood = next((path for until, path in self.moves if until > at), self.today)
        return {stood} | {path for until, path in self.moves if until <= at < until + MOVING}

    def standing(self, at: datetime) -> bool:
        """Whether it was registered and had not ended: other rows are in no export."""
        there = not (self.told and self.told[0][1] == "added")
        for when, kind, fields in self.told:
            if when > at:
                break
            if kind == "ended":
                there = False
            elif kind in {"added", "restored"} or "ended" in fields:
                there = True
        return there


def _above(paths: set[str]) -> list[str]:
    """Every subtree that holds one of the paths."""
    found = set()
    for path in paths:
        ids = path.rstrip(".").split(".")
        found |= {".".join(ids[: n + 1]) + "." for n in range(len(ids))}
    return sorted(found)
