"""A community that ends: its volunteers, units and coming posts go to the successor."""

from __future__ import annotations

from datetime import date, timedelta

from gongzhi.volunteering import body_ending
from gongzhi.volunteering.models import Enrolment, Post, UnitCheckin
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit
from gongzhi.volunteering.services.give_feedback import give_feedback
from tests.orders.conftest import T0

from .conftest import Corps, shift


def test_all_goes_to_the_successor(corps: Corps) -> None:
    corps.volunteer(unit=corps.unit.code)
    for clerk, home in ((corps.clerk, corps.community), (corps.other_clerk, corps.other)):
        check_in_unit(actor=clerk, asked=Asked(corps.unit.code, home.code, date(2026, 11, 1)))
        give_feedback(actor=clerk, unit=corps.unit.code, text="好", day=date(2026, 11, 1))
    coming = shift(corps)
    past = shift(corps, hours=30)
    Post.objects.filter(pk=past.pk).update(
        during=(T0 - timedelta(days=2), T0 - timedelta(days=1)), claim_until=T0 - timedelta(days=2)
    )
    assert body_ending.count(corps.community.id) == 1
    assert body_ending.pass_on(corps.community.id, corps.other.id, T0) == 1
    assert body_ending.count(corps.community.id) == 0
    assert Enrolment.reached.get().community_id == corps.other.id
    assert UnitCheckin.reached.get().community_id == corps.other.id
    homes = dict(Post.objects.values_list("pk", "community_id"))
    assert homes == {coming.pk: corps.other.id, past.pk: corps.community.id}
