"""JN-02 联席会议，会后督查: a task of the meeting with lead and day; the meeting itself comes later."""

from __future__ import annotations

from tests.orders.conftest import City, city, qianan
from tests.orders.processes import test_resolution

__all__ = ["city", "qianan"]


def test_jn_02_part_supervision_after_the_meeting(city: City) -> None:
    test_resolution.test_its_limit_is_the_day_that_the_meeting_set(city)
    test_resolution.test_supervision_feeds_and_others_cannot_confirm(city)
