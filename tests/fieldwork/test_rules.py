"""Pure arithmetic: months, staleness, rounds."""

from __future__ import annotations

from datetime import date

import pytest

from gongzhi.fieldwork.rules import due_on, is_stale, months_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 17), 12, date(2027, 11, 17)),
        (date(2026, 11, 17), -24, date(2024, 11, 17)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_after(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_stale_from_the_day_on() -> None:
    assert not is_stale(date(2026, 5, 17), 6, date(2026, 11, 16))
    assert is_stale(date(2026, 5, 17), 6, date(2026, 11, 17))


def test_a_round_that_never_was_is_due_today() -> None:
    today = date(2026, 11, 17)
    assert due_on(None, 30, today) == today
    assert due_on(date(2026, 11, 1), 30, today) == date(2026, 12, 1)
