"""QA-10: 入户走访 → 需求汇总 → 转接处理, three steps from the door to the order."""

from __future__ import annotations

from gongzhi.fieldwork.models import Need
from gongzhi.fieldwork.reading.needs import gathered
from gongzhi.fieldwork.services.merge_needs import merge_needs
from gongzhi.fieldwork.services.order_need import order_need
from gongzhi.kernel.crypto import open_
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.registers.models import Person, RegisterEvent
from tests.fieldwork.conftest import Estate, city, estate, media, qianan

__all__ = ["city", "estate", "media", "qianan"]


def test_qa_10_visit_gather_pass_on(estate: Estate) -> None:
    estate.age()
    # 1. The visit: one form corrects the register and hears two needs.
    answer = estate.visit(
        **estate.asking(estate.zhou, phone="13900000009"), text="楼道灯不亮",
        text2="办居住证要带什么", person=str(estate.zhou.pk), agreed="1",
    )  # fmt: skip
    assert answer.message == "更正了1项登记。2件需求交给社区汇总。"
    assert open_(Person.reached.get(pk=estate.zhou.pk).phone_sealed) == "13900000009"
    assert RegisterEvent.reached.filter(source="visit", kind="changed").count() == 1
    estate.visit(
        home=str(estate.other_home.pk), text="楼道太黑", person=str(estate.wang.pk), agreed="1"
    )
    # 2. Gathered at the community: equal ones are one.
    assert gathered(estate.clerk).count == 3
    lamp, _permit, dark = Need.reached.order_by("id")
    merge_needs(actor=estate.clerk, need_ids=[lamp.pk, dark.pk])
    assert gathered(estate.clerk).count == 2
    # 3. Passed on: an order with the resident as reporter, which goes its ordinary way.
    done = order_need(
        actor=estate.clerk, need_id=lamp.pk, text="3号楼楼道灯不亮", category_code="30205"
    )
    order = Order.reached.get(number=done.number)
    assert (order.source, order.state, done.following) == ("visit", "to_verify", 1)
    act(actor=estate.worker, number=order.number, action="verify_true")
    assert Order.reached.get(pk=order.pk).state != "to_verify"
