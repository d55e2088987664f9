"""Whose report it is when a program hands it in with a phone number only."""

from __future__ import annotations

import uuid

import pytest

from gongzhi.accounts.models import Resident
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor, unscoped
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.services.report import Draft, Receipt, report
from tests.orders.conftest import City

PHONE = "19900007001"
PROGRAM = Actor(kind="api", user_id=None)

pytestmark = pytest.mark.django_db


def _report(
    city: City, phone: str = PHONE, name: str = "", key: uuid.UUID | None = None
) -> Receipt:
    draft = Draft(
        client_key=key or uuid.uuid4(), text="路灯不亮", area_code=city.grid.code,
        source="hotline", phone=phone, name=name,
    )  # fmt: skip
    return report(actor=PROGRAM, draft=draft)


def _of(receipt: Receipt) -> Order:
    with unscoped("test"):
        return Order.objects.get(number=receipt.number)


def _name(resident_id: int | None) -> str:
    sealed = Resident.objects.marked().get(pk=resident_id).name_sealed
    return open_(sealed) if sealed else ""


def test_a_new_phone_is_a_new_resident_once(city: City) -> None:
    first, second = _of(_report(city)), _of(_report(city))
    assert first.reporter_id == second.reporter_id == ensure_resident(phone=PHONE).pk
    assert OrderEvent.reached.filter(order=first, seq=1).count() == 1


def test_a_name_is_added_where_none_stood_and_never_replaced(city: City) -> None:
    order = _of(_report(city))
    assert _name(order.reporter_id) == ""
    assert _of(_report(city, name="王秀兰")).reporter_id == order.reporter_id
    assert _name(order.reporter_id) == "王秀兰"
    assert _of(_report(city, name="别的人")).reporter_id == order.reporter_id
    assert _name(order.reporter_id) == "王秀兰"


def test_the_same_key_again_writes_nothing_and_answers_the_same(city: City) -> None:
    key = uuid.uuid4()
    first = _report(city, key=key)
    again = _report(city, key=key)
    assert (again.number, again.repeated) == (first.number, True)
    with unscoped("test"):
        assert Order.objects.filter(client_key=key).count() == 1


def test_a_phone_that_is_none_leaves_nothing_behind(city: City) -> None:
    with unscoped("test"):
        before = (Order.objects.count(), Resident.objects.marked().count())
    with pytest.raises(Invalid):
        _report(city, phone="12")
    with unscoped("test"):
        assert (Order.objects.count(), Resident.objects.marked().count()) == before


def test_without_a_phone_nobody_is_the_reporter(city: City) -> None:
    assert _of(_report(city, phone="")).reporter_id is None
