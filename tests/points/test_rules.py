"""Points of a service, what has expired, and which books may be opened."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongzhi.points.rules import (
    LEAST,
    Month,
    months_before,
    open_rows,
    overdue,
    points_for,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_points_are_never_rounded_up() -> None:
    assert [points_for(minutes, 10) for minutes in (0, 5, 6, 59, 60, 90)] == [0, 0, 1, 9, 10, 15]


def test_what_was_earned_first_is_spent_first() -> None:
    lines = [(AT, 10), (AT + timedelta(days=40), 20), (AT + timedelta(days=50), -4)]
    assert overdue(lines, AT + timedelta(days=30)) == 6
    assert overdue([*lines, (AT + timedelta(days=60), -9)], AT + timedelta(days=30)) == 0


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(-50, 50)), max_size=30))
def test_no_more_expires_than_there_is(rows: list[tuple[int, int]]) -> None:
    """Against a bank of single points, each with its day, spent from the oldest."""
    points: list[int] = []
    lines: list[tuple[datetime, int]] = []
    for day, n in sorted(rows, key=lambda row: row[0]):
        if n < 0 and len(points) < -n:
            continue
        lines.append((AT + timedelta(days=day), n))
        points = points[-n:] if n < 0 else points + [day] * n
    assert overdue(lines, AT + timedelta(days=200)) == sum(day < 200 for day in points)


def test_months_before() -> None:
    assert months_before(datetime(2026, 3, 31), 1) == datetime(2026, 2, 28)
    assert months_before(datetime(2026, 1, 5), 24) == datetime(2024, 1, 5)


def some(accounts: int, points: int = 10) -> dict[int, int]:
    return dict.fromkeys(range(1, accounts + 1), points)


def month(number: int, **parts: dict[int, int]) -> Month:
    return Month(date(2026, number, 1), **parts)


def test_a_month_of_few_waits_for_the_next() -> None:
    rows, waiting = open_rows(
        [month(1, earned=some(2)), month(2, earned=some(6)), month(3, earned=some(3))]
    )
    assert [(row.first.month, row.last.month, row.issued, row.outstanding) for row in rows] == [
        (1, 2, 80, 80)
    ]
    assert waiting


def test_a_small_part_is_not_told_apart() -> None:
    few = {7: 3}
    rows, waiting = open_rows(
        [
            month(1, earned=some(6), redeemed=some(6, 2), donated=few),
            month(2, earned=some(6), redeemed=some(6, 2)),
        ]
    )
    assert not waiting
    assert [(row.used, row.redeemed, row.donated) for row in rows] == [
        (15, None, None), (12, 12, 0),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(
            *[st.dictionaries(st.integers(1, 12), st.integers(1, 9), max_size=12)] * 4
        ),
        max_size=8,
    )
)  # fmt: skip
def test_nothing_small_is_ever_told(parts: list[tuple[dict[int, int], ...]]) -> None:
    names = ("earned", "redeemed", "donated", "expired")
    months = [
        month(number, **dict(zip(names, one, strict=True)))
        for number, one in enumerate(parts, start=1)
    ]
    rows, _waiting = open_rows(months)
    for row in rows:
        inside = [one for one in months if row.first <= one.first <= row.last]
        earned = {key for one in inside for key in one.earned}
        used = {key for one in inside for part in names[1:] for key in getattr(one, part)}
        assert not 0 < len(earned) < LEAST
        assert not 0 < len(used) < LEAST
        for name in names[1:]:
            told = getattr(row, name)
            if told is not None:
                there = {key for one in inside for key in getattr(one, name)}
                assert not 0 < len(there) < LEAST
                assert told == sum(sum(getattr(one, name).values()) for one in inside)
