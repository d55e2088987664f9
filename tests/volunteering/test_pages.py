"""A walk from publishing to hours, on the pages that people use; and the refusals there."""

from __future__ import annotations

import re
from datetime import timedelta

from gongzhi.kernel import clock
from gongzhi.volunteering.codes import code_of
from gongzhi.volunteering.models import Claim, Post
from tests.orders.conftest import T0
from tests.signing_in import browser_of

from .conftest import Corps, shift

DESK, ME = "/desk/volunteers/posts/", "/me/service/posts/"


def test_from_a_post_to_its_hours(corps: Corps) -> None:
    desk = browser_of(corps.clerk)
    form = {
        "kind": "clean", "title": "清扫楼道", "on": "2026-11-18", "starts_at": "10:00",
        "ends_at": "12:00", "places": "1", "meeting_place": "3号楼前", "claim_until": "",
    }  # fmt: skip
    refused = desk.post(f"{DESK}new/", {**form, "ends_at": "09:00"})
    assert refused.status_code == 422
    assert "结束要在开始之后" in refused.content.decode()
    assert desk.post(f"{DESK}new/", form).status_code == 302
    post = Post.objects.get()
    me, friend = corps.volunteer(), corps.volunteer("李师傅")
    mine, theirs = browser_of(me), browser_of(friend)
    assert "清扫楼道" in mine.get(ME).content.decode()
    mine.post(f"{ME}{post.pk}/claim/")
    mine.post(f"{ME}{post.pk}/swap/", {"for": ""})
    link = re.search(r"/me/service/swap/[\w-]+/", mine.get(f"{ME}{post.pk}/").content.decode())
    assert link is not None
    assert "清扫楼道" in theirs.get(link[0]).content.decode()
    theirs.post(f"{ME}{post.pk}/claim/")
    assert "您排在候补第1位" in theirs.get(f"{ME}{post.pk}/").content.decode()
    page = desk.get(f"{DESK}{post.pk}/").content.decode()
    assert "1. 周师傅" in page
    assert "名额满了，可以候补" in page
    assert "确认名单并告诉大家" in page
    confirmed = desk.post(f"{DESK}{post.pk}/confirm/", follow=True).content.decode()
    assert "已确认</span>" in confirmed
    assert "确认名单并告诉大家" not in confirmed  # nobody is left to be told
    with clock.frozen(post.during.lower + timedelta(minutes=1)):
        desk, mine, theirs = (browser_of(one) for one in (corps.clerk, me, friend))
        screen = desk.get(f"{DESK}{post.pk}/code/", headers={"HX-Request": "true"})
        assert "<svg" not in screen.content.decode()
        assert "data:image/svg" in screen.content.decode()
        path = f"/me/service/in/{code_of(post, at=clock.now(), seconds=30)}/"
        seen = mine.get(path).content.decode()
        proof = re.search(r'name="proof" value="([^"]+)"', seen)
        assert proof is not None
    with clock.frozen(post.during.lower + timedelta(minutes=3)):  # read the page, then pressed
        assert theirs.post(path, {"proof": proof[1]}).status_code == 302  # no place, no effect
        mine.post(path, {"proof": proof[1]})
    claim = Claim.reached.get(resident_id=me.resident_id)
    assert (claim.flag, claim.in_at) == ("", post.during.lower + timedelta(minutes=3))
    assert not Claim.reached.exclude(pk=claim.pk).exclude(in_at=None).exists()
    with clock.frozen(post.during.upper):
        old = mine.get(path).content.decode()
        assert "交给组织者认定" in old
        desk = browser_of(corps.clerk)
        assert "周师傅" in desk.get(f"/field/shifts/{post.pk}/").content.decode()
        answer = desk.post(
            f"{DESK}{post.pk}/came/", {"claim": claim.pk, f"minutes-{claim.pk}": "117"}
        )
        assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.minutes == 117
    assert "1小时57分钟" in mine.get("/me/service/").content.decode()


def test_service_days_and_a_cancellation_at_the_desk(corps: Corps) -> None:
    desk = browser_of(corps.clerk)
    form = {"day": "friday", "weeks": "2", "title": "报到日清扫", "places": "20",
            "meeting_place": "社区广场"}  # fmt: skip
    assert desk.post(f"{DESK}days/", form).status_code == 302
    assert Post.objects.count() == 2
    first = Post.objects.order_by("during")[0]
    desk.post(f"{DESK}{first.pk}/cancel/", {"reason": "下雨"})
    assert "岗位取消：下雨" in desk.get(f"{DESK}{first.pk}/").content.decode()
    assert desk.post(f"{DESK}days/", {**form, "weeks": "99"}).status_code == 422
    assert Post.objects.filter(cancelled_at=None).count() == 1


def test_a_sentence_for_every_refusal(corps: Corps) -> None:
    post = shift(corps, places=1)
    me = corps.volunteer()
    client = browser_of(me)
    desk = browser_of(corps.clerk)
    for path, data in (
        (f"{ME}{post.pk}/back/", {}), (f"{ME}{post.pk}/swap/", {}), (f"{ME}{post.pk}/here/", {"near": "yes"}),
    ):  # fmt: skip
        assert client.post(path, data, follow=True).status_code == 200
    for data in (
        {},
        {"claim": "x"},
        {"claim": "1", "minutes-1": "-5"},
        {"claim": "1", "minutes-1": "9" * 30},
    ):
        assert desk.post(f"{DESK}{post.pk}/came/", data).status_code == 302
    assert not Claim.reached.exists()
    assert client.get(f"{ME}{post.pk + 99}/").status_code == 404
    assert client.get("/me/service/in/1-2-3/").status_code == 404
    with clock.frozen(T0 + timedelta(days=5)):
        client = browser_of(me)
        assert "报名截止" in client.post(f"{ME}{post.pk}/claim/", follow=True).content.decode()
