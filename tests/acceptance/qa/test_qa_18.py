"""QA-18: the boards of tips (投诉举报), with the writer protected, and of bills (缴费咨询)."""

from __future__ import annotations

import pytest

from gongzhi.offerings import catalogue
from gongzhi.orders.models import Order
from tests.offerings import test_hand_over
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.conftest import fresh, step
from tests.orders.processes.test_tip import follow, plenty, write, writer

__all__ = ["city", "plenty", "qianan"]


@pytest.mark.usefixtures("plenty")
def test_qa_18_a_tip_is_written_followed_and_judged_by_a_code_alone(city: City) -> None:
    client = writer(city)
    assert "/tips/" in client.get("/").content.decode()
    order, code = write(client, area=city.street_area.code)
    clerk = city.staff("street_clerk", city.street, city.street_area)
    step(order, clerk, "tip_accept")
    step(order, clerk, "tip_answer", result="已去现场查看，收费已退，责任人已处理。")
    assert "收费已退" in follow(client, order, code).content.decode()
    follow(client, order, code, step="tip_judge", tip_verdict="solved")
    done = fresh(order)
    assert (done.state, done.reporter_id, done.published) == ("tip_judged", None, False)
    # Without the code it is nowhere: not to the public, not to the area's other posts.
    assert not Order.objects.published().filter(pk=order.pk).exists()
    assert not Order.objects.visible_to(city.grid_worker).filter(pk=order.pk).exists()


def test_qa_18_a_bill_opens_at_its_collector_and_we_take_no_money(city: City) -> None:
    catalogue.forget()
    test_hand_over.test_a_bill_opens_at_its_collector_after_a_sentence(city)
