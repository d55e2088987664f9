"""Publish, plan service days, cancel: what a post needs, and that a day is planned once."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.notify.models import Message
from gongzhi.volunteering.models import Post
from gongzhi.volunteering.rules import service_days
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.publish_post import Wanted, cancel_post, plan_days, publish_post
from gongzhi.volunteering.services.remind import remind
from tests.orders.conftest import T0

from .conftest import Corps, shift, states

LOCAL = ZoneInfo("Asia/Shanghai")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)), st.integers(1, 7), st.integers(0, 23)
)
def test_the_next_service_days_come_weekly_and_lie_ahead(at: datetime, day: int, hour: int) -> None:
    now = at.replace(tzinfo=LOCAL)
    found = service_days(now, day, time(hour), 3)
    assert now < found[0] <= now + timedelta(days=7)
    assert [one.isoweekday() for one in found] == [day] * 3
    assert [one - found[0] for one in found] == [timedelta(weeks=n) for n in range(3)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "none"}, "kind"), ({"title": " "}, "title"), ({"places": 0}, "places"),
        ({"places": -3}, "places"), ({"places": 10**9}, "places"), ({"title": "长" * 61}, "title"),
        ({"meeting_place": ""}, "meeting_place"), ({"starts_at": T0}, "starts_at"),
        ({"ends_at": T0 + timedelta(hours=1)}, "ends_at"),
        ({"ends_at": T0 + timedelta(hours=40)}, "ends_at"),
        ({"claim_until": T0 + timedelta(hours=3)}, "claim_until"), ({"lon": 1.0}, "meeting_place"),
    ],
)  # fmt: skip
def test_a_post_that_cannot_be_is_refused(
    corps: Corps, values: dict[str, object], field: str
) -> None:
    good: dict[str, object] = {
        "kind": "clean", "title": "清扫", "meeting_place": "楼前", "places": 5,
        "starts_at": T0 + timedelta(hours=2), "ends_at": T0 + timedelta(hours=4),
    }  # fmt: skip
    with pytest.raises(Invalid) as found:
        publish_post(actor=corps.clerk, wanted=Wanted(**(good | values)))  # type: ignore[arg-type]
    assert found.value.field == field
    assert not Post.objects.exists()


def test_service_days_are_planned_once(corps: Corps) -> None:
    wanted = Wanted("", "周日奉献", "广场", T0, T0, 20, day="sunday")
    assert plan_days(actor=corps.clerk, wanted=wanted, weeks=4) == (4, 0)
    assert plan_days(actor=corps.clerk, wanted=wanted, weeks=5) == (1, 4)
    rows = Post.objects.order_by("during")
    assert {clock.local(row.during.lower).strftime("%u %H:%M") for row in rows} == {"7 09:00"}
    with pytest.raises(Invalid):
        plan_days(actor=corps.clerk, wanted=Wanted("", "x", "y", T0, T0, 1, day="no"), weeks=1)
    for weeks in (0, 27):
        with pytest.raises(Invalid):
            plan_days(actor=corps.clerk, wanted=wanted, weeks=weeks)
    with pytest.raises(Denied):
        plan_days(actor=corps.handler, wanted=wanted, weeks=1)


def test_a_cancelled_post_tells_everybody_and_only_its_community_cancels(corps: Corps) -> None:
    post = shift(corps, places=1)
    for _number in range(2):
        claim_post(actor=corps.volunteer(), post_id=post.pk)
    for actor, error in ((corps.other_clerk, NotFound), (corps.handler, Denied)):
        with pytest.raises(error):
            cancel_post(actor=actor, post_id=post.pk, why="下雨")
    with pytest.raises(Invalid):
        cancel_post(actor=corps.clerk, post_id=post.pk, why=" ")
    assert states(post) == ["place", "waiting"]
    cancel_post(actor=corps.clerk, post_id=post.pk, why="下雨")
    assert states(post) == ["cancelled", "cancelled"]
    assert Message.objects.filter(kind="post_cancelled").count() == 2
    with pytest.raises(Conflict):
        claim_post(actor=corps.volunteer(), post_id=post.pk)


def test_a_reminder_comes_once_to_who_has_a_place(corps: Corps) -> None:
    post = shift(corps, hours=30, places=1)
    for _number in range(2):
        claim_post(actor=corps.volunteer(), post_id=post.pk)
    assert remind(at=T0) == 0
    assert remind(at=T0 + timedelta(hours=7)) == 1
    assert remind(at=T0 + timedelta(hours=8)) == 0
    [said] = Message.objects.filter(kind="post_reminder")
    assert "清扫楼道" in said.text
