"""QJ-06 claiming posts, QJ-07 the sign-up chain, QJ-08 ten kinds to choose from, QJ-12 counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel.errors import Conflict
from gongzhi.volunteering.reading.posts import chain_text, roster, view_of
from gongzhi.volunteering.reading.results import claims, post_lines, quarter_of, total
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.confirm_claims import confirm_claims
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.signing_in import browser_of
from tests.volunteering.conftest import Corps, corps, shift, states

__all__ = ["corps"]


def test_qj_06_publish_claim_confirm_with_places_left_and_deadline(corps: Corps) -> None:
    post = shift(corps, places=2, claim_until=T0 + timedelta(hours=5))
    me = corps.volunteer()
    claim_post(actor=me, post_id=post.pk)
    page = browser_of(corps.volunteer()).get(f"/me/service/posts/{post.pk}/").content.decode()
    assert "2个，还剩1个" in page
    assert "报名截止" in page
    confirm_claims(actor=corps.clerk, post_id=post.pk)
    assert "社区已确认" in browser_of(me).get(f"/me/service/posts/{post.pk}/").content.decode()
    with pytest.raises(Conflict, match="截止"):
        claim_post(actor=corps.volunteer(), post_id=post.pk, at=T0 + timedelta(hours=5))
    assert states(post) == ["place"]


def test_qj_07_the_sign_up_chain_is_text_for_a_chat(corps: Corps) -> None:
    post = shift(corps, places=3)
    for name in ("周师傅", "李老师"):
        claim_post(actor=corps.volunteer(name), post_id=post.pk)
    post.refresh_from_db()
    text = chain_text(view_of(post), roster(corps.clerk, post), "https://example.cn/p/1")
    assert text.splitlines()[3:] == [
        "1. 周师傅", "2. 李老师", "还有1个名额，报名：https://example.cn/p/1",
    ]  # fmt: skip


def test_qj_12_activities_claims_and_what_is_in_hand_drill_down_to_posts(corps: Corps) -> None:
    done, coming = shift(corps, hours=24), shift(corps, hours=48)
    me = corps.volunteer(unit=corps.unit.code)
    claim = claim_post(actor=me, post_id=done.pk)
    claim_post(actor=me, post_id=coming.pk)
    settle(actor=corps.clerk, post_id=done.pk, minutes={claim.pk: 120}, at=done.during.upper)
    rows = claims(corps.handler, quarter_of(T0.date()))
    counts = total(rows)
    assert (counts.activities, counts.claimed, counts.in_hand) == (1, 2, 1)
    assert {one.id for one in post_lines(corps.handler, rows)} == {done.pk, coming.pk}
