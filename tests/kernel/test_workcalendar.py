"""Working time against sums done by hand and against the minute-by-minute model."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.kernel.errors import GongzhiError
from gongzhi.kernel.workcalendar import CalendarUnknown, Limit, Roster, WorkCalendar
from tests.kernel import clock_model as model

CAL = WorkCalendar()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TZ)


# Around spring festival and national day, with make-up days before and after.
busy_minutes = st.one_of(
    st.datetimes(datetime(2025, 1, 20), datetime(2025, 2, 12)),
    st.datetimes(datetime(2025, 4, 1), datetime(2025, 5, 10)),
    st.datetimes(datetime(2025, 9, 24), datetime(2025, 10, 14)),
).map(lambda d: d.replace(second=0, microsecond=0, tzinfo=LOCAL_TZ))


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2025-06-10T09:00", 2, "working_hour", "2025-06-10T11:00"),
        ("2025-06-10T11:00", 2, "working_hour", "2025-06-10T15:00"),
        ("2025-06-10T08:00", 4, "working_hour", "2025-06-10T12:00"),
        ("2025-06-10T08:00", 1, "working_day", "2025-06-10T18:00"),
        ("2025-06-10T09:00", 1, "working_day", "2025-06-11T09:00"),
        ("2025-06-10T12:30", 15, "working_minute", "2025-06-10T14:15"),
        ("2025-06-13T17:50", 15, "working_minute", "2025-06-16T08:05"),
        ("2025-06-14T10:00", 1, "working_hour", "2025-06-16T09:00"),
        ("2025-09-26T18:00", 1, "working_day", "2025-09-28T18:00"),  # a make-up Sunday
        ("2025-09-30T17:00", 2, "working_hour", "2025-10-09T09:00"),  # over national day
        ("2025-10-10T17:00", 2, "working_hour", "2025-10-11T09:00"),  # a make-up Saturday
        ("2025-10-01T23:00", 2, "urgent_hour", "2025-10-02T01:00"),
        ("2025-10-01T23:00", 2, "urgent_day", "2025-10-03T23:00"),
        ("2025-10-01T23:50", 15, "urgent_minute", "2025-10-02T00:05"),
        ("2025-10-01T23:00", 7, "natural_day", "2025-10-08T23:00"),
    ],
)
def test_due(start: str, amount: int, unit: str, due: str) -> None:
    assert CAL.add(local(start), Limit(amount, unit)) == local(due)


def test_results_are_utc_and_keep_microseconds() -> None:
    start = local("2025-06-10T11:59:59.500000")
    due = CAL.add_seconds(start, 1, "working_minute")
    assert due == local("2025-06-10T14:00:00.500000")
    assert due.tzinfo is UTC


@settings(max_examples=60, deadline=None)
@given(start=busy_minutes, minutes=st.integers(1, 5 * 480))
def test_add_agrees_with_the_minute_model(start: datetime, minutes: int) -> None:
    due = CAL.add_seconds(start, minutes * 60, "working_minute")
    assert due == model.add_minutes(start, minutes, working=True)


@settings(max_examples=60, deadline=None)
@given(start=busy_minutes, length=st.integers(0, 12 * 1440))
def test_worked_agrees_with_the_minute_model(start: datetime, length: int) -> None:
    end = start + timedelta(minutes=length)
    worked = CAL.worked_seconds(start, end, "working_hour")
    assert worked == 60 * model.minutes_between(start, end, working=True)


@settings(max_examples=150, deadline=None)
@given(
    start=st.datetimes(datetime(2025, 1, 1), datetime(2025, 11, 1)),
    seconds=st.integers(0, 20 * 28800),
    unit=st.sampled_from(["working_day", "urgent_hour", "natural_day"]),
)
def test_adding_and_counting_are_inverse(start: datetime, seconds: int, unit: str) -> None:
    begin = start.replace(tzinfo=UTC)
    assert CAL.worked_seconds(begin, CAL.add_seconds(begin, seconds, unit), unit) == seconds


@settings(max_examples=100, deadline=None)
@given(
    at=st.lists(
        st.datetimes(datetime(2025, 1, 1), datetime(2025, 12, 1)).map(
            lambda d: d.replace(tzinfo=UTC, microsecond=0)
        ),
        min_size=3,
        max_size=3,
    ).map(sorted)
)
def test_spells_add_up(at: list[datetime]) -> None:
    a, b, c = at
    whole = CAL.worked_seconds(a, c, "working_day")
    parts = CAL.worked_seconds(a, b, "working_day") + CAL.worked_seconds(b, c, "working_day")
    assert whole == parts


def test_every_day_of_2025_is_that_of_the_notice() -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [CAL.is_working_day(d) for d in days] == [model.works_on(d) for d in days]


def test_an_unknown_year_is_said_not_guessed() -> None:
    with pytest.raises(CalendarUnknown) as caught:
        CAL.is_working_day(date(2099, 5, 4))
    assert caught.value.year == 2099
    assert "2099" in str(caught.value)
    assert isinstance(caught.value, GongzhiError)
    with pytest.raises(CalendarUnknown):
        CAL.add(local("2098-12-31T17:00"), Limit(1, "working_day"))
    assert CAL.add(local("2099-05-04T17:00"), Limit(1, "urgent_day")) == local("2099-05-05T17:00")


def test_extra_days_fill_an_unknown_year_and_win_over_the_nation() -> None:
    cal = WorkCalendar(extra_days={date(2099, 5, 4): True, date(2025, 6, 10): False})
    assert cal.is_working_day(date(2099, 5, 4))
    assert not cal.is_working_day(date(2025, 6, 10))
    assert cal.add(local("2025-06-10T09:00"), Limit(1, "working_hour")) == local("2025-06-11T09:00")
    with pytest.raises(CalendarUnknown):
        cal.is_working_day(date(2099, 5, 5))


def test_another_roster() -> None:
    roster = Roster.parse(["08:30-11:30", "20:00-24:00"], every_day=True)
    cal = WorkCalendar(roster)
    assert roster.spans[1] == (time(20), time(0))
    assert cal.add(local("2025-10-01T23:30"), Limit(1, "working_hour")) == local("2025-10-02T09:00")
    assert cal.add(local("2025-10-01T23:00"), Limit(1, "working_hour")) == local("2025-10-02T00:00")


@pytest.mark.parametrize("spans", [[], ["12:00-08:00"], ["08:00-12:00", "11:00-13:00"], ["8-"]])
def test_a_roster_that_makes_no_sense_is_refused(spans: list[str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Roster.parse(spans)


@pytest.mark.parametrize(("amount", "unit"), [(0, "working_day"), (True, "urgent_day"), (1, "x")])
def test_a_limit_that_makes_no_sense_is_refused(amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match=r"unit|amount"):
        Limit(amount, unit)


def test_limits_travel_as_json_and_turn_continuous() -> None:
    limit = Limit(15, "working_minute")
    assert Limit.from_dict(limit.to_dict()) == limit
    assert limit.continuous() == Limit(15, "urgent_minute")
    assert Limit(7, "natural_day").continuous() == Limit(7, "natural_day")
    assert Limit(2, "working_day").seconds == 16 * 3600


def test_naive_times_backwards_and_negative_amounts() -> None:
    aware = local("2025-06-10T09:00")
    with pytest.raises(ValueError, match="naive"):
        CAL.add(datetime(2025, 6, 10, 9), Limit(1, "working_hour"))
    with pytest.raises(ValueError, match="negative"):
        CAL.add_seconds(aware, -1, "working_hour")
    assert CAL.worked_seconds(aware, aware - timedelta(days=1), "working_hour") == 0


def test_a_calendar_without_any_work_ends() -> None:
    cal = WorkCalendar(extra_days=_NeverWorked())
    with pytest.raises(CalendarUnknown):
        cal.add(local("2025-06-10T09:00"), Limit(1, "working_hour"))


class _NeverWorked(dict[date, bool]):
    def get(self, key: date, default: object = None) -> bool:  # type: ignore[override]
        return False


def test_a_deadline_looks_at_each_of_its_days_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[date] = []

    def look(self: WorkCalendar, day: date) -> bool:
        looked.append(day)
        return day.weekday() < 5

    monkeypatch.setattr(WorkCalendar, "is_working_day", look)
    WorkCalendar().add(local("2025-06-10T09:00"), Limit(7, "working_day"))
    assert looked == [date(2025, 6, 10) + timedelta(days=n) for n in range(len(looked))]
    assert (
        len(looked) == 10
    )  # the rest of the first day, seven more of which one in part, a weekend
