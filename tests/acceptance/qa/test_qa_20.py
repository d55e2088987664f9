"""QA-20 一屏掌握、一键调度、一网通办: one screen shows it, one action sends it, one order carries it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from gongzhi.areas import selectors as areas
from gongzhi.command.selectors import wall
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.routing import forget as forget_routes
from gongzhi.orders.models import Call, DutyClause, Order
from gongzhi.orders.services.attach import attach
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.field.conftest import photo
from tests.orders.processes.conftest import fresh, step
from tests.orders.processes.residents import ordered
from tests.signing_in import browser_of

__all__ = ["city", "qianan"]

LAMP = "10109"


@pytest.fixture(autouse=True)
def at_ten(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    wall.forget()
    with clock.frozen(T0):
        yield
    wall.forget()


def commander(city: City) -> Client:
    return browser_of(city.staff("commander", city.centre, areas.root_area()))


def state_of(client: Client, at: datetime = T0) -> dict[str, Any]:
    wall.forget()
    with clock.frozen(at):
        found: dict[str, Any] = client.get("/command/state.json").json()
    return found


def waiting(city: City, resident: Actor) -> Order:
    """A resident's report that the catalogue did not send by itself: somebody has to decide."""
    DutyClause.objects.update(active=False)
    forget_routes()
    order = city.report(actor=resident, category_code=LAMP)
    order = step(order, city.grid_worker, "verify_true")
    DutyClause.objects.update(active=True)
    forget_routes()
    assert order.state == "to_dispatch"
    return order


def down_the_map(client: Client, city: City) -> str:
    """From the first map to the grid's own panel, always by a link that the map holds."""
    page = client.get("/command/").content.decode()
    for _level in range(4):
        found = re.search(r"/command/areas\.json\?area=\w+", page)
        assert found is not None
        shapes = json.loads(client.get(found.group()).content)["features"]
        by_code = {one["properties"]["href"].split("/")[-2]: one["properties"] for one in shapes}
        code = next(a.code for a in areas.ancestors(city.grid.path) if a.code in by_code)
        assert "在办1件" in by_code[code]["label"]
        answer = client.get(by_code[code]["href"])
        if answer.status_code == 200:
            return answer.content.decode()
        page = client.get(answer["Location"]).content.decode()
    raise AssertionError("the map leads to no grid")


def test_qa_20_one_screen_leads_down_to_the_order(city: City) -> None:
    order, client = waiting(city, city.resident()), commander(city)
    tiles = state_of(client)["tiles"]
    assert (tiles["reported_today"], tiles["open"]) == (1, 1)
    panel = down_the_map(client, city)
    assert f"/command/orders/{order.number}/" in panel
    assert "一键调度" in panel
    assert city.team.label("zh") in panel  # whom to call stands beside it
    listed = client.get("/command/orders?measure=open").content.decode()
    assert "共 1 件" in listed  # the number is the length of its list


def test_qa_20_dispatch_from_the_map_in_one_action(city: City) -> None:
    order, client = waiting(city, city.resident()), commander(city)
    url = f"/command/orders/{order.number}/"
    panel = client.get(url, HTTP_HX_REQUEST="true").content.decode()
    [lead] = re.findall(r'name="lead" value="(\w+)"\s+checked', panel)
    [force] = re.findall(r'name="forces" value="(\d+)"\s+checked', panel)  # the nearest
    answer = client.post(f"{url}dispatch/", {"lead": lead, "forces": force})
    assert answer.status_code == 200
    sent = fresh(order)
    assert (sent.state, sent.lead_body.code if sent.lead_body else "") == ("to_sign", lead)
    call = Call.objects.get(order=order)
    assert (call.body_id, str(call.body_id)) == (city.team.id, force)
    worker = browser_of(city.grid_worker)
    assert order.number in worker.get("/field/calls/").content.decode()  # on the phone of the team
    [shown] = state_of(client)["calls"]
    assert (shown["id"], shown["href"]) == (call.pk, url)
    handler = browser_of(city.handler(sent))
    assert order.number in handler.get("/desk/?tab=to_sign").content.decode()
    again = client.post(f"{url}dispatch/", {"lead": lead, "forces": force})  # a second tap
    assert "刚刚已有人处理" in again.content.decode()
    assert Call.objects.filter(order=order).count() == 1


def test_qa_20_one_net_from_the_resident_back_to_the_resident(city: City) -> None:
    me = city.resident()
    order, client = waiting(city, me), commander(city)
    errand = ordered(city, "errand", me, item="pension")  # what is done at a counter is there too
    assert state_of(client)["tiles"]["open"] == 2
    panel = client.get(f"/command/orders/{order.number}/", HTTP_HX_REQUEST="true").content.decode()
    [lead] = re.findall(r'name="lead" value="(\w+)"\s+checked', panel)
    client.post(f"/command/orders/{order.number}/dispatch/", {"lead": lead})
    sent = fresh(order)
    handler = city.handler(sent)
    step(sent, handler, "sign")
    attach(actor=handler, number=order.number, kind="after", blobs=[photo()])
    step(sent, handler, "finish", result="到现场换了井盖，已经盖稳，行人可以走。")
    step(sent, city.grid_worker, "check_pass")
    mine = browser_of(me)
    answer = mine.post(f"/o/{order.number}/rate/", {"solved": "1", "satisfaction": "3"})
    assert answer.status_code == 302
    assert fresh(order).phase == "closed"
    followed = mine.get("/mine/").content.decode()
    assert {order.number, errand.number} <= set(re.findall(r"QA\d+", followed))
    tiles = state_of(client, T0 + timedelta(minutes=1))["tiles"]
    assert (tiles["open"], tiles["closed_today"]) == (1, 1)
    assert tiles["solved_today"] == "1/1"
