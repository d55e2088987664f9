"""One row with what hangs on it: its fields, history, the people of a home, the homes of a building."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.registers.catalogue import REGISTERS, Register
from gongzhi.registers.models import Home, Person, RegisterEvent
from gongzhi.registers.reach import area_paths
from gongzhi.registers.rows import ending, rowwords
from gongzhi.web.words import headed, joined, plain_date_text

MOST: Final = 200  # homes of a building, people of a home
HISTORY: Final = 50


@dataclass(frozen=True)
class Shown:
    """One field on the page; `hidden` when it is masked."""

    title: str
    text: str
    hidden: bool


@dataclass(frozen=True)
class Step:
    """One line of the history, as the timeline takes it."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class RowPage:
    """Everything that the page shows."""

    register: Register
    row: Mapping[str, Any]
    title: str
    fields: list[Shown]
    area: str
    steps: list[Step]
    may_edit: bool
    may_restore: bool
    below: list[tuple[str, int, str]] = field(default_factory=list)
    above: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def marker(self) -> list[float] | None:
        """Its point as the map takes it."""
        lon, lat = self.row.get("lon"), self.row.get("lat")
        return None if lon is None or lat is None else [lon, lat]

    @property
    def classes(self) -> list[dict[str, Any]]:
        """The row's own area in another shade."""
        return [
            {"from": 0, "label": _("周围网格"), "tone": "0"},
            {"from": 1, "label": _("所在网格"), "tone": "2"},
        ]

    @property
    def ended_why(self) -> str:
        """Why it ended, in words; "" while it stands."""
        return ending.reason_words(self.register.key, self.row["ended_why"])

    @property
    def hides(self) -> bool:
        return any(one.hidden and one.text for one in self.fields)


def read_row(actor: Actor, register: Register, row_id: int) -> Mapping[str, Any]:
    """The row as `rowwords` reads it. NotFound outside the scope."""
    rows = register.model.objects.visible_to(actor).filter(pk=row_id)
    found: Mapping[str, Any] | None = rows.values(*rowwords.columns(register)).first()
    if found is None:
        raise NotFound
    return found


def row_page(
    actor: Actor, register: Register, row_id: int, *, opened: Mapping[str, str] | None = None
) -> RowPage:
    """The page of a row; `opened`: the words that somebody opened with a purpose."""
    row = read_row(actor, register, row_id)
    masked = rowwords.words(register, row)
    writes = within_writing(actor, register, row)
    return RowPage(
        register=register,
        row=row,
        title=rowwords.title(register, row, masked),
        fields=fields_of(register, masked, opened),
        area=rowwords.area_words(row["area_id"]),
        steps=history(register, row_id),
        may_edit=writes and row["ended_on"] is None,
        may_restore=writes and row["ended_on"] is not None and ended_today(register, row_id),
        below=_below(actor, register, row_id),
        above=_above(register, row),
    )


def fields_of(
    register: Register, masked: Mapping[str, str], opened: Mapping[str, str] | None
) -> list[Shown]:
    """The fields in order, masked or opened."""
    return [
        Shown(rowwords.heading(one), (opened or masked)[one.key], one.personal and opened is None)
        for one in register.fields
    ]


def within_writing(actor: Actor, register: Register, row: Mapping[str, Any]) -> bool:
    """Whether a writing post of the actor covers the row that was reached."""
    if register.by_body:
        return actor.has_role(*register.writers)
    paths = area_paths(actor, register.writers)
    return any(covers(path, row["area_path"]) for path in paths)


def ended_today(register: Register, row_id: int, *, at: datetime | None = None) -> bool:
    """Whether the last that was done to a row that was reached is an end of today."""
    rows = RegisterEvent.reached.filter(register=register.key, row_id=row_id)
    last = rows.order_by("-at", "-id").values_list("kind", "at").first()
    today = clock.local(at or clock.now()).date()
    return last is not None and last[0] == "ended" and clock.local(last[1]).date() == today


def history(register: Register, row_id: int, *, named: bool = True) -> list[Step]:
    """What was done to a row that was reached, newest first; the person reads it without names of
    clerks (accounts/selectors.Look says why).

    Not by the scope of events: their path may be that of older boundaries.
    """
    rows = RegisterEvent.reached.filter(register=register.key, row_id=row_id)
    sources = {"import": _("导入"), "form": _("页面"), "visit": _("走访"), "demo": _("示例"),
               "request": _("本人请求"), "retention": _("期满清理")}  # fmt: skip
    return [
        Step(
            event.at,
            joined(filter(None, (_who(event) if named else "", sources.get(event.source, "")))),
            _told(register, event),
        )
        for event in rows.order_by("-at", "-id")[:HISTORY]
    ]


def _who(event: RegisterEvent) -> str:
    """The clerk's name as it was; the system is called in the reader's language."""
    return event.who if event.user_id else _("系统")


def _told(register: Register, event: RegisterEvent) -> str:
    if event.kind == "added":
        return _("新登记")
    if event.kind == "ended":
        why = ending.reason_words(register.key, str(event.values.get("why", "")))
        return headed(_("注销"), joined(filter(None, (why, _day(event.values.get("on"))))))
    if event.kind == "restored":
        return _("撤销注销")
    if event.kind == "erased":
        titles = [str(one.title) for one in register.fields if one.key in event.fields]
        return _("已清空：%(fields)s") % {"fields": joined(titles)}
    return _told_of_fields(register, event)


def _day(kept: object) -> str:
    return plain_date_text(date.fromisoformat(str(kept))) if kept else ""


def _told_of_fields(register: Register, event: RegisterEvent) -> str:
    """Corrected, seen to be true, or registered again: with the fields."""
    names = joined(
        _changed(register, one, event.values) for one in register.fields if one.key in event.fields
    )
    if event.kind == "confirmed":
        return _("核实没有变化：%(fields)s") % {"fields": names}
    if "ended" in event.fields:
        return headed(_("重新登记"), names) if names else _("重新登记")
    return _("更正：%(fields)s") % {"fields": names}


def _changed(register: Register, one: Any, before: Mapping[str, Any]) -> str:
    """The field's name; with the old value where the row is no person's and the field not one's."""
    value = before.get(one.fills[0])
    if one.personal or register.of_people or value in {None, ""} or "_id" in one.fills[0]:
        return str(one.title)
    old = rowwords.word(register, one, value)
    return _("%(field)s（原为%(old)s）") % {"field": one.title, "old": old}


def _below(actor: Actor, register: Register, row_id: int) -> list[tuple[str, int, str]]:
    if register.key == "buildings":
        homes = Home.objects.visible_to(actor).standing().filter(building_id=row_id)
        found = homes.order_by("number").values_list("id", "number")[:MOST]
        return [("homes", home_id, number) for home_id, number in found]
    if register.key == "homes":
        people = REGISTERS["people"]
        rows = Person.objects.visible_to(actor).standing().filter(home_id=row_id).order_by("id")
        return [
            ("people", row["id"], rowwords.words(people, row)["name"])
            for row in rows.values(*rowwords.columns(people))[:MOST]
        ]
    return []


def _above(register: Register, row: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    if register.key == "people" and row["home_id"]:
        return [("homes", row["home_id"], row["home__address"])]
    if register.key == "homes":
        return [("buildings", row["building_id"], row["building__address"])]
    return []
