"""Claim, wait, move up, give back, confirm, decline, swap: places are never given twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.notify.models import Message
from gongzhi.volunteering.models import Claim, Post
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.confirm_claims import confirm_claims
from gongzhi.volunteering.services.decline_claim import decline_claim
from gongzhi.volunteering.services.enrol import leave
from gongzhi.volunteering.services.give_back import give_back
from gongzhi.volunteering.services.swap_places import offer_swap, take_swap
from tests.orders.conftest import T0

from .conftest import Corps, shift, states


def taken(post: Post) -> int:
    post.refresh_from_db()
    return int(post.taken)


def test_places_go_in_order_and_the_first_who_waits_moves_up(corps: Corps) -> None:
    post = shift(corps, places=2)
    people = [corps.volunteer() for _ in range(4)]
    claims = [claim_post(actor=one, post_id=post.pk) for one in people]
    assert states(post) == ["place", "place", "waiting", "waiting"]
    assert claim_post(actor=people[0], post_id=post.pk).pk == claims[0].pk  # a double tap
    give_back(actor=people[3], post_id=post.pk)
    give_back(actor=people[0], post_id=post.pk)
    assert states(post) == ["given_back", "place", "place", "given_back"]
    assert Message.objects.filter(kind="post_promoted").count() == 1
    give_back(actor=people[1], post_id=post.pk)
    assert taken(post) == 1
    with pytest.raises(Conflict):
        give_back(actor=people[1], post_id=post.pk)
    assert claim_post(actor=people[0], post_id=post.pk).state == "place"
    assert taken(post) == 2


def test_one_shift_of_a_person_at_a_time_but_back_to_back(corps: Corps) -> None:
    first, overlapping = shift(corps, hours=24), shift(corps, hours=25)
    following = shift(corps, hours=26)
    me = corps.volunteer()
    claim_post(actor=me, post_id=first.pk)
    with pytest.raises(Conflict, match="别的岗位"):
        claim_post(actor=me, post_id=overlapping.pk)
    assert taken(overlapping) == 0
    assert claim_post(actor=me, post_id=following.pk).state == "place"
    give_back(actor=me, post_id=first.pk)
    with pytest.raises(Conflict):  # it would overlap the one that follows
        claim_post(actor=me, post_id=overlapping.pk)


def test_only_volunteers_and_only_in_time(corps: Corps) -> None:
    post = shift(corps, claim_until=T0 + timedelta(hours=1))
    gone = corps.volunteer()
    leave(actor=gone)
    for actor in (corps.resident(), gone, corps.clerk):
        with pytest.raises(Denied):
            claim_post(actor=actor, post_id=post.pk)
    me = corps.volunteer()
    with pytest.raises(Conflict, match="截止"):
        claim_post(actor=me, post_id=post.pk, at=T0 + timedelta(hours=1))
    with pytest.raises(NotFound):
        claim_post(actor=me, post_id=post.pk + 999)
    assert states(post) == []
    assert taken(post) == 0


def test_the_community_confirms_and_may_decline_with_a_reason(corps: Corps) -> None:
    post = shift(corps, places=1)
    claims = [claim_post(actor=corps.volunteer(), post_id=post.pk) for _ in range(2)]
    assert confirm_claims(actor=corps.clerk, post_id=post.pk) == 1
    assert confirm_claims(actor=corps.clerk, post_id=post.pk) == 0
    for actor in (corps.other_clerk, corps.handler, corps.volunteer()):
        with pytest.raises((NotFound, Denied)):
            decline_claim(actor=actor, claim_id=claims[0].pk, why="人够了")
    with pytest.raises(Conflict):
        decline_claim(actor=corps.clerk, claim_id=claims[0].pk, why="")
    assert states(post) == ["place", "waiting"]
    decline_claim(actor=corps.clerk, claim_id=claims[0].pk, why="这次要会电工的")
    assert states(post) == ["declined", "place"]
    assert "电工" in Message.objects.get(kind="post_declined").text


def test_a_place_passes_on_unless_somebody_waits(corps: Corps) -> None:
    post = shift(corps, places=1)
    me, friend, other = corps.volunteer(), corps.volunteer("李师傅"), corps.volunteer()
    claim_post(actor=me, post_id=post.pk)
    code = offer_swap(actor=me, post_id=post.pk)
    with pytest.raises(Conflict):
        take_swap(actor=me, code=code)
    with pytest.raises(NotFound):
        take_swap(actor=friend, code="x" * 16)
    claim_post(actor=other, post_id=post.pk)
    with pytest.raises(Conflict, match="候补"):
        take_swap(actor=friend, code=code)
    with pytest.raises(Conflict, match="直接退掉"):
        offer_swap(actor=me, post_id=post.pk)  # the holder hears it before the link is sent round
    give_back(actor=other, post_id=post.pk)
    assert take_swap(actor=friend, code=code).state == "place"
    with pytest.raises(NotFound):
        take_swap(actor=other, code=code)
    assert states(post) == ["given_back", "given_back", "place"]
    assert taken(post) == 1


def test_two_people_exchange_their_places_or_nothing_happens(corps: Corps) -> None:
    one, two = shift(corps, hours=24, places=1), shift(corps, hours=48, places=1)
    me, friend = corps.volunteer(), corps.volunteer("李师傅")
    claim_post(actor=me, post_id=one.pk)
    code = offer_swap(actor=me, post_id=one.pk, swap_for=two.pk)
    with pytest.raises(Conflict, match="您没有"):
        take_swap(actor=friend, code=code)
    claim_post(actor=friend, post_id=two.pk)
    clash = shift(corps, hours=48.5, places=1)
    claim_post(actor=me, post_id=clash.pk)
    with pytest.raises(Conflict, match="冲突"):
        take_swap(actor=friend, code=code)
    assert (states(one), states(two)) == (["place"], ["place"])
    give_back(actor=me, post_id=clash.pk)
    take_swap(actor=friend, code=code)
    holders = {
        row.post_id: row.resident_id for row in Claim.reached.filter(state="place").order_by("id")
    }
    assert holders == {one.pk: friend.resident_id, two.pk: me.resident_id}
    assert (taken(one), taken(two)) == (1, 1)
