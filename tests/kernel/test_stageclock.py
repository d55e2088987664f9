"""Clocks of stages: pauses, resumption, restart, extension, lamps; against the ticking model."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel import stageclock as sc
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.kernel.workcalendar import Limit, WorkCalendar
from tests.kernel.clock_model import MinuteClock

CAL = WorkCalendar()
DAY = Limit(1, "working_day")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TZ)


def test_a_fresh_clock() -> None:
    state = sc.start(CAL, DAY, local("2025-06-10T09:00"), 0.75)
    assert state.status == "running"
    assert state.due_at == local("2025-06-11T09:00")
    assert state.soon_at == local("2025-06-10T17:00")  # six of eight hours
    assert sc.remaining(CAL, state, local("2025-06-10T14:00")) == 5 * 3600
    assert sc.remaining(CAL, state, local("2025-06-11T10:00")) == -3600


def test_lamp_turns_at_the_instants() -> None:
    state = sc.start(CAL, DAY, local("2025-06-10T09:00"), 0.75)
    second = timedelta(seconds=1)
    assert state.soon_at
    assert state.due_at
    assert sc.lamp(state, state.soon_at - second) == "green"
    assert sc.lamp(state, state.soon_at) == "yellow"
    assert sc.lamp(state, state.due_at) == "yellow"  # done at the last instant is done in time
    assert sc.lamp(state, state.due_at + second) == "red"


def test_a_pause_keeps_what_was_spent_and_resume_goes_on() -> None:
    state = sc.start(CAL, DAY, local("2025-06-10T09:00"))
    paused = sc.pause(CAL, state, local("2025-06-10T11:00"))
    assert (paused.status, paused.spent_seconds, paused.due_at) == ("paused", 7200, None)
    assert sc.remaining(CAL, paused, local("2025-06-20T11:00")) == 6 * 3600
    again = sc.resume(CAL, paused, local("2025-06-12T14:00"))
    assert again.due_at == local("2025-06-13T10:00")
    assert sc.pause(CAL, paused, local("2025-06-12T10:00")) == paused
    assert sc.resume(CAL, again, local("2025-06-12T15:00")) == again


def test_another_body_starts_anew() -> None:
    state = sc.extend(CAL, sc.start(CAL, DAY, local("2025-06-10T09:00")))
    anew = sc.restart(CAL, state, local("2025-06-12T08:00"))
    assert (anew.spent_seconds, anew.extensions) == (0, 0)
    assert anew.due_at == local("2025-06-12T18:00")


def test_an_extension_adds_one_original_limit() -> None:
    state = sc.start(CAL, DAY, local("2025-06-10T09:00"))
    once = sc.extend(CAL, state)
    twice = sc.extend(CAL, once)
    assert once.due_at == local("2025-06-12T09:00")
    assert (twice.due_at, twice.extensions) == (local("2025-06-13T09:00"), 2)
    paused = sc.extend(CAL, sc.pause(CAL, state, local("2025-06-10T11:00")))
    assert paused.due_at is None
    assert sc.resume(CAL, paused, local("2025-06-12T08:00")).due_at == local("2025-06-13T16:00")
    hours = sc.extend(CAL, state, Limit(2, "working_hour"))
    assert hours.due_at == local("2025-06-11T11:00")
    with pytest.raises(ValueError, match="natural_day"):
        sc.extend(CAL, state, Limit(1, "natural_day"))


def test_an_overdue_clock_stays_red_through_pause_and_resume() -> None:
    state = sc.start(CAL, DAY, local("2025-06-10T09:00"))
    paused = sc.pause(CAL, state, local("2025-06-11T10:00"))
    assert sc.lamp(paused, local("2025-06-11T11:00")) == "red"
    back = sc.resume(CAL, paused, local("2025-06-12T10:00"))
    assert back.due_at == local("2025-06-12T10:00")
    assert sc.lamp(back, local("2025-06-12T10:00")) == "red"
    assert sc.remaining(CAL, back, local("2025-06-12T11:00")) == -7200


def test_urgent_limits_never_stop_unless_forced() -> None:
    state = sc.start(CAL, Limit(2, "urgent_hour"), local("2025-10-01T22:00"))
    assert sc.pause(CAL, state, local("2025-10-01T23:00")) == state
    forced = sc.pause(CAL, state, local("2025-10-01T23:00"), force=True)
    assert (forced.status, forced.spent_seconds) == ("paused", 3600)


def test_stop_is_final() -> None:
    state = sc.start(CAL, DAY, local("2025-06-10T09:00"))
    assert sc.on_time(state) is None
    done = sc.stop(CAL, state, local("2025-06-10T16:00"))
    assert (done.status, done.spent_seconds, done.due_at) == ("stopped", 5 * 3600, state.due_at)
    assert sc.on_time(done) is True
    assert sc.stop(CAL, done, local("2025-06-30T16:00")) == done
    assert sc.pause(CAL, done, local("2025-06-30T16:00")) == done
    assert sc.remaining(CAL, done, local("2025-06-30T16:00")) == 3 * 3600
    late = sc.stop(CAL, state, local("2025-06-11T09:00:01"))
    assert sc.on_time(late) is False
    with pytest.raises(ValueError, match="stopped"):
        sc.extend(CAL, done)


def test_finishing_after_hours_is_late_though_nothing_more_was_spent() -> None:
    state = sc.start(CAL, DAY, local("2025-06-10T08:00"))
    assert state.due_at == local("2025-06-10T18:00")
    for at, in_time in (("2025-06-10T18:00", True), ("2025-06-10T20:00", False)):
        done = sc.stop(CAL, state, local(at))
        assert (done.spent_seconds, sc.on_time(done)) == (8 * 3600, in_time)
        paused = sc.pause(CAL, state, local(at))
        assert sc.lamp(paused, local("2025-06-11T09:00")) == ("yellow" if in_time else "red")
        assert sc.lamp(sc.extend(CAL, paused), local("2025-06-11T09:00")) == "green"


def test_an_unknown_year_leaves_no_deadline_until_it_is_known() -> None:
    limit = Limit(2, "working_day")
    known = WorkCalendar(
        extra_days={date(2098, 12, 31) + timedelta(days=n): n < 5 for n in range(20)}
    )
    old = WorkCalendar(extra_days={date(2098, 12, 31): True})
    state = sc.start(old, limit, local("2098-12-31T09:00"), 0.25)
    assert (state.due_at, state.unknown_year) == (None, 2099)
    assert state.soon_at == local("2098-12-31T15:00")
    assert sc.remaining(old, state, local("2099-01-01T10:00")) is None

    paused = sc.pause(old, state, local("2099-01-01T10:00"))
    assert paused.uncounted == ((local("2098-12-31T09:00"), local("2099-01-01T10:00")),)
    assert sc.remaining(old, paused, local("2099-01-02T10:00")) is None
    again = sc.resume(old, paused, local("2099-01-02T08:00"))
    assert (again.due_at, again.unknown_year) == (None, 2099)

    fresh = sc.refresh(known, again)
    assert (fresh.spent_seconds, fresh.uncounted, fresh.unknown_year) == (9 * 3600, (), None)
    assert fresh.due_at == local("2099-01-02T17:00")
    assert sc.refresh(known, state).due_at == local("2099-01-02T09:00")
    stopped = sc.stop(old, state, local("2099-01-01T10:00"))
    assert sc.on_time(stopped) is None
    assert sc.on_time(sc.refresh(known, stopped)) is True


def test_it_travels_as_json() -> None:
    state = sc.start(CAL, DAY, local("2025-06-10T09:00:00.123456"))
    for each in (state, sc.pause(CAL, state, local("2025-06-10T11:00")), sc.extend(CAL, state)):
        assert sc.ClockState.from_dict(json.loads(json.dumps(each.to_dict()))) == each


def test_a_share_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match="soon_share"):
        sc.start(CAL, DAY, local("2025-06-10T09:00"), 1.5)


steps = st.lists(
    st.tuples(st.sampled_from(["pause", "resume", "extend", "look"]), st.integers(0, 1500)),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(
    start=st.datetimes(datetime(2025, 9, 25), datetime(2025, 10, 12)).map(
        lambda d: d.replace(second=0, microsecond=0, tzinfo=UTC)
    ),
    limit=st.sampled_from(
        [
            Limit(1, "working_day"),
            Limit(90, "working_minute"),
            Limit(5, "urgent_hour"),
            Limit(2, "natural_day"),
        ]
    ),
    steps=steps,
)
def test_any_story_agrees_with_the_ticking_model(
    start: datetime, limit: Limit, steps: list[tuple[str, int]]
) -> None:
    working = limit.unit.startswith("working")
    ticking = MinuteClock(start, limit.seconds // 60, working=working, urgent=limit.never_stops)
    state, at = sc.start(CAL, limit, start), start
    extended_to_the_last_minute = False
    for action, minutes in steps:
        at += timedelta(minutes=minutes)
        ticking.walk_to(at)
        if action == "pause":
            state = sc.pause(CAL, state, at)
            ticking.pause()
        elif action == "resume":
            state = sc.resume(CAL, state, at)
            ticking.running = True
        elif action == "extend":
            state = sc.extend(CAL, state)
            ticking.allowed += limit.seconds // 60
        assert state.running == ticking.running
        assert sc.remaining(CAL, state, at) == 60 * (ticking.allowed - ticking.spent)
        extended_to_the_last_minute |= (
            action == "extend" and not state.running and ticking.spent == ticking.allowed
        )
        if not extended_to_the_last_minute:  # then the minute of the pause is not known any more
            assert (sc.lamp(state, at) == "red") == ticking.late
    if state.running and not ticking.late:
        assert state.due_at is not None
        assert sc.remaining(CAL, state, state.due_at) == 0
