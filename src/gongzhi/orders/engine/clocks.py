"""Stage clocks of an order as rows: each stage has its own clock and owner.

`handle` is the handler's clock: it runs from the dispatch until the handler says it is done, and
pauses, resumes, restarts and grows by the rules of returns and extensions. Every other stage's
clock runs exactly as long as its state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from gongzhi.kernel import clock as wall
from gongzhi.kernel import stageclock
from gongzhi.kernel.stageclock import ClockState
from gongzhi.kernel.workcalendar import CalendarUnknown, Limit
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.profiles.selectors import work_calendar

from ..hooks.servicehours import service_hours
from ..models import CategoryLimit, Order, OrderClock
from ..process.stagelimits import limit_here
from ..settings import order_settings
from .locking import stand_of
from .rowjson import unsaved

HANDLE = "handle"
_NEVER = datetime.max.replace(tzinfo=UTC)


def stage_limit(stage: str, body: BodyRef | None, area_path: str = "") -> Limit:
    """The profile's limit of a stage, that of the smallest area where one has its own.

    It never stops for a body on duty round the clock.
    """
    limit = limit_here(stage, area_path) or order_settings().stages[stage].limit()
    return limit.continuous() if body is not None and body.round_the_clock else limit


def handling_limit(limit: CategoryLimit | None) -> Limit:
    """The limit of the class and condition; the profile's default where there is none."""
    if limit is None:
        return order_settings().default_limit.limit()
    return Limit(limit.amount, limit.unit)


def date_named(field: str, said: Mapping[str, Any]) -> date | None:
    """The day that a field of the start names; None when there is none (or it was redacted)."""
    return date.fromisoformat(said[field]) if said.get(field) else None


def until_end_of(day: date, at: datetime) -> Limit:
    """A limit that never stops and ends with the day; at least a minute when that is over."""
    end = datetime.combine(day + timedelta(days=1), time(0), tzinfo=wall.LOCAL_TZ)
    return Limit(max(1, int((end - at).total_seconds()) // 60), "urgent_minute")


def promised(
    stages: Sequence[str], at: datetime, *, area_path: str, since: str = ""
) -> datetime | None:
    """When these stages are over at the latest, counted from `since` where it is one of them.

    None for no stages, and when the calendar does not know the year.
    """
    left = stages[stages.index(since) :] if since in stages else stages
    try:
        for stage in left:
            at = work_calendar().add(at, stage_limit(stage, None, area_path))
    except CalendarUnknown:
        return None
    return at if stages else None


def of_stage(
    stage: str, body: BodyRef | None, at: datetime, *, area_path: str, due_on: date | None = None
) -> ClockState:
    """The clock of a stage that begins: by its limit here, or until the end of the day named."""
    limit = until_end_of(due_on, at) if due_on else stage_limit(stage, body, area_path)
    return fresh(limit, at, body)


def fresh(limit: Limit, at: datetime, body: BodyRef | None = None) -> ClockState:
    """A clock that begins, in the service hours of its owner. Handling has none of its own: the
    limit of a class is what the reporter was promised, whoever handles it."""
    share = order_settings().yellow_share
    return stageclock.start(work_calendar(), limit, at, share, service_hours(body))


def new_row(order: Order, stage: str, body_id: int | None, state: ClockState) -> OrderClock:
    """An unsaved row for a clock that starts."""
    row = unsaved(
        OrderClock,
        order_id=order.pk,
        stage=stage,
        body_id=body_id,
        amount=state.limit.amount,
        unit=state.limit.unit,
        started_at=state.started_at,
    )
    put(row, state)
    return row


def put(row: OrderClock, state: ClockState) -> None:
    """Copy what queries need out of the pure state."""
    row.clock_state = state.to_dict()
    row.running = state.running
    row.due_at = state.due_at
    row.soon_at = state.soon_at
    row.stopped_at = state.stopped_at
    row.on_time = stageclock.on_time(state)


def state_of(row: OrderClock) -> ClockState:
    return ClockState.from_dict(row.clock_state)


def next_due(*rows: OrderClock | None) -> OrderClock | None:
    """Of the clocks that run the one that ends first: the lamp and the worklist follow it."""
    running = [row for row in rows if row and row.running and row.stopped_at is None]
    return min(running, key=lambda row: row.due_at or _NEVER, default=None)


class OrderClocks:
    """The clocks of one locked order that have not stopped: read once, written with the move."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.changed: dict[int, OrderClock] = {}
        self.started: list[OrderClock] = []
        rows, self.last_at = stand_of(order)
        self.rows = {row.stage: row for row in rows}

    def _save(self, row: OrderClock, state: ClockState) -> None:
        if row.due_at != state.due_at:
            row.soon_told_at = row.over_told_at = None
        put(row, state)
        if row.pk is not None:
            self.changed[row.pk] = row

    def _start(self, stage: str, body_id: int | None, state: ClockState) -> None:
        row = new_row(self.order, stage, body_id, state)
        self.started.append(row)
        self.rows[stage] = row

    def enter(
        self, stage: str, body: BodyRef | None, at: datetime, due_on: date | None = None
    ) -> None:
        """Stop the clock of the stage left, start the one of the stage entered.

        With `due_on` it ends with that day, whatever the stage's limit.
        """
        for name in [n for n in self.rows if n != HANDLE]:
            self.stop(name, at)
        if stage and stage != HANDLE:
            state = of_stage(stage, body, at, area_path=self.order.area_path, due_on=due_on)
            self._start(stage, body.id if body else None, state)

    def stop(self, stage: str, at: datetime) -> OrderClock | None:
        row = self.rows.pop(stage, None)
        if row is not None:
            self._save(row, stageclock.stop(work_calendar(), state_of(row), at))
        return row

    def stop_all(self, at: datetime) -> None:
        for stage in list(self.rows):
            self.stop(stage, at)

    def run_handling(self, body_id: int, at: datetime) -> None:
        """Resume for the same body, start anew for another; a running clock goes on."""
        row = self.rows.get(HANDLE)
        if row is not None and row.body_id == body_id:
            self._save(row, stageclock.resume(work_calendar(), state_of(row), at))
            return
        if row is not None:
            self.stop(HANDLE, at)
        state = fresh(handling_limit(self.order.limit), at)
        self._start(HANDLE, body_id, state)

    def take_up(self, row: OrderClock | None, body_id: int, at: datetime) -> None:
        """Go on with a clock of handling that was stopped; from the beginning where none was."""
        if row is None:
            self.run_handling(body_id, at)
            return
        self._start(HANDLE, body_id, stageclock.take_up(work_calendar(), state_of(row), at))

    def pause_handling(self, at: datetime, *, force: bool = False) -> None:
        row = self.rows.get(HANDLE)
        if row is not None:
            self._save(row, stageclock.pause(work_calendar(), state_of(row), at, force=force))

    def run_for(self, stage: str, limit: Limit, at: datetime) -> None:
        """Start a stage's clock anew, by a limit of its own."""
        before = self.stop(stage, at)
        body_id = before.body_id if before else None
        body = orgs.body_by_id(body_id) if body_id else None
        self._start(stage, body_id, fresh(limit, at, body))

    def extend_handling(self) -> None:
        """One original limit more (rules: returns and extensions)."""
        row = self.rows.get(HANDLE)
        if row is not None:
            self._save(row, stageclock.extend(work_calendar(), state_of(row)))

    def shown(self, stage: str) -> OrderClock | None:
        """The clock that the worklist shows while the order is in this stage."""
        return self.rows.get(stage)

    def handling(self) -> OrderClock | None:
        return self.rows.get(HANDLE)
