"""JN-34: units and people check in, hours are recorded, and the whole city is counted."""

from __future__ import annotations

from datetime import timedelta

from gongzhi.areas import selectors as areas
from gongzhi.volunteering.reading.results import claims, lines, quarter_of, total
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.enrol import enrol
from gongzhi.volunteering.services.publish_post import Wanted, publish_post
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.volunteering.conftest import Corps, corps

__all__ = ["corps"]


def test_jn_34_double_check_in_counted_from_the_community_to_the_city(corps: Corps) -> None:
    day = T0.date()
    for clerk, home in ((corps.clerk, corps.community), (corps.other_clerk, corps.other)):
        check_in_unit(actor=clerk, asked=Asked(corps.unit.code, home.code, day))
        me = corps.resident()
        enrol(actor=me, community=home.code, name="周师傅", unit=corps.unit.code)
        start = T0 + timedelta(hours=24)
        wanted = Wanted("clean", "清扫", "广场", start, start + timedelta(hours=2), 5)
        post = publish_post(actor=clerk, wanted=wanted)
        claim = claim_post(actor=me, post_id=post.pk)
        settle(actor=clerk, post_id=post.pk, minutes={claim.pk: 60}, at=start)
    span = quarter_of(day)
    commander = corps.city.staff("commander", corps.city.centre, areas.root_area())
    rows = claims(commander, span)
    assert (total(rows).times, total(rows).minutes) == (2, 120)
    assert {one.key for one in lines(rows, "community")} == {corps.community.code, corps.other.code}
    [unit] = lines(rows, "unit")
    assert (unit.key, unit.counts.minutes) == (corps.unit.code, 120)
    assert total(claims(corps.clerk, span)).minutes == 60
