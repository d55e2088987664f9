"""The wall: its numbers, that each has its list, what it shows to whom."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.areas import selectors as areas
from gongzhi.command.selectors import wall
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.selectors.desk.director import director_page
from gongzhi.orders.selectors.desk.listing import ALL, listing
from gongzhi.orders.services.act import act
from gongzhi.orders.services.rate import rate
from tests.orders.conftest import T0, City

from .conftest import browser_of

LAMP = "10109"


@pytest.fixture
def busy(city: City) -> City:
    """One closed and rated, two in verification, an emergency, one without a place."""
    me = city.resident()
    order = city.report(actor=me, category_code=LAMP)
    act(actor=city.grid_worker, number=order.number, action="verify_true")
    order.refresh_from_db()
    handler = city.handler(order)
    act(actor=handler, number=order.number, action="sign")
    act(
        actor=handler,
        number=order.number,
        action="finish",
        payload={"result": "到现场换了灯泡，已经亮了"},
    )
    act(actor=city.grid_worker, number=order.number, action="check_pass")
    rate(actor=me, number=order.number, solved=True, satisfaction=3)
    city.report(category_code=LAMP)
    city.report(category_code=LAMP, text="张三家门口12号401室太黑")
    city.report(category_code="10101")
    city.report(category_code=None, lon=None, lat=None)
    return city


def test_the_state_counts(busy: City, commander: Actor) -> None:
    state = browser_of(commander).get("/command/state.json").json()
    tiles = state["tiles"]
    assert (tiles["reported_today"], tiles["reported_30"]) == (5, 5)
    assert (tiles["closed_today"], tiles["open"], tiles["overdue"]) == (1, 4, 0)
    assert tiles["emergency"] == 1
    # Of so few a percentage would mislead; of none there is nothing to say.
    assert (tiles["solved_today"], tiles["satisfied_30"]) == ("1/1", "1/1")
    [last, before] = [one["data"] for one in state["charts"]["hours"]["series"]]
    assert (len(last), sum(last), sum(before)) == (24, 0, 0)  # the hour that runs is not full
    assert len(state["charts"]["trend"]["x"]) == 30
    assert [p["lamp"] for p in state["points"]] == ["yellow"]
    street = next(a for a in areas.children(areas.root_area().id) if a.id == busy.street_area.id)  # type: ignore[union-attr]
    assert state["areas"][street.code]["label"] == "在办3件，超时0件"


def test_nobody_is_named_on_the_wall(busy: City, commander: Actor) -> None:
    body = browser_of(commander).get("/command/state.json").content.decode()
    for personal in ("张三", "401室", "1990000"):
        assert personal not in body


def test_every_number_is_the_length_of_its_list(busy: City, commander: Actor) -> None:
    with clock.frozen(T0 + timedelta(hours=9)):
        client = browser_of(commander)
        page = client.get("/command/").content.decode()
        links = re.findall(r'href="([^"]+)"[^>]*data-wall="(\w+)">([^<]+)<', page)
        counted = {key: (unescape(href), text) for href, key, text in links if text.isdigit()}
        assert {"reported_today", "closed_today", "open", "overdue"} <= set(counted)
        for key, (href, text) in counted.items():
            listed = client.get(href).content.decode()
            assert f"共 {text} 件" in listed, key


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 0, "—"), (0, 1, "0/1"), (3, 4, "3/4"), (19, 19, "19/19"), (10, 20, "50.0%")],
)
def test_few_are_a_fraction(part: int, whole: int, words: str) -> None:
    assert wall.rate_words(part, whole) == words


def test_rates_lead_to_what_they_count(busy: City, commander: Actor) -> None:
    client = browser_of(commander)
    assert "共 1 件" in client.get("/command/orders?measure=on_time&span=today").content.decode()
    assert "共 0 件" in client.get("/command/orders?measure=reworked&span=30").content.decode()
    assert client.get("/command/orders?measure=nothing").status_code == 404
    assert client.get("/command/orders?measure=closed&span=x").status_code == 404


def test_unchanged_state_is_304(busy: City, commander: Actor) -> None:
    client = browser_of(commander)
    first = client.get("/command/state.json")
    tag = first["ETag"]
    wall.forget()
    assert client.get("/command/state.json", HTTP_IF_NONE_MATCH=tag).status_code == 304
    busy.report(category_code=LAMP)
    wall.forget()
    assert client.get("/command/state.json", HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_the_state_is_kept_for_two_seconds(busy: City, commander: Actor) -> None:
    client = browser_of(commander)
    client.get("/command/state.json")
    with CaptureQueriesContext(connection) as queries:
        client.get("/command/state.json")
    assert len([q for q in queries if "orders_order" in q["sql"]]) == 0


def test_the_state_takes_a_fixed_number_of_queries(busy: City, commander: Actor) -> None:
    root = areas.root_area()
    assert root is not None
    wall.build(commander, root)
    with CaptureQueriesContext(connection) as few:
        wall.build(commander, root)
    for _ in range(5):
        busy.report(category_code=LAMP)
    with CaptureQueriesContext(connection) as many:
        wall.build(commander, root)
    assert len(many) == len(few)
    assert len(few) <= 30


def test_a_street_director_sees_the_street_only(busy: City) -> None:
    client = browser_of(busy.director)
    assert client.get("/command/state.json").json()["tiles"]["open"] == 3
    root = areas.root_area()
    assert root is not None
    assert client.get(f"/command/state.json?area={root.code}").status_code == 404
    inside = client.get(f"/command/state.json?area={busy.grid.code}")
    assert inside.json()["tiles"]["open"] == 3
    assert "共 3 件" in client.get("/command/orders?measure=open").content.decode()
    assert client.get(f"/command/orders?measure=open&area={root.code}").status_code == 404


@pytest.mark.parametrize("page", ["", "state.json", "areas.json", "orders", "press/?body=1"])
def test_who_may_not_command(city: City, page: str) -> None:
    assert browser_of(city.grid_worker).get(f"/command/{page}").status_code == 403
    assert Client().get(f"/command/{page}").status_code in {302, 401}


def test_going_down_to_the_grid(busy: City, commander: Actor) -> None:
    client = browser_of(commander)
    features = client.get("/command/areas.json").json()["features"]
    assert {f["properties"]["code"] for f in features} == {
        a.code
        for a in areas.children(areas.root_area().id)  # type: ignore[union-attr]
    }
    street = f"/command/areas/{busy.street_area.code}/"
    down = client.get(street, HTTP_HX_REQUEST="true")
    assert down["HX-Redirect"] == f"/command/?area={busy.street_area.code}"
    assert client.get(street).status_code == 302
    page = client.get(f"/command/?area={busy.community_area.code}").content.decode()
    assert busy.street_area.name in page
    panel = client.get(f"/command/areas/{busy.grid.code}/", HTTP_HX_REQUEST="true")
    text = panel.content.decode()
    assert "<html" not in text
    assert busy.team.name in text
    assert "一键调度" in text
    assert "<html" in client.get(f"/command/areas/{busy.grid.code}/").content.decode()


def test_pages_keep_the_content_policy(busy: City, commander: Actor) -> None:
    client = browser_of(commander)
    for page in ("/command/", "/command/orders?measure=open", f"/command/areas/{busy.grid.code}/"):
        text = client.get(page).content.decode()
        assert "style=" not in text
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text)


def test_the_calls_are_counted_down(busy: City, commander: Actor) -> None:
    from gongzhi.orders.models import Order
    from gongzhi.orders.services.answer_call import answer
    from gongzhi.orders.services.call_bodies import call

    order = Order.reached.filter(phase="open").first()
    assert order is not None
    (row,) = call(actor=commander, number=order.number, body_ids=[busy.team.id], at=T0)
    answer(actor=busy.grid_worker, call_id=row.pk, step="received", at=T0)
    state = json.loads(wall.state(commander, areas.root_area()).body)  # type: ignore[arg-type]
    (shown,) = state["calls"]
    assert shown["signed_at"] is not None
    assert shown["arrived_at"] is None
    assert shown["due_at"] == json.loads(
        json.dumps(row.arrival_due.isoformat().replace("+00:00", "Z"))
    )
    assert "出动1队" in state["lists"]["forces"]


def test_the_chart_shows_the_last_24_full_hours(busy: City, commander: Actor) -> None:
    for later, where in ((timedelta(hours=1), (0, -1)), (timedelta(hours=25), (1, -1))):
        wall.forget()
        with clock.frozen(T0 + later):
            client = browser_of(commander)
            hours = client.get("/command/state.json").json()["charts"]["hours"]
        series, index = where
        assert hours["series"][series]["data"][index] == 5
        assert hours["x"][-1] == "10"  # of 10:00 to 11:00
    assert "近24小时来件" in browser_of(commander).get("/command/").content.decode()


def test_one_definition_of_reported_today(busy: City, commander: Actor) -> None:
    """What was made void is not counted on the wall, nor on the director's page."""
    waiting = busy.report(category_code=None, text="写错了的一件")
    payload = {"reason": "登记错了，同一件登了两次"}
    act(actor=busy.duty_officer, number=waiting.number, action="void", payload=payload)
    street = busy.street_area
    for area, path in ((areas.root_area(), ""), (street, f"?area={street.code}")):
        assert area is not None
        wall.forget()
        tiles = browser_of(commander).get(f"/command/state.json{path}").json()["tiles"]
        page = director_page(busy.duty_officer, code=area.code, now=clock.now())
        assert tiles["reported_today"] == page.today.value
        rows = listing(busy.duty_officer, ALL, page.today.filters, now=clock.now())
        assert rows.total == page.today.value
    assert page.today.value == 4  # the one without a place is the county's


def test_an_open_panel_asks_whether_anything_changed(busy: City, commander: Actor) -> None:
    order = busy.report(category_code=None)
    client = browser_of(commander)
    html = client.get(f"/command/orders/{order.number}/").content.decode()
    assert f"seen={order.event_seq}" in html
    address = f"/command/orders/{order.number}/?seen={order.event_seq}"
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 204
    act(actor=busy.acceptor, number=order.number, action="accept", payload={"category": LAMP})
    changed = client.get(address, headers={"HX-Request": "true"})
    assert changed.status_code == 200
    assert "待核实" in changed.content.decode()


def test_what_is_not_there_is_said_within_the_desk(busy: City, commander: Actor) -> None:
    html = browser_of(commander).get("/command/orders/QA000/").content.decode()
    assert "没有找到，或者不在您的范围里" in html
    assert "desk-shell" in html
