"""Service hours of bodies that a domain above knows: stage limits in hours run in them (ML-29)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.kernel.workcalendar import SERVED_UNITS, Limit, Roster, WorkCalendar
from gongzhi.orgs.selectors import BodyRef
from gongzhi.profiles.selectors import work_calendar

Read = Callable[[], Mapping[int, Roster]]
_reading: list[Read] = []
_kept: TtlCache[int, Mapping[int, Roster]] = TtlCache(seconds=3, size=1)


def register_service_hours(read: Read) -> None:
    """`read` gives body id → hours of every body that has some; there is one such reader."""
    _reading[:] = [read]
    forget()


def service_hours(body: BodyRef | None) -> Roster | None:
    """The hours in which a body is served; None: those of the city's calendar."""
    if body is None or not _reading:
        return None
    return _kept.get(0, _reading[0]).get(body.id)


def calendar_of(limit: Limit, body: BodyRef | None) -> WorkCalendar:
    """The calendar by which a limit of a body runs."""
    roster = service_hours(body) if limit.unit in SERVED_UNITS else None
    return work_calendar().served(roster)


def forget() -> None:
    """Read them at the next call."""
    _kept.forget()
