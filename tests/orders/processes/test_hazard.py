"""A hazard (QA-19): from a device, from a round; graded, mended or passed on, looked at again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.orders.models import Order
from gongzhi.orders.services.attach import attach
from gongzhi.orgs import selectors as orgs
from tests.orders.field.conftest import photo
from tests.signing_in import browser_of

from ..conftest import City
from .conftest import fresh, payload_of, start, step
from .residents import clerk, ordered


def alarm(city: City, **values: object) -> Order:
    device = replace(city.staff("acceptor", city.centre), kind="api")
    return ordered(city, "hazard", device, source="device", text="充电桩3号温度过高", **values)


def test_an_alarm_is_graded_mended_and_looked_at_again(city: City) -> None:
    order = alarm(city, device="充电桩3号", category_code="30503")
    assert (order.state, order.source, order.holder_body_id) == (
        "hazard_found", "device", city.community.id,
    )  # fmt: skip
    firm = orgs.responsible_body("property", city.grid.path) or orgs.bodies_of_kind("property")[0]
    graded = step(
        order, clerk(city), "order_mending", grade="minor", body=firm.code, reason="桩归物业管"
    )
    assert (graded.state, graded.lead_body_id) == ("hazard_mending", firm.id)
    handler = city.handler(graded)
    attach(actor=handler, number=order.number, kind="after", blobs=[photo()])
    step(order, handler, "say_mended", result="已断电更换，温度正常。")
    back = step(order, clerk(city), "fail_check", reason="旁边一台也热", grade="major")
    assert (back.state, back.reworks) == ("hazard_major", 1)
    step(order, handler, "say_mended", result="两台都已更换，温度正常。")
    assert step(order, clerk(city), "pass_check").state == "hazard_closed"


def test_a_major_one_goes_to_the_department(city: City) -> None:
    order = alarm(city, device="烟感12号", category_code="30501")
    department = orgs.bodies_of_kind("department")[0]
    graded = step(
        order, clerk(city), "order_mending", grade="major", body=department.code, reason="消防职责"
    )
    assert (graded.state, graded.holder_body_id) == ("hazard_major", department.id)
    with pytest.raises(Denied):
        step(order, clerk(city), "say_mended", result="已经整改好，现场看过。")


def test_an_image_needs_its_basis(city: City) -> None:
    before = Order.reached.count()
    with pytest.raises(Invalid) as refused:
        alarm(city, device="门口抓拍", image=True)
    assert refused.value.field == "image_basis"
    assert Order.reached.count() == before
    order = alarm(city, device="门口抓拍", image=True, image_basis="公共安全，门口有提示牌")
    assert payload_of(order, "report")["image_basis"] == "公共安全，门口有提示牌"


def test_no_community_leads_what_is_a_department_s(city: City) -> None:
    order = alarm(city, category_code="30501")
    with pytest.raises(Invalid) as refused:
        step(
            order, clerk(city), "order_mending", grade="major", body=city.community.code,
            reason="就近",
        )  # fmt: skip
    assert refused.value.field == "body"
    assert fresh(order).state == "hazard_found"


def test_the_desk_records_one(city: City) -> None:
    order = start(city, city.grid_worker, "hazard", text="围墙裂开")
    assert (order.state, order.lead_body_id) == ("hazard_found", city.community.id)


def test_the_lead_is_looked_for_by_name_those_near_first(city: City) -> None:
    order = alarm(city)
    form = browser_of(clerk(city)).get(f"/desk/orders/{order.number}/").content.decode()
    form = form.split("主办单位", 1)[1]
    assert "名称或拼音首字母" in form
    assert '<select name="body"' not in form
    near = form.split("服务这个地方的单位", 1)[1].split("label-small", 1)[0]
    assert f'value="{city.community.code}"' in near
    department = orgs.bodies_of_kind("department")[0]
    assert f'value="{department.code}"' not in near
    assert f'value="{department.code}"' in form
