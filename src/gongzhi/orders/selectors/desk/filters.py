"""The filters of every list of the desk, read from an address and turned into a condition.

The street director's page builds its numbers and their links from the same values, so that a
number and the list behind it cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q

from gongzhi.areas import selectors as areas
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.kernel.scope import subtree
from gongzhi.orgs import selectors as orgs

from ...counting import handed_over
from ...dispatch.catalogue import ids_below
from ...models import Process
from .lamps import LAMPS, lamp_where
from .names import source_names

PHASES = ("live", "open", "paused", "closed")
DAYS_MAX = 3650


@dataclass(frozen=True)
class Filters:
    """What was asked for; empty means everything. Days count back from now."""

    q: str = ""
    lamp: str = ""
    phase: str = ""  # live = open or paused
    process: str = ""  # key of a process, in whatever version
    state: str = ""
    category: str = ""  # code of a group, class or item
    source: str = ""
    area: str = ""  # code of an area, with everything below it
    holder: str = ""  # code of the body that must act
    lead: str = ""
    mine: str = ""  # "1": I am the handler
    emergency: str = ""
    since: str = ""  # reported on or after this day
    finished: str = ""  # said to be done in the last n days
    ended: str = ""  # closed in the last n days
    older: str = ""  # reported more than n days ago
    solved: str = ""
    satisfied: str = ""
    reworked: str = ""
    counted: str = ""  # "1": without what was never handed over (drafts, void ones)

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> Self:
        """From an address; what is not understood is left out rather than refused."""
        values = {f.name: str(query.get(f.name, "")).strip()[:80] for f in fields(cls)}
        values = {name: "" if "\0" in value else value for name, value in values.items()}
        for name, allowed in _ALLOWED.items():
            if values[name] not in allowed:
                values[name] = ""
        if values["source"] not in source_names():
            values["source"] = ""
        for name in ("finished", "ended", "older"):
            if not (values[name].isdecimal() and 0 < int(values[name]) <= DAYS_MAX):
                values[name] = ""
        if _day(values["since"]) is None:
            values["since"] = ""
        return cls(**values)

    def with_(self, **changes: Any) -> Self:
        return replace(self, **{k: str(v) for k, v in changes.items()})

    def given(self) -> dict[str, str]:
        """Only what is set, in the order of the fields."""
        pairs = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: value for name, value in pairs if value}

    def query(self) -> str:
        return urlencode(self.given())

    def __bool__(self) -> bool:
        return bool(self.given())


_YES_NO = ("1", "0")
_ALLOWED: dict[str, tuple[str, ...]] = {
    "lamp": LAMPS,
    "phase": PHASES,
    "mine": ("1",),
    "emergency": ("1",),
    "solved": (*_YES_NO, "any"),
    "satisfied": (*_YES_NO, "any"),
    "reworked": _YES_NO,
    "counted": ("1",),
}


def where(filters: Filters, *, now: datetime, user_ids: frozenset[int] = frozenset()) -> Q:
    """The condition of all filters but the keyword (see `search`)."""
    wanted = _place_and_class(filters) & _course(filters, now)
    if filters.lamp:
        wanted &= lamp_where(filters.lamp, now)
    if filters.mine:
        wanted &= Q(handler_id__in=user_ids)
    if filters.emergency:
        wanted &= Q(emergency=True)
    if filters.counted:
        wanted &= handed_over()
    return wanted


def _place_and_class(filters: Filters) -> Q:
    wanted = Q()
    if filters.category:
        wanted &= Q(category_id__in=ids_below(filters.category))
    if filters.source:
        wanted &= Q(source=filters.source)
    if filters.area:
        wanted &= _in_area(filters.area)
    for name, column in (("holder", "holder_body_id"), ("lead", "lead_body_id")):
        code = getattr(filters, name)
        if code:
            body = orgs.body_by_code(code)
            wanted &= Q(**{column: body.id if body else 0})
    return wanted


def _in_area(code: str) -> Q:
    area = areas.area_by_code(code)
    if area is None:
        return Q(pk__in=())
    low, high = subtree(area.path)
    return Q(area_path__gte=low, area_path__lt=high)


def _course(filters: Filters, now: datetime) -> Q:
    """How far it has come and how it ended."""
    wanted = Q()
    match filters.phase:
        case "live":
            wanted &= ~Q(phase="closed")
        case "open" | "paused" | "closed":
            wanted &= Q(phase=filters.phase)
    if filters.process:
        wanted &= Q(process_id__in=Process.objects.filter(key=filters.process).values("pk"))
    if filters.state:
        wanted &= Q(state=filters.state)
    day = _day(filters.since)
    if day is not None:
        wanted &= Q(reported_at__gte=midnight(day))
    if filters.finished:
        wanted &= Q(finished_at__gte=now - timedelta(days=int(filters.finished)))
    if filters.ended:
        wanted &= Q(closed_at__gte=now - timedelta(days=int(filters.ended)))
    if filters.older:
        wanted &= Q(reported_at__lt=now - timedelta(days=int(filters.older)))
    if filters.reworked:
        wanted &= Q(reworks__gt=0) if filters.reworked == "1" else Q(reworks=0)
    return wanted & _judged(filters)


def _judged(filters: Filters) -> Q:
    wanted = Q()
    match filters.solved:
        case "any":
            wanted &= Q(solved__isnull=False)
        case "1" | "0":
            wanted &= Q(solved=filters.solved == "1")
    match filters.satisfied:
        case "any":
            wanted &= Q(satisfaction__isnull=False)
        case "1":
            wanted &= Q(satisfaction__gte=2)
        case "0":
            wanted &= Q(satisfaction=1)
    return wanted


def midnight(day: date) -> datetime:
    """When a local day begins."""
    return datetime.combine(day, time.min, tzinfo=LOCAL_TZ)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
