"""A walk over the pages that people use; and what is absent where there is no bank."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.kernel import clock
from gongzhi.points import config
from gongzhi.points.models import Handout
from gongzhi.points.services.credit_services import credit_services
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.signing_in import browser_of
from tests.volunteering.conftest import shift

from .conftest import Till

ME, DESK = "/me/points/", "/desk/points/"


def tap(page: str) -> str:
    found = re.search(r'name="tap" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_from_service_to_a_collected_item(till: Till) -> None:
    me = till.corps.volunteer()
    mine, desk = browser_of(me), browser_of(till.keeper)
    assert "在这里参加" in mine.get(ME).content.decode()
    mine.post(f"{ME}join/{till.bank.pk}/")
    post = shift(till.corps)
    claim = claim_post(actor=me, post_id=post.pk)
    settle(actor=till.keeper, post_id=post.pk, minutes={claim.pk: 120}, at=post.during.upper)
    credit_services(at=post.during.upper)
    page = mine.get(ME).content.decode()
    assert "20分" in page
    assert "清扫楼道，2小时" in page
    form = {"tap": tap(page), "item": till.item.pk, "quantity": "1"}
    mine.post(f"{ME}redeem/", form)
    mine.post(f"{ME}redeem/", form)  # a double tap
    row = Handout.reached.get()
    assert row.code in mine.get(ME).content.decode()
    assert row.code not in desk.get(DESK).content.decode()
    said = desk.post(f"{DESK}collect/", {"code": row.code}, follow=True).content.decode()
    assert "请给：洗衣液 × 1" in said
    answer = desk.post(f"{DESK}find/", {"phone": "19900010001"}, follow=True).content.decode()
    assert "199****0001" in answer
    assert "19900010001" not in answer
    assert "10分" in answer
    assert "账是平的" in desk.get(f"{DESK}journal/").content.decode()
    assert "请填写11位手机号" in desk.post(
        f"{DESK}find/", {"phone": "12"}, follow=True
    ).content.decode()  # fmt: skip


def test_the_open_books_name_nobody(till: Till) -> None:
    for _ in range(6):
        till.holder(10)
    with clock.frozen(T0 + timedelta(days=30)):
        page = Client().get(f"/points/{till.corps.community.code}/").content.decode()
    assert "2026年11月" in page
    assert ">60</td>" in page
    assert "不是给人打分" in page
    assert "199****" not in page
    now = Client().get(f"/points/{till.corps.community.code}/").content.decode()
    assert "还没有可以公布的月份" in now  # the month that runs


def test_a_city_without_a_bank_has_no_pages(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    me, keeper = browser_of(till.holder(10)), browser_of(till.keeper)
    assert ME in me.get("/me/").content.decode()
    assert DESK in keeper.get("/desk/").content.decode()
    monkeypatch.setattr(config, "settings_or_none", lambda: None)
    for browser, path in ((me, ME), (keeper, DESK), (me, "/points/"), (keeper, f"{DESK}items/")):
        assert browser.get(path).status_code == 404, path
