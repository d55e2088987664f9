"""The clocks of whole histories agree with a table of every minute (run with a million by hand)."""

from __future__ import annotations

from gongzhi.kernel.clock import LOCAL_TZ

from . import clock_histories, clock_model
from .clock_histories import FIRST, check, table


def test_the_table_agrees_with_the_clock_that_ticks() -> None:
    """So that the million histories stand on the same model as the walked ones."""
    begin = FIRST.replace(month=9, day=26, hour=17)
    minutes = int((begin - FIRST).total_seconds()) // 60
    for length in (0, 59, 60, 61, 5000, 20000):
        end = clock_histories.instant(minutes + length)
        walked = clock_model.minutes_between(begin, end, working=True)
        assert table().used[minutes + length] - table().used[minutes] == walked
    assert begin.astimezone(LOCAL_TZ).hour == 17


def test_three_thousand_histories_agree() -> None:
    check(range(3000))
