"""Looking up by number and phone, the own account, who looked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts.models import Resident
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.services.open_contact import open_contact

from ..conftest import City
from .conftest import OTHER, PHONE, last_code


def look(client: Client, number: str, phone: str = PHONE) -> Any:
    client.post("/lookup/", {"number": number, "phone": phone, "step": "send"})
    body = {"number": number, "phone": phone, "step": "look", "code": last_code(phone)}
    return client.post("/lookup/", body)


def test_number_and_code_open_the_order(city: City) -> None:
    order = city.report()
    client = Client()
    answer = look(client, f" {order.number.lower()} ")
    assert answer["Location"] == f"/o/{order.number}/"
    assert client.get(f"/o/{order.number}/").status_code == 200


@pytest.mark.parametrize("exists", [True, False])
def test_wrong_number_and_somebody_elses_get_one_answer(city: City, exists: bool) -> None:
    order = city.report(actor=city.resident(OTHER))
    answer = look(Client(), order.number if exists else "QA000000000000")
    assert answer.status_code == 404
    assert "没有找到这个受理编号" in answer.content.decode()


def test_sending_the_code_tells_nothing_about_the_number(city: City) -> None:
    order = city.report()
    pages = [
        Client().post("/lookup/", {"number": number, "phone": phone, "step": "send"})
        for number, phone in ((order.number, PHONE), ("QA000000000000", OTHER))
    ]
    assert [page.status_code for page in pages] == [200, 200]


def test_a_wrong_code_opens_nothing(city: City) -> None:
    order, client = city.report(), Client()
    client.post("/lookup/", {"number": order.number, "phone": PHONE, "step": "send"})
    body = {"number": order.number, "phone": PHONE, "step": "look", "code": "000000"}
    answer = client.post("/lookup/", body)
    assert answer.status_code == 422
    assert client.get(f"/o/{order.number}/").status_code == 404


def test_my_name_is_sealed_and_can_be_taken_away(
    city: City, sign_in: Callable[..., Client]
) -> None:
    client = sign_in()
    client.post("/me/", {"name": "周小明"})
    row = Resident.objects.visible_to(SYSTEM).get(pk=city.resident().resident_id)
    assert "周小明" not in row.name_sealed
    assert open_(row.name_sealed) == "周小明"
    page = client.get("/me/").content.decode()
    assert "周小明" in page
    assert PHONE not in page
    client.post("/me/", {"name": ""})
    row.refresh_from_db()
    assert row.name_sealed == ""


def test_who_looked_at_my_data(city: City, sign_in: Callable[..., Client]) -> None:
    order = city.report()
    open_contact(actor=city.acceptor, number=order.number, purpose="核对楼栋号")
    mine = sign_in().get("/me/looks/").content.decode()
    assert "核对楼栋号" in mine
    assert order.number in mine
    assert "核对楼栋号" not in sign_in(OTHER).get("/me/looks/").content.decode()


def test_a_resident_must_sign_in_to_see_any_of_it(city: City) -> None:
    for path in ("/mine/", "/me/looks/", "/me/messages/"):
        assert Client().get(path)["Location"] == f"/me/login/?next={path.replace('/', '%2F')}"
