"""QA-06: the handbook names four duties, each with its steps and the page that does it."""

from __future__ import annotations

from django.test import Client

from gongzhi.accounts.models import User
from gongzhi.fieldwork.reading.handbook import handbook
from tests.orders.conftest import City


def test_qa_06_four_duties_with_how_to(city: City) -> None:
    found = handbook()
    assert [duty.name for duty in found] == ["信息采集", "隐患排查", "约谈接访", "社区事务"]
    assert all(len(duty.steps) >= 3 for duty in found)
    client = Client()
    client.force_login(User.objects.get(pk=city.grid_worker.user_id))
    page = client.get("/field/handbook/").content.decode()
    for duty in found:
        assert duty.name in page
        assert all(step in page for step in duty.steps)
        assert client.get(duty.href).status_code == 200
    # Without a network too: the phone keeps the page with the first ones.
    assert "/field/handbook/" in client.get("/field/sw.js").content.decode()
