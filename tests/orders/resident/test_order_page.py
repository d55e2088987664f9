"""The order page: progress, press, add, withdraw, rate; and that it is nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Attachment, Order, OrderEvent, Rating
from gongzhi.orders.services.act import act
from gongzhi.orders.services.support import support

from ..conftest import T0, City
from .conftest import OTHER, jpeg

PAGES = ("", "receipt/", "supplement/", "withdraw/", "rate/")


def fresh(order: Order) -> Order:
    return Order.objects.visible_to(SYSTEM).get(pk=order.pk)


def finished(city: City) -> Order:
    """A report that was verified, handled, checked and now waits for its rating."""
    order = city.report(public=True)
    at = T0 - timedelta(minutes=1)
    steps = ("verify_true", "sign", "finish", "check_pass")
    for step in steps:
        by_grid = step in {"verify_true", "check_pass"}
        actor = city.grid_worker if by_grid else city.handler(fresh(order))
        words = "到现场换了灯泡，当晚亮了。3单元502室的人看过"
        payload = {"result": words} if step == "finish" else {}
        act(actor=actor, number=order.number, action=step, payload=payload, at=at)
    return fresh(order)


def test_progress_in_the_resident_words(city: City, sign_in: Callable[..., Client]) -> None:
    order = finished(city)
    page = sign_in().get(f"/o/{order.number}/").content.decode()
    assert "解决了" in page
    assert "换了灯泡" in page
    for office in ("立案", "派遣", "处置中", "结案", "核查", "挂账", "责任主体"):
        assert office not in page, office


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_what_anybody_gets_for_no_order(
    city: City, sign_in: Callable[..., Client], page: str
) -> None:
    order, stranger = city.report(), sign_in(OTHER)
    there = stranger.get(f"/o/{order.number}/{page}")
    nowhere = stranger.get(f"/o/QA000000000000/{page}")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content.decode().replace(order.number, "QA000000000000").count(
        "QA000000000000"
    ) == nowhere.content.decode().count("QA000000000000")


def test_without_a_sign_in_the_link_asks_for_the_phone(city: City) -> None:
    order = city.report()
    there, nowhere = (Client().get(f"/o/{n}/") for n in (order.number, "QA000000000000"))
    assert there.status_code == nowhere.status_code == 404
    assert "手机号" in there.content.decode()
    assert "路灯" not in there.content.decode()


@pytest.mark.parametrize("verb", ["nudge", "withdraw", "supplement", "rate"])
def test_a_stranger_changes_nothing(city: City, sign_in: Callable[..., Client], verb: str) -> None:
    order = finished(city)
    before = OrderEvent.reached.filter(order=order).count()
    body = {"note": "x", "solved": "1", "satisfaction": "3"}
    assert sign_in(OTHER).post(f"/o/{order.number}/{verb}/", body).status_code == 404
    assert OrderEvent.reached.filter(order=order).count() == before
    assert fresh(order).state == order.state


def test_press_once_a_day(city: City, sign_in: Callable[..., Client]) -> None:
    order, client = city.report(), sign_in()
    first = client.post(f"/o/{order.number}/nudge/", follow=True).content.decode()
    assert "已提醒" in first
    assert "今天已经催过" in first
    client.post(f"/o/{order.number}/nudge/")
    assert OrderEvent.reached.filter(order=order, action="nudge").count() == 1


def test_add_words_and_photos(city: City, sign_in: Callable[..., Client]) -> None:
    order, client = city.report(), sign_in()
    empty = client.post(f"/o/{order.number}/supplement/", {"note": ""})
    assert empty.status_code == 422
    file = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    client.post(f"/o/{order.number}/supplement/", {"note": "又坏了一盏", "photos": file})
    assert OrderEvent.reached.filter(order=order, action="supplement").count() == 1
    assert Attachment.reached.filter(order=order, kind="note").count() == 1


def test_a_bad_photo_leaves_no_half_supplement(city: City, sign_in: Callable[..., Client]) -> None:
    order, client = city.report(), sign_in()
    file = SimpleUploadedFile("a.jpg", b"no", content_type="image/jpeg")
    answer = client.post(f"/o/{order.number}/supplement/", {"note": "又坏了", "photos": file})
    assert answer.status_code == 422
    assert "又坏了" in answer.content.decode()
    assert not OrderEvent.reached.filter(order=order, action="supplement").exists()


def test_withdraw_asks_first(city: City, sign_in: Callable[..., Client]) -> None:
    order, client = city.report(), sign_in()
    assert "不能恢复" in client.get(f"/o/{order.number}/withdraw/").content.decode()
    assert fresh(order).state != "withdrawn"
    client.post(f"/o/{order.number}/withdraw/")
    assert fresh(order).state == "withdrawn"


def test_rate_solved(city: City, sign_in: Callable[..., Client]) -> None:
    order, client = finished(city), sign_in()
    missing = client.post(f"/o/{order.number}/rate/", {"solved": "1"})
    assert missing.status_code == 422
    assert "请在满意、基本满意、不满意里选一个" in missing.content.decode()
    body = {"solved": "1", "satisfaction": "2", "comment": "还行"}
    client.post(f"/o/{order.number}/rate/", body)
    rating = Rating.objects.get(order=order)
    assert (rating.solved, rating.satisfaction, rating.comment) == (True, 2, "还行")
    assert fresh(order).state == "closed"
    again = client.post(f"/o/{order.number}/rate/", body | {"satisfaction": "1"}, follow=True)
    assert "已经评价过" in again.content.decode()
    assert Rating.objects.get(order=order).satisfaction == 2


def test_not_solved_needs_words_and_brings_it_back(
    city: City, sign_in: Callable[..., Client]
) -> None:
    order, client = finished(city), sign_in()
    page = client.get(f"/o/{order.number}/rate/?solved=0").content.decode()
    assert "再办一次" in page
    empty = client.post(f"/o/{order.number}/rate/", {"solved": "0"})
    assert (empty.status_code, fresh(order).state) == (422, "to_rate")
    file = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    client.post(f"/o/{order.number}/rate/", {"solved": "0", "comment": "还是黑的", "photos": file})
    assert fresh(order).state == "in_hand"
    assert Attachment.reached.filter(order=order, kind="note").count() == 1


def test_a_follower_sees_progress_and_rates_but_never_the_reporters_words(
    city: City, sign_in: Callable[..., Client]
) -> None:
    order = city.report(public=True, text="我住5号楼，电话19900000001", place="5号楼3单元502室")
    support(actor=city.resident(OTHER), number=order.number)
    client = sign_in(OTHER)
    page = client.get(f"/o/{order.number}/").content.decode()
    assert "5号楼" not in page
    assert "19900000001" not in page
    assert "您的诉求" not in page
    assert client.get(f"/o/{order.number}/rate/", follow=True).status_code == 200


def test_a_follower_rates_beside_the_reporter(city: City, sign_in: Callable[..., Client]) -> None:
    order = finished(city)
    support(actor=city.resident(OTHER), number=order.number)
    client = sign_in(OTHER)
    client.post(f"/o/{order.number}/rate/", {"solved": "0", "comment": "没亮"})
    rating = Rating.objects.get(order=order)
    assert (rating.solved, rating.resident_id) == (False, city.resident(OTHER).resident_id)
    assert fresh(order).state == order.state


def test_my_list_puts_first_what_is_to_rate(city: City, sign_in: Callable[..., Client]) -> None:
    rated = finished(city)
    newer = city.report(at=T0)
    page = sign_in().get("/mine/").content.decode()
    assert page.index(f"/o/{rated.number}/") < page.index(f"/o/{newer.number}/")
    assert page.count("去评价") == 1


def test_list_queries_do_not_grow_with_the_list(
    city: City, sign_in: Callable[..., Client], django_assert_max_num_queries: Callable
) -> None:
    for _number in range(8):
        city.report()
    client = sign_in()
    client.get("/mine/")
    with django_assert_max_num_queries(14):
        client.get("/mine/")


def test_a_question_stands_on_top_until_it_is_answered(
    city: City, sign_in: Callable[..., Client]
) -> None:
    order, client = city.report(), sign_in()
    ask = {"note": "是几号楼门口的那一根？"}
    act(actor=city.grid_worker, number=order.number, action="ask_reporter", payload=ask, at=T0)
    page = client.get(f"/o/{order.number}/").content.decode()
    assert page.index("请您回答") < page.index("是几号楼") < page.index("办理进度")
    assert "是几号楼" in client.get(f"/o/{order.number}/supplement/").content.decode()
    client.post(f"/o/{order.number}/supplement/", {"note": "3号楼"})
    assert "请您回答" not in client.get(f"/o/{order.number}/").content.decode()
