"""ML-41: a work unit and a home community: service counts for both, and the unit sees no names."""

from __future__ import annotations

from gongzhi.volunteering.models import Claim, Enrolment
from gongzhi.volunteering.reading.results import claims, quarter_of, total
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.signing_in import browser_of
from tests.volunteering.conftest import Corps, corps, shift

__all__ = ["corps"]


def test_ml_41_service_is_credited_to_the_unit_and_the_community(corps: Corps) -> None:
    me, other = corps.volunteer("周师傅", corps.unit.code), corps.volunteer("李老师")
    post = shift(corps)
    spent = {claim_post(actor=one, post_id=post.pk).pk: 60 for one in (me, other)}
    settle(actor=corps.clerk, post_id=post.pk, minutes=spent, at=post.during.upper)
    span = quarter_of(T0.date())
    assert total(claims(corps.clerk, span)).minutes == 120
    assert total(claims(corps.handler, span)).minutes == 60
    # Whoever names no unit counts for the community alone; the unit reads counts, no people.
    for model in (Claim, Enrolment):
        assert not model.objects.visible_to(corps.handler).exists()
    assert (
        "周师傅" not in browser_of(corps.handler).get("/desk/volunteers/results/").content.decode()
    )
