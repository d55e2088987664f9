"""The street director's page: every number opens a list with exactly as many lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.selectors.desk.deciding import deciding
from gongzhi.orders.selectors.desk.director import Number, director_page
from gongzhi.orders.selectors.desk.listing import ALL, listing
from gongzhi.orders.services.act import act
from gongzhi.orders.services.rate import rate

from ..conftest import T0, City
from .conftest import NOON, fresh, in_hand, undecided, verified

Browser = Callable[[Actor], Client]
GOOD = "10:05到场，换上新灯头，11:20试亮正常。"


def rated(city: City, *, solved: bool, phone: str) -> Order:
    me = city.resident(phone)
    order = in_hand(city, actor=me)
    at = T0 + timedelta(minutes=40)
    act(
        actor=city.handler(order),
        number=order.number,
        action="finish",
        payload={"result": GOOD},
        at=at,
    )
    act(actor=city.grid_worker, number=order.number, action="check_pass", at=at)
    comment = "" if solved else "晚上又灭了"
    rate(
        actor=me,
        number=order.number,
        solved=solved,
        satisfaction=3 if solved else 1,
        comment=comment,
        at=at,
    )
    return fresh(order)


def a_busy_street(city: City) -> None:
    for n in range(4):
        city.report(text=f"第{n}盏灯不亮")
    undecided(city, at=T0 - timedelta(days=40))
    verified(city, at=T0 - timedelta(days=3))
    rated(city, solved=True, phone="19900001001")
    rated(city, solved=False, phone="19900001002")


def test_every_number_equals_its_list(city: City) -> None:
    a_busy_street(city)
    actor = city.director
    page = director_page(actor, now=NOON)
    numbers: list[Number] = [
        page.today,
        page.live,
        page.late,
        page.reopened,
        page.paused,
        page.older,
    ]
    numbers += [body.late for body in page.late_bodies] + [one.recent for one in page.hot]
    for line in page.parts:
        numbers += [line.today, line.live, line.late]
        numbers += [rate.sample for rate in (line.solved, line.satisfied, line.reworked)]
    assert page.today.value == 6
    assert page.late.value == 2
    assert page.older.value == 1
    assert page.reopened.value == 1
    for number in numbers:
        assert listing(actor, ALL, number.filters, now=NOON).total == number.value, number


def test_the_sum_over_communities_is_the_street(city: City) -> None:
    a_busy_street(city)
    page = director_page(city.director, now=NOON)
    assert sum(line.live.value for line in page.parts) == page.live.value
    assert sum(line.late.value for line in page.parts) == page.late.value


def test_rates_say_when_the_sample_is_small(city: City, browser: Browser) -> None:
    a_busy_street(city)
    actor = city.director
    page = director_page(actor, now=NOON)
    [line] = [one for one in page.parts if one.code == city.community_area.code]
    assert (line.solved.part, line.solved.sample.value) == (1, 2)
    assert line.solved.small
    html = browser(actor).get("/desk/director/").content.decode()
    assert "样本不足" in html
    assert "要我拍板的" in html


def test_every_link_of_the_page_opens(city: City, browser: Browser) -> None:
    a_busy_street(city)
    client = browser(city.director)
    html = client.get("/desk/director/").content.decode()
    links = set(re.findall(r'href="(/desk/[^"#]*)', html))
    assert len(links) > 20
    for link in links:
        answer = client.get(link.replace("&amp;", "&"), follow=True)
        assert answer.status_code == 200, link
        # One's own part of a page at most, never a log-in.
        assert answer.request["PATH_INFO"].startswith(link.partition("?")[0]), link


def test_an_extension_is_granted_with_two_presses(city: City, browser: Browser) -> None:
    order = in_hand(city)
    act(
        actor=city.handler(order),
        number=order.number,
        action="ask_extension",
        payload={"reason": "配件三天后到"},
        at=NOON,
    )
    director = city.director
    found = deciding(director, now=NOON)
    assert found.total == 1
    assert found.decisions[0].reason == "配件三天后到"
    assert [b.action for b in found.decisions[0].buttons] == ["grant_extension", "refuse_extension"]
    client = browser(director)
    html = client.get("/desk/director/").content.decode()
    assert f'data-dialog="d-{order.number}-grant_extension"' in html
    client.post(f"/desk/director/{order.number}/grant_extension/")
    order = fresh(order)
    assert (order.state, order.extensions) == ("in_hand", 1)


def test_another_street_s_director_decides_nothing_here(city: City, browser: Browser) -> None:
    order = in_hand(city)
    act(
        actor=city.handler(order),
        number=order.number,
        action="ask_extension",
        payload={"reason": "配件三天后到"},
        at=NOON,
    )
    street = next(a for a in areas.current_areas() if a.level == 1 and a.id != city.street_area.id)
    other = city.staff("street_director", city._body("street", street.path), street)
    assert deciding(other, now=NOON).total == 0
    browser(other).post(f"/desk/director/{order.number}/grant_extension/")
    assert fresh(order).state == "extension_asked"


def test_pressing_a_body_reaches_each_late_order(city: City, browser: Browser) -> None:
    late = verified(city, at=T0 - timedelta(days=3))
    verified(city, at=T0 + timedelta(minutes=30))
    director = city.director
    page = director_page(director, now=NOON)
    [body] = page.late_bodies
    client = browser(director)
    data = {"area": page.area.code, "holder": body.code, "reason": "今天下班前办好"}
    client.post("/desk/director/press/", data)
    assert [e.order_id for e in OrderEvent.reached.filter(action="press")] == [late.pk]
    assert client.post("/desk/director/press/", data | {"reason": ""}).status_code == 422
    assert OrderEvent.reached.filter(action="press").count() == 1


def test_only_directors_see_the_page(city: City, browser: Browser) -> None:
    clerk = city.staff("community_clerk", city.community, city.community_area)
    with pytest.raises(Denied):
        director_page(clerk, now=NOON)
    client = browser(clerk)
    assert client.get("/desk/director/").status_code == 403
    assert client.post("/desk/director/press/", {"area": "x", "reason": "x"}).status_code == 403


def test_the_duty_officer_sees_the_county_and_each_street(city: City) -> None:
    page = director_page(city.duty_officer, now=NOON)
    assert page.area.parent_id is None
    assert len(page.choices) == 4
    assert director_page(city.duty_officer, code=city.street_area.code, now=NOON).area == (
        city.street_area
    )


def test_the_duty_list_can_be_searched(city: City, browser: Browser) -> None:
    client = browser(city.dispatcher)
    html = client.get("/desk/duties/", {"duty_q": "ld"}).content.decode()
    assert "路灯" in html
    assert "没有找到" in client.get("/desk/duties/", {"duty_q": "zzzz"}).content.decode()
