"""/services/: what can be ordered, a plain form for each, the receipt, the progress, the rating."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.engine.perform import perform
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act

from ..conftest import City
from ..processes.residents import clerk, provider
from .conftest import PHONE, last_code


def fields(city: City, **more: Any) -> dict[str, Any]:
    return {
        "client_key": str(uuid.uuid4()), "service": "haircut", "text": "奶奶走不动，想在家理发",
        "area": city.grid.code, "address": "3号楼2单元", "wished_part": "morning",
    } | more  # fmt: skip


def orders() -> list[Order]:
    return list(Order.objects.visible_to(SYSTEM))


def test_the_list_names_what_the_city_offers(city: City) -> None:
    page = Client().get("/services/").content.decode()
    for name in ("点一项服务", "请人代办", "说一个微心愿", "看看大家的微心愿"):
        assert name in page
    assert "业主快速反应" not in page  # another city's
    home = Client().get("/").content.decode()
    assert "/services/#order" in home
    assert "/services/#affairs" in home


def test_without_a_sign_in_it_waits_for_the_code(city: City) -> None:
    client = Client()
    form = client.get("/services/service_order/").content.decode()
    assert "上门理发" in form
    answer = client.post("/services/service_order/", fields(city, phone=PHONE))
    (order,) = orders()
    assert (order.state, answer["Location"]) == ("draft", f"/report/confirm/{order.number}/")
    asked = client.get(answer["Location"]).content.decode()
    assert "点一项服务</button>" in asked
    assert "交给网格" not in asked
    client.post(answer["Location"], {"code": last_code(), "step": "confirm"})
    (order,) = orders()
    assert (order.state, order.lead_body_id) == ("order_placed", city.community.id)
    page = client.get(f"/o/{order.number}/receipt/").content.decode()
    assert order.number in page
    assert "点单服务" in page


def test_progress_in_the_process_s_words_and_the_rating(
    city: City, sign_in: Callable[..., Client]
) -> None:
    client = sign_in()
    assert client.post("/services/service_order/", fields(city)).status_code == 302
    (order,) = orders()
    body = provider(city).code
    act(actor=clerk(city), number=order.number, action="send_order", payload={"body": body})
    page = client.get(f"/o/{order.number}/").content.decode()
    assert "等它接单" in page
    order.refresh_from_db()
    handler = city.handler(order)
    act(actor=handler, number=order.number, action="take_order")
    act(
        actor=handler,
        number=order.number,
        action="serve",
        payload={"result": "理好了，打扫干净了。"},
    )
    assert "办好了吗？请您评价" in client.get(f"/o/{order.number}/").content.decode()
    rated = client.post(f"/o/{order.number}/rate/", {"solved": "1", "satisfaction": "3"})
    assert rated.status_code == 302
    (order,) = orders()
    assert (order.state, order.satisfaction) == ("order_closed", 3)


def test_what_is_wrong_stands_by_its_field_and_the_words_stay(city: City) -> None:
    client = Client()
    for wrong, sentence in (
        ({"text": ""}, "请写一句话，好让来办的人知道。"),
        ({"area": ""}, "请选您的小区"),
        ({"phone": ""}, "请填写手机号，好把结果告诉您。"),
        ({"phone": "123"}, "手机号"),
    ):
        answer = client.post("/services/service_order/", fields(city, **{"phone": PHONE, **wrong}))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in page
        assert 'value="3号楼2单元"' in page
    assert orders() == []


def test_a_wish_is_asked_neither_name_nor_door(city: City) -> None:
    page = Client().get("/services/wish/").content.decode()
    assert 'name="address"' not in page
    assert 'name="name"' not in page
    assert Client().get("/services/wishes/").status_code == 200
    assert Client().get("/services/rectification/").status_code == 404


@pytest.mark.parametrize(
    ("process", "zh", "en"),
    [
        ("service_order", "点一项服务", "Order a service"),
        ("errand", "请人代办", "Have it done for me"),
        ("wish", "说一个微心愿", "Make a wish"),
    ],
)
def test_the_page_of_the_code_says_what_its_form_said(
    city: City, process: str, zh: str, en: str
) -> None:
    own = {"service_order": {}, "errand": {"item": "pension"}, "wish": {"wish_kind": "thing"}}
    client = Client()
    answer = client.post(f"/services/{process}/", fields(city, phone=PHONE, **own[process]))
    assert answer.status_code == 302, answer.content.decode()
    path = answer["Location"]
    assert f"{zh}</button>" in client.get(path).content.decode()
    client.cookies["django_language"] = "en"
    assert f"{en}</button>" in client.get(path).content.decode()


def test_too_late_with_the_code_the_same_form_opens_again(city: City) -> None:
    client = Client()
    answer = client.post("/services/service_order/", fields(city, phone=PHONE))
    (order,) = orders()
    perform(order, actor=SYSTEM, action_key="expire", payload={}, at=clock.now())
    code = last_code()
    answer = client.post(answer["Location"], {"code": code, "step": "confirm"}, follow=True)
    assert answer.redirect_chain == [("/services/service_order/", 302)]
    assert "请重新填一次" in answer.content.decode()
