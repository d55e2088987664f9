"""The clock of one stage of an order: a frozen value and pure functions over it.

Rules (practice of digital city management): a pause keeps what was spent; the same body going on
resumes with the remainder, another body restarts anew; an extension adds one original limit.
Urgent limits never stop, so a pause leaves them running unless it is forced (suspension, 挂账).
Instants are cut to whole seconds, so that sums of spells are exact.

A body with service hours of its own (ML-29) has its limits in hours run in those: the clock keeps
the roster with which it began, so that a later roster changes no deadline that was told.

When the working calendar does not know a year, `due_at` is None and `unknown_year` says which;
spells that could not be counted wait in `uncounted` until `refresh` is called with a calendar
that knows the year. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from gongzhi.kernel.workcalendar import SERVED_UNITS, CalendarUnknown, Limit, Roster, WorkCalendar

Status = Literal["running", "paused", "stopped"]
Lamp = Literal["green", "yellow", "red"]
Spell = tuple[datetime, datetime]

DEFAULT_SOON_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class ClockState:
    """Everything that a stage's clock knows. Seconds are those of the limit's own unit."""

    limit: Limit
    status: Status
    started_at: datetime
    allowed_seconds: int
    soon_share: float
    spent_seconds: int = 0
    extensions: int = 0
    running_since: datetime | None = None
    due_at: datetime | None = None
    soon_at: datetime | None = None
    stopped_at: datetime | None = None
    unknown_year: int | None = None
    uncounted: tuple[Spell, ...] = ()
    late: bool = False  # whether the last counted spell ran past its deadline
    roster: Roster | None = None  # the service hours in which it runs; None: the city's

    @property
    def running(self) -> bool:
        return self.status == "running"

    @property
    def soon_seconds(self) -> int:
        """How much may be spent before the lamp turns yellow."""
        return round(self.allowed_seconds * self.soon_share)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able; instants as ISO strings in UTC."""
        return {
            "limit": self.limit.to_dict(),
            "status": self.status,
            "started_at": _iso(self.started_at),
            "allowed_seconds": self.allowed_seconds,
            "soon_share": self.soon_share,
            "spent_seconds": self.spent_seconds,
            "extensions": self.extensions,
            "running_since": _iso(self.running_since),
            "due_at": _iso(self.due_at),
            "soon_at": _iso(self.soon_at),
            "stopped_at": _iso(self.stopped_at),
            "unknown_year": self.unknown_year,
            "uncounted": [[_iso(a), _iso(b)] for a, b in self.uncounted],
            "late": self.late,
            "roster": self.roster.to_dict() if self.roster else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ClockState:
        """Inverse of to_dict."""
        instants = ("started_at", "running_since", "due_at", "soon_at", "stopped_at")
        values = dict(data)
        values["limit"] = Limit.from_dict(data["limit"])
        values["uncounted"] = tuple(
            (datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in data["uncounted"]
        )
        roster = data.get("roster")
        values["roster"] = Roster.from_dict(roster) if roster else None
        for name in instants:
            values[name] = datetime.fromisoformat(data[name]) if data[name] else None
        return cls(**values)


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _whole(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    return at.astimezone(UTC).replace(microsecond=0)


def start(
    cal: WorkCalendar,
    limit: Limit,
    at: datetime,
    soon_share: float = DEFAULT_SOON_SHARE,
    roster: Roster | None = None,
) -> ClockState:
    """A clock of `limit` that runs from `at`; yellow once `soon_share` (0..1) of it is used.

    `roster` are the service hours of its owner; they concern limits in hours and minutes.
    """
    if not 0 <= soon_share <= 1:
        raise ValueError("soon_share lies between 0 and 1")
    at = _whole(at)
    fresh = ClockState(
        limit=limit,
        status="running",
        started_at=at,
        allowed_seconds=limit.seconds,
        soon_share=soon_share,
        running_since=at,
        roster=roster if limit.unit in SERVED_UNITS else None,
    )
    return _with_deadlines(cal, fresh)


def pause(cal: WorkCalendar, state: ClockState, at: datetime, *, force: bool = False) -> ClockState:
    """Stop counting and keep what was spent; while paused nothing falls due.

    Urgent limits go on running unless `force`. A clock that is not running stays as it is.
    """
    if not state.running or (state.limit.never_stops and not force):
        return state
    return replace(_counted(cal, state, at), status="paused", due_at=None, soon_at=None)


def resume(cal: WorkCalendar, state: ClockState, at: datetime) -> ClockState:
    """Go on with the remainder; a clock with none left is due at once."""
    if state.status != "paused":
        return state
    running = replace(state, status="running", running_since=_whole(at))
    return _with_deadlines(cal, running)


def restart(cal: WorkCalendar, state: ClockState, at: datetime) -> ClockState:
    """Begin anew with the original limit, as for another body; extensions are forgotten."""
    return start(cal, state.limit, at, state.soon_share, state.roster)


def extend(cal: WorkCalendar, state: ClockState, by: Limit | None = None) -> ClockState:
    """Allow one original limit more, or `by`, which must count the same kind of time.

    ValueError when the clock has stopped or `by` counts another kind of time.
    """
    if state.status == "stopped":
        raise ValueError("a stopped clock cannot be extended")
    by = by or state.limit
    if _kind(by) != _kind(state.limit):
        raise ValueError(f"cannot add {by.unit} to a clock of {state.limit.unit}")
    allowed = state.allowed_seconds + by.seconds
    longer = replace(
        state,
        allowed_seconds=allowed,
        extensions=state.extensions + 1,
        late=state.late and state.spent_seconds >= allowed,
    )
    return _with_deadlines(cal, longer)


def stop(cal: WorkCalendar, state: ClockState, at: datetime) -> ClockState:
    """End the stage: what was spent is final, `due_at` stays to be read."""
    if state.status == "stopped":
        return state
    counted = _counted(cal, state, at) if state.running else state
    return replace(counted, status="stopped", stopped_at=_whole(at))


def take_up(cal: WorkCalendar, state: ClockState, at: datetime) -> ClockState:
    """Run a clock that was stopped on, as if it had been paused since: the stage was not over.

    What was spent stays spent, and late stays late.
    """
    if state.status != "stopped":
        return resume(cal, state, at)
    return resume(cal, replace(state, status="paused", stopped_at=None, due_at=None), at)


def refresh(cal: WorkCalendar, state: ClockState) -> ClockState:
    """Count what could not be counted before, now that the calendar may know more."""
    fresh = replace(state, uncounted=(), unknown_year=None)
    for begin, end in state.uncounted:
        fresh = _with_spell(cal, fresh, begin, end)
    return _with_deadlines(cal, fresh)


def spent(cal: WorkCalendar, state: ClockState, at: datetime) -> int | None:
    """Seconds used by `at`; None when the calendar does not know a year among them."""
    if state.uncounted:
        return None
    if state.running_since is None:
        return state.spent_seconds
    try:
        running = cal.served(state.roster).worked_seconds(
            state.running_since, _whole(at), state.limit.unit
        )
    except CalendarUnknown:
        return None
    return state.spent_seconds + running


def remaining(cal: WorkCalendar, state: ClockState, at: datetime) -> int | None:
    """Seconds left at `at`, negative when over; None when the calendar does not know."""
    used = spent(cal, state, at)
    return None if used is None else state.allowed_seconds - used


def lamp(state: ClockState, at: datetime) -> Lamp:
    """Green, yellow from `soon_at`, red once later than `due_at` (at the instant is in time).

    A clock that does not run shows what it had spent. Where `unknown_year` is set the lamp says
    only what is known: say the year beside it.
    """
    if state.late:
        return "red"
    if not state.running:
        return "yellow" if state.spent_seconds >= state.soon_seconds else "green"
    if state.due_at is not None and at > state.due_at:
        return "red"
    if state.soon_at is not None and at >= state.soon_at:
        return "yellow"
    return "green"


def on_time(state: ClockState) -> bool | None:
    """Whether a clock was stopped by its deadline; None while it runs or cannot be counted."""
    if state.status != "stopped" or state.uncounted:
        return None
    return not state.late


def _kind(limit: Limit) -> str:
    return limit.unit.split("_", 1)[0]


def _counted(cal: WorkCalendar, state: ClockState, at: datetime) -> ClockState:
    """The running spell moved into spent_seconds, or into uncounted when its year is unknown."""
    begin = state.running_since
    assert begin is not None  # a running clock has a beginning
    return _with_spell(cal, replace(state, running_since=None), begin, _whole(at))


def _with_spell(cal: WorkCalendar, state: ClockState, begin: datetime, end: datetime) -> ClockState:
    """Add one spell. Behind a spell that waits every later one waits too, to keep their order.

    Late is a matter of the deadline, not of the sum: at 20:00 nothing more is spent than at 18:00.
    """
    waiting = (*state.uncounted, (begin, end))
    if state.uncounted:
        return replace(state, uncounted=waiting)
    unit, cal = state.limit.unit, cal.served(state.roster)
    try:
        more = cal.worked_seconds(begin, end, unit)
        spent = state.spent_seconds + more
        late = state.late or spent > state.allowed_seconds
        if not late and spent == state.allowed_seconds:
            left = state.allowed_seconds - state.spent_seconds
            late = end > cal.add_seconds(begin, left, unit)
    except CalendarUnknown as error:
        return replace(state, uncounted=waiting, unknown_year=error.year)
    return replace(state, spent_seconds=spent, late=late, unknown_year=None)


def _with_deadlines(cal: WorkCalendar, state: ClockState) -> ClockState:
    """Work out due_at and soon_at of a running clock; leave them unset where nobody knows."""
    if not state.running or state.running_since is None:
        return state
    if state.uncounted:
        return replace(state, due_at=None, soon_at=None)
    since, unit = state.running_since, state.limit.unit
    due_at = soon_at = unknown = None
    cal = cal.served(state.roster)
    try:
        left_to_soon = max(0, state.soon_seconds - state.spent_seconds)
        soon_at = cal.add_seconds(since, left_to_soon, unit)
        left = max(0, state.allowed_seconds - state.spent_seconds)
        due_at = cal.add_seconds(since, left, unit)
    except CalendarUnknown as error:
        unknown = error.year
    return replace(state, due_at=due_at, soon_at=soon_at, unknown_year=unknown)
