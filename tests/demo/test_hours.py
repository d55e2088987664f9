"""The hours at which a made-up office works."""

from datetime import datetime, timedelta
from itertools import pairwise

from gongzhi.demo.lives.hours import by_day
from gongzhi.kernel import clock

DAY = datetime(2026, 11, 23, tzinfo=clock.LOCAL_TZ)


def test_steps_stay_in_order_and_by_day() -> None:
    steps = [by_day(DAY + timedelta(minutes=40 * n)) for n in range(24, 36)]
    assert all(earlier <= later for earlier, later in pairwise(steps))
    assert all(8 <= clock.local(at).hour < 18 for at in steps)


def test_the_night_is_a_morning() -> None:
    assert clock.local(by_day(DAY + timedelta(hours=3))).hour == 9
