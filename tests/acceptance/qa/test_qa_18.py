"""QA-18 平台板块: each of the eight named modules opens and does its main thing in Qian'an."""

from __future__ import annotations

import pytest
from django.test import Client

from gongzhi.areas import selectors as areas
from gongzhi.offerings import catalogue
from gongzhi.orders.models import Order
from gongzhi.registers.models import Building
from tests.offerings import test_hand_over
from tests.orders.conftest import City, city, qianan
from tests.orders.processes import test_hazard, test_mediation
from tests.orders.processes.conftest import fresh, start, step
from tests.orders.processes.residents import clerk
from tests.orders.processes.test_tip import follow, plenty, write, writer
from tests.signing_in import browser_of

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


def opened(browser: Client, path: str, words: str) -> None:
    """The page is there and says what it is about."""
    answer = browser.get(path)
    assert answer.status_code == 200, path
    assert words in answer.content.decode(), path


def test_qa_18_basic_data_a_building_is_registered_and_found(city: City) -> None:
    browser = browser_of(clerk(city))
    opened(browser, "/desk/registers/", "基础数据")
    words = {
        "code": "LY-9",
        "name": "9号楼",
        "address": "燕山大路18号",
        "area_code": city.grid.code,
    }
    assert browser.post("/desk/registers/buildings/new/", words).status_code == 302
    assert Building.reached.get(code="LY-9").name == "9号楼"
    opened(browser, "/desk/registers/buildings/", "9号楼")


def test_qa_18_command_sends_a_matter_with_one_key(city: City) -> None:
    order = city.report(category_code=None)
    assert order.phase == "open"
    browser = browser_of(city.staff("commander", city.centre, areas.root_area()))
    opened(browser, "/command/", "</html>")
    sent = {"forces": [city.team.id]}
    answer = browser.post(f"/command/orders/{order.number}/dispatch/", sent, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    assert [call.body_id for call in order.calls.all()] == [city.team.id]


def test_qa_18_civil_affairs_an_allowance_is_asked_for_and_handed_over(city: City) -> None:
    catalogue.forget()
    opened(Client(), "/services/items/?q=高龄", "高龄津贴")
    test_hand_over.test_it_goes_over_with_its_number_and_its_state_is_kept(city)


def test_qa_18_public_order_a_dispute_is_mediated(city: City) -> None:
    opened(browser_of(clerk(city)), "/desk/mediations/", "矛盾调解")
    test_mediation.test_met_agreed_and_seen_by_who_mediates_alone(city)


def test_qa_18_party_building_bodies_and_coverage_open(city: City) -> None:
    browser = browser_of(city.staff("party_clerk", city.street, city.street_area))
    opened(browser, "/desk/party/", "党建")
    for path in ("levels", "structure", "agreements", "coverage/estates"):
        opened(browser, f"/desk/party/{path}/", "<h1")


def test_qa_18_safety_and_fire_a_hazard_is_mended_and_looked_at_again(city: City) -> None:
    order = start(city, clerk(city), "hazard", text="楼道里电动车充电，堵了消防通道")
    opened(browser_of(clerk(city)), f"/desk/orders/{order.number}/", "消防通道")
    test_hazard.test_an_alarm_is_graded_mended_and_looked_at_again(city)
