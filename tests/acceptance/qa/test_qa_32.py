"""QA-32 物业考核: a property firm is told to mend, mends, is looked at again, and may object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orgs import selectors as orgs
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.field.conftest import photo
from tests.orders.processes.conftest import fresh
from tests.orders.processes.residents import clerk
from tests.signing_in import browser_of

__all__ = ["city", "qianan"]

# 私搭乱建、飞线: the row names them
FAULTS = (("楼顶私搭彩钢房一处", "grave"), ("三号楼飞线充电两处", "slight"))


@pytest.fixture(autouse=True)
def at_ten(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with clock.frozen(T0):
        yield


def firm() -> orgs.BodyRef:
    return orgs.bodies_of_kind("property")[0]


def ordered_to_mend(city: City, mine: Actor, text: str, weight: str) -> Order:
    """From the desk's own page: what, how grave, by which rule, which firm."""
    browser = browser_of(mine)
    page = browser.get("/desk/start/rectification/").content.decode()
    assert "名称或拼音首字母" in page
    assert f'name="body" value="{firm().code}"' in page
    before = set(Order.reached.values_list("pk", flat=True))
    client_key = page.split('name="client_key" value="')[1].split('"')[0]
    values = {
        "client_key": client_key, "text": text, "weight": weight, "basis": "物业考核细则（示例）",
        "body": firm().code, "lon": city.lon, "lat": city.lat,
    }  # fmt: skip
    for _tap in range(2):
        assert browser.post("/desk/start/rectification/", values).status_code == 302
    [order] = Order.reached.exclude(pk__in=before)
    return order


def act(actor: Actor, order: Order, action: str, *, pictured: bool = False, **values: str) -> int:
    url = f"/desk/orders/{order.number}/act/{action}/"
    photos = [SimpleUploadedFile("after.jpg", photo(), "image/jpeg")] if pictured else []
    return browser_of(actor).post(url, {**values, "photos": photos}).status_code


def test_qa_32_part_a_firm_mends_and_is_looked_at_again(city: City) -> None:
    mine = clerk(city)
    orders = [ordered_to_mend(city, mine, *fault) for fault in FAULTS]
    assert {one.lead_body_id for one in orders} == {firm().id}
    assert {one.state for one in orders} == {"to_rectify"}
    head = city.staff("body_head", firm())
    listed = browser_of(head).get("/desk/?tab=to_rectify").content.decode()
    assert all(one.number in listed for one in orders)
    order, mended = orders[0], "彩钢房已拆除，楼顶恢复原样。"
    assert act(head, order, "say_rectified", result=mended) == 422  # no photo
    assert fresh(order).state == "to_rectify"
    assert act(head, order, "say_rectified", result=mended, pictured=True) == 302
    assert act(head, order, "pass_recheck") in {403, 404, 409}  # never the firm itself
    assert fresh(order).state == "to_recheck"
    with clock.frozen(T0 + timedelta(days=1)):
        assert act(mine, order, "fail_recheck", reason="龙骨还在楼顶") == 302
        assert (fresh(order).state, fresh(order).reworks) == ("to_rectify", 1)
        cleared = "龙骨也运走了，楼顶已清扫。"
        assert act(head, order, "say_rectified", result=cleared, pictured=True) == 302
        assert act(mine, order, "pass_recheck") == 302
    done = fresh(order)
    assert (done.state, done.phase, done.reworks) == ("rectified", "closed", 1)
    assert fresh(orders[1]).state == "to_rectify"  # the other one still stands


def test_qa_32_part_a_firm_objects_and_the_street_rules(city: City) -> None:
    order = ordered_to_mend(city, clerk(city), *FAULTS[1])
    head = city.staff("body_head", firm())
    assert act(head, order, "object_rectification", reason="线是供电公司临时拉的") == 302
    assert fresh(order).state == "rectify_ruling"
    assert act(head, order, "uphold_rectification", reason="自己裁") in {403, 404, 409}
    assert act(city.director, order, "uphold_rectification", reason="公共部位由物业管") == 302
    upheld = fresh(order)
    assert (upheld.state, upheld.lead_body_id) == ("to_rectify", firm().id)
