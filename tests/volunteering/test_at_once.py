"""Many people tap in the same moment: exactly the places are given, and the order is right.

Real threads on connections of their own, so the rows are committed and the tables emptied after.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.volunteering.models import Claim, Team, TeamMember
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.found_team import found_team
from gongzhi.volunteering.services.give_back import give_back
from gongzhi.volunteering.services.join_team import join_team
from gongzhi.volunteering.services.swap_places import offer_swap, take_swap
from tests.fuzz.test_two_at_once import at_once, city
from tests.orders.conftest import T0, City

from .conftest import Corps, shift

__all__ = ["city"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_many_claims_of_few_places(city: City) -> None:
    with clock.frozen(T0):
        corps = Corps(city)
        post, same_time = shift(corps, places=3), shift(corps, places=50)
        people = [corps.volunteer() for _ in range(12)]
        jobs = [partial(claim_post, actor=one, post_id=post.pk) for one in people]
        found: list[Any] = at_once(*jobs, *jobs[:4])  # four of them tap twice
        assert all(isinstance(one, Claim) for one in found)
        rows = list(Claim.reached.filter(post=post).order_by("seq"))
        assert [row.state for row in rows] == ["place"] * 3 + ["waiting"] * 9
        post.refresh_from_db()
        assert post.taken == 3
        # The first three give back at once: the next three move up, whoever came first.
        holders = [one for one in people if one.resident_id in {r.resident_id for r in rows[:3]}]
        at_once(*(partial(give_back, actor=one, post_id=post.pk) for one in holders))
        states = list(
            Claim.reached.filter(post=post).order_by("seq").values_list("state", flat=True)
        )
        assert states == ["given_back"] * 3 + ["place"] * 3 + ["waiting"] * 6
        # Two posts at the same hour by one person: one of them.
        me = corps.volunteer()
        other = shift(corps, places=50)
        found = at_once(
            *(partial(claim_post, actor=me, post_id=one.pk) for one in (same_time, other))
        )
        assert Counter(type(one) for one in found) == {Claim: 1, Conflict: 1}
        assert Claim.reached.filter(resident_id=me.resident_id).count() == 1


def test_one_place_is_taken_over_once(city: City) -> None:
    with clock.frozen(T0):
        corps = Corps(city)
        post = shift(corps, places=1)
        me, first, second = (corps.volunteer() for _ in range(3))
        claim_post(actor=me, post_id=post.pk)
        code = offer_swap(actor=me, post_id=post.pk)
        found = at_once(*(partial(take_swap, actor=one, code=code) for one in (first, second)))
        assert sum(isinstance(one, Claim) for one in found) == 1
        assert Claim.reached.filter(post=post, state="place").count() == 1


def test_taps_at_once_join_a_team_once(city: City) -> None:
    with clock.frozen(T0):
        corps = Corps(city)
        code, name = corps.community.code, "志愿队"
        team = found_team(actor=corps.clerk, host=code, kind="volunteer", name=name)
        me, found_again = corps.volunteer(), partial(found_team, actor=corps.clerk, host=code)
        at_once(*[partial(join_team, actor=me, team_id=team.pk)] * 4)
        assert TeamMember.reached.filter(team=team, ended_at=None).count() == 1
        twice = partial(found_again, kind="volunteer", name="二队")
        found = at_once(twice, twice)
        assert Counter(type(one) for one in found) == {Team: 1, Conflict: 1}
