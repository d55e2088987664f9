"""Checking in and out, and every way to cheat that we could think of."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.outbox import Answer, Entry
from gongzhi.orders.services.accept_outbox_entry import accept_outbox_entry
from gongzhi.volunteering.codes import code_of
from gongzhi.volunteering.models import Claim, Post
from gongzhi.volunteering.rules import credited_minutes
from gongzhi.volunteering.services.attend import check_by_code, check_by_place
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.settle import flag_without_end, settle
from tests.orders.conftest import T0

from .conftest import Corps, shift

BEGIN = T0 + timedelta(hours=24)
PERIOD = 30


def minutes(n: float) -> datetime:
    return BEGIN + timedelta(minutes=n)


def taker(corps: Corps, post: Post) -> tuple[Actor, Claim]:
    me = corps.volunteer()
    return me, claim_post(actor=me, post_id=post.pk)


def scan(me: Actor, post: Post, at: datetime, shown: datetime | None = None, **more: Any) -> Any:
    return check_by_code(
        actor=me, code=code_of(post, at=shown or at, seconds=PERIOD), at=at, **more
    )


def test_in_and_out_by_the_code_that_is_shown(corps: Corps) -> None:
    post = shift(corps)
    me, claim = taker(corps, post)
    assert scan(me, post, minutes(-10)).step == "in"
    with pytest.raises(Conflict, match="刚刚"):  # a double tap
        scan(me, post, minutes(-10) + timedelta(seconds=5))
    assert scan(me, post, minutes(90.5)).step == "out"
    claim.refresh_from_db()
    assert (claim.minutes, claim.flag, claim.in_how) == (90, "", "code")
    with pytest.raises(Conflict, match="已经记过"):
        scan(me, post, minutes(95))


def test_a_screenshot_that_comes_later_is_left_to_a_person_or_refused(corps: Corps) -> None:
    post = shift(corps)
    me, _own = taker(corps, post)
    friend, other = taker(corps, post)
    assert not scan(me, post, minutes(1), shown=minutes(1) - timedelta(seconds=PERIOD)).flagged
    late = scan(friend, post, minutes(40), shown=minutes(2))
    assert late.flagged
    other.refresh_from_db()
    assert (other.flag, other.minutes) == ("late_code", None)
    assert other.in_at == minutes(2)  # the moment of the code, whatever the phone says
    stranger, _claim = taker(corps, shift(corps, places=9))
    for shown, at in ((minutes(2), minutes(2) + timedelta(hours=25)), (minutes(9), minutes(2))):
        with pytest.raises((Invalid, Conflict)):
            scan(stranger, post, at, shown=shown)


@pytest.mark.parametrize("code", ["", "abc", "1-2-3", "zz-zz-zz", "٣-1-a", "1-2-3-4", "9" * 99])
def test_a_made_up_code_is_refused(corps: Corps, code: str) -> None:
    me, claim = taker(corps, shift(corps))
    with pytest.raises(Invalid) as found:
        check_by_code(actor=me, code=code, at=minutes(1))
    assert found.value.field == "code"
    claim.refresh_from_db()
    assert claim.in_at is None


def test_a_code_of_one_post_opens_no_other_and_no_other_moment(corps: Corps) -> None:
    one, two = shift(corps), shift(corps)
    me, claim = taker(corps, one)
    with pytest.raises(Conflict, match="没有您的名额"):
        scan(me, two, minutes(1))
    number, window, mac = code_of(one, at=minutes(1), seconds=PERIOD).split("-")
    later = code_of(one, at=minutes(30), seconds=PERIOD).split("-")[1]
    for forged in (f"{number}-{later}-{mac}", f"{number}-{window}-{'0' * 16}"):
        with pytest.raises(Invalid):
            check_by_code(actor=me, code=forged, at=minutes(30))
    for at in (minutes(-31), minutes(121)):
        with pytest.raises(Conflict):
            scan(me, one, at)
    claim.refresh_from_db()
    assert claim.in_at is None


def test_by_the_place_that_the_phone_compared(corps: Corps) -> None:
    post, nowhere = shift(corps, lon=118.7, lat=40.0), shift(corps, hours=30)
    me, claim = taker(corps, post)
    with pytest.raises(Invalid):
        check_by_place(actor=me, post_id=post.pk, near="", at=minutes(1))
    with pytest.raises(Conflict, match="没有定地点"):
        check_by_place(actor=me, post_id=nowhere.pk, near="yes", at=minutes(1))
    assert not check_by_place(actor=me, post_id=post.pk, near="yes", at=minutes(1)).flagged
    assert check_by_place(actor=me, post_id=post.pk, near="no", at=minutes(100)).flagged
    claim.refresh_from_db()
    assert (claim.flag, claim.minutes) == ("not_near", None)


def test_two_places_at_once_are_flagged_at_both(corps: Corps) -> None:
    one, two = shift(corps, length=1), shift(corps, hours=25)
    me = corps.volunteer()
    first, second = (claim_post(actor=me, post_id=post.pk) for post in (one, two))
    scan(me, one, minutes(0))
    scan(me, two, minutes(40))  # half an hour early, while the first goes on
    for claim in (first, second):
        claim.refresh_from_db()
        assert claim.flag == "two_places"
    settle(actor=corps.clerk, post_id=one.pk, minutes={first.pk: 60}, at=minutes(61))
    first.refresh_from_db()
    assert (first.flag, first.minutes) == ("", 60)


def test_the_organisers_word_is_an_equal_way(corps: Corps) -> None:
    post = shift(corps, places=3)
    people = [taker(corps, post) for _ in range(3)]
    ids = [claim.pk for _me, claim in people]
    for actor in (corps.other_clerk, corps.handler, people[0][0]):
        with pytest.raises((NotFound, Denied)):
            settle(actor=actor, post_id=post.pk, minutes={ids[0]: 60}, at=minutes(5))
    for wrong in ({ids[0]: 121}, {ids[0]: -1}, {ids[0]: 30, 0: 30}):
        with pytest.raises((Invalid, Conflict)):
            settle(actor=corps.clerk, post_id=post.pk, minutes=wrong, at=minutes(5))
    with pytest.raises(Conflict):
        settle(actor=corps.clerk, post_id=post.pk, minutes={ids[0]: 60}, at=minutes(-5))
    assert not Claim.reached.exclude(settled_at=None).exists()
    spent = {ids[0]: 120, ids[1]: 0}
    assert settle(actor=corps.clerk, post_id=post.pk, minutes=spent, at=minutes(5)) == 2
    scan(people[2][0], post, minutes(1))
    assert flag_without_end(at=minutes(160)) == 1
    assert flag_without_end(at=minutes(160)) == 0
    settle(actor=corps.clerk, post_id=post.pk, minutes={ids[2]: 100}, at=minutes(200))
    found = dict(Claim.reached.values_list("pk", "minutes"))
    assert found == {ids[0]: 120, ids[1]: 0, ids[2]: 100}


def send(corps: Corps, post: Post, spent: dict[int, int], made_at: datetime | None) -> Answer:
    payload = {"post": str(post.pk), **{f"came-{pk}": str(n) for pk, n in spent.items()}}
    entry = Entry(uuid.uuid4(), "shift", payload=payload, made_at=made_at)
    return accept_outbox_entry(actor=corps.clerk, entry=entry)


def test_the_organisers_phone_without_a_network(corps: Corps) -> None:
    post = shift(corps)
    claims = [taker(corps, post)[1].pk for _ in range(2)]
    with clock.frozen(minutes(200)):
        for clock_of_phone in (minutes(-60), minutes(300)):
            assert send(corps, post, {claims[0]: 120}, clock_of_phone).result == "noted"
        assert Claim.reached.get(pk=claims[0]).flag == "phone_clock"
        good = {claims[0]: 120, claims[1]: 60}
        assert send(corps, post, good, minutes(119)).result == "done"
        assert send(corps, post, good, minutes(119)).result == "done"  # a repeat
        assert send(corps, post, {claims[0]: 5}, minutes(119)).result == "refused"
        assert send(corps, post, {}, minutes(119)).result == "refused"
    assert dict(Claim.reached.values_list("pk", "minutes")) == good


_AT = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 2)).map(
    lambda d: d.replace(tzinfo=UTC)
)


@given(st.lists(_AT, min_size=4, max_size=4))
def test_minutes_reconcile(moments: list[datetime]) -> None:
    """What is split anywhere adds up to the whole; never negative, never more than the shift."""
    starts, first, second, third = sorted(moments)
    ends = starts + timedelta(hours=2)
    whole = credited_minutes(first, third, starts, ends)
    parts = (
        credited_minutes(first, second, starts, ends),
        credited_minutes(second, third, starts, ends),
    )
    assert sum(parts) == whole
    assert 0 <= whole <= 120
    early = credited_minutes(starts - timedelta(hours=1), third, starts, ends)
    assert early == credited_minutes(starts, third, starts, ends)
    assert credited_minutes(third, first, starts, ends) == 0
