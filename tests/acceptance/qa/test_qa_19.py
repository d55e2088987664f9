"""QA-19 智能抓拍、充电桩: an alarm comes in by the API and becomes an order; images have a basis."""

from __future__ import annotations

import json

from django.test import Client

from gongzhi.accounts.models import User
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.orders.models import Order
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]

ALARM = {
    "client_key": "aaaaaaaa-1111-4222-8333-444444444444", "source": "device", "process": "hazard",
    "text": "3号充电桩温度超过80℃",
}  # fmt: skip


def test_qa_19_part_an_alarm_becomes_an_order(city: City) -> None:
    user = User.objects.get(pk=city.acceptor.user_id)
    key = issue_api_key(user=user, name="充电桩平台")
    token = key.token

    def send(**fields: object) -> tuple[int, dict[str, object]]:
        body = {**ALARM, "lon": city.lon, "lat": city.lat, "fields": fields}
        answer = Client().post(
            "/api/v1/orders", json.dumps(body), "application/json",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
        return answer.status_code, answer.json()

    status, said = send(device="门口抓拍", image=True)
    assert status == 422
    assert "图像的依据和用途" in json.dumps(said, ensure_ascii=False)
    assert Order.reached.count() == 0
    status, said = send(device="3号充电桩")
    assert status == 201
    order = Order.reached.get(number=said["number"])
    assert (order.state, order.source, order.area_path) == (
        "hazard_found", "device", city.grid.path,
    )  # fmt: skip
    assert send(device="3号充电桩")[0] == 200
    assert Order.reached.count() == 1
