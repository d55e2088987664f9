"""Closed long ago: words, photos and people go, chains verify, every figure stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongzhi.insight.figures import live
from gongzhi.orders.models import Attachment, Order, OrderEvent, Rating, Support
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.forget_old import FORGOTTEN, forget_orders, old_orders
from gongzhi.orders.services.rate import rate
from gongzhi.orders.services.verify_chains import verify_chains
from tests.permissions.cast import photo

from .conftest import T0, City
from .test_journey import fresh
from .test_rating_rules import follower, to_rate

HOUR = timedelta(hours=1)
LATER = T0 + timedelta(days=1)


def closed(city: City) -> Order:
    order = to_rate(city)
    follower(city, order)
    rate(
        actor=city.resident(), number=order.number, solved=True, satisfaction=2,
        comment="周师傅家门口的灯修好了", at=T0 + 2 * HOUR,
    )  # fmt: skip
    return fresh(order)


def figures() -> list[Any]:
    days = [T0.date() + timedelta(days=n) for n in range(-1, 3)]
    return [live.count_full(days), list(Order.reached.values_list("state", "solved", "satisfaction",
            "on_time", "closed_at", "category_id", "area_path", "supporters"))]  # fmt: skip


def test_words_photos_and_people_go_and_the_figures_stay(
    city: City, settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    open_one = city.report(public=True)
    attach(actor=city.resident(), number=open_one.number, kind="report", blobs=[photo()])
    order = closed(city)
    assert order.phase == "closed"
    Attachment.reached.update(order=order)
    before, files = figures(), list(tmp_path.rglob("*.jpg"))
    assert files
    assert list(old_orders(order.closed_at)) == []  # it closed then, not before
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_orders(ids=[row.pk for row in old_orders(LATER)]) == 1
    assert figures() == before
    assert list(verify_chains()) == []
    order = fresh(order)
    assert (order.text, order.place, order.result, order.reporter_id) == (FORGOTTEN, "", "", None)
    rows = OrderEvent.reached.filter(order=order)
    assert not rows.exclude(payload=None, salt="", resident=None).exists()
    assert "周师傅" not in str(list(Rating.objects.values_list()))
    assert Rating.objects.get().satisfaction == 2
    assert not Support.objects.filter(order=order).exists()
    assert not Attachment.reached.exists()
    assert not [path for path in files if path.exists()]
    assert fresh(open_one).text != FORGOTTEN  # what is open is untouched
    assert list(old_orders(LATER)) == []  # twice changes nothing
    assert forget_orders(ids=[open_one.pk]) == 0


def test_a_judgement_still_cannot_be_changed(city: City) -> None:
    closed(city)
    for change in ({"satisfaction": 3}, {"comment": "不满意"}, {"solved": False, "comment": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Rating.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Rating.objects.all().delete()
    assert Rating.objects.get().satisfaction == 2


def test_the_desk_reads_what_is_left(city: City) -> None:
    from tests.signing_in import browser_of

    order = closed(city)
    forget_orders(ids=[order.pk])
    page = browser_of(city.dispatcher).get(f"/desk/orders/{order.number}/")
    assert page.status_code == 200
    assert FORGOTTEN in page.content.decode()
    assert "内容已按规定删除" in page.content.decode()
