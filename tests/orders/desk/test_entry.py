"""Taking down a report for somebody on the phone."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.test import Client

from gongzhi.accounts.models import AccessLog
from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orgs import selectors as orgs

from ..conftest import City

Browser = Callable[[Actor], Client]


def entry(city: City, **fields: object) -> dict[str, object]:
    return {
        "client_key": str(uuid.uuid4()),
        "source": "hotline",
        "phone": "199 0000 4321",
        "name": "周先生",
        "text": "暖气片就是温的，测了16度",
        "area": city.grid.code,
        "place": "3号楼2单元",
    } | fields


def test_a_call_becomes_an_order_once(city: City, browser: Browser) -> None:
    actor = city.acceptor
    client = browser(actor)
    assert client.get("/desk/new/").status_code == 200
    data = entry(city)
    first = client.post("/desk/new/", data)
    order = Order.reached.get()
    assert first["Location"] == f"/desk/orders/{order.number}/"
    assert (order.source, order.entered_by_id, order.area_then_id) == (
        "hotline",
        actor.user_id,
        city.grid.id,
    )
    assert not order.outside
    again = client.post("/desk/new/", data)
    assert again["Location"] == first["Location"]
    assert Order.reached.count() == 1


def test_without_a_place_or_with_a_bad_phone_nothing_is_written(
    city: City, browser: Browser
) -> None:
    client = browser(city.acceptor)
    for bad in ({"area": "", "place": ""}, {"phone": "12"}, {"text": ""}, {"category": "nope"}):
        response = client.post("/desk/new/", entry(city, **bad))
        assert response.status_code == 422, bad
    assert not Order.reached.exists()
    assert "暖气片就是温的" in response.content.decode()


def test_the_caller_s_history_is_logged(city: City, browser: Browser) -> None:
    order = city.report(actor=city.resident("19900004321"))
    client = browser(city.acceptor)
    html = client.post("/desk/new/caller/", {"phone": "19900004321"}).content.decode()
    assert order.number in html
    log = AccessLog.objects.get(kind="search")
    assert "19900004321" not in log.subject + log.purpose
    assert "11位" in client.post("/desk/new/caller/", {"phone": "1"}).content.decode()


def test_classes_are_found_by_name_initials_and_words(city: City, browser: Browser) -> None:
    client = browser(city.acceptor)
    for query in ({"category_q": "路灯"}, {"category_q": "ld"}, {"text": "路灯三天不亮了"}):
        html = client.get("/desk/new/categories/", query).content.decode()
        assert "路灯" in html, query
    html = client.get("/desk/new/limits/", {"category_choice": "10109"}).content.decode()
    assert 'name="category" value="10109"' in html


def test_handlers_of_a_department_do_not_enter(city: City, browser: Browser) -> None:
    handler = city.staff("handler", orgs.bodies_of_kind("department")[0])
    client = browser(handler)
    assert client.get("/desk/new/").status_code == 403
    assert client.post("/desk/new/", entry(city)).status_code == 403
    client.post("/desk/new/caller/", {"phone": "19900004321"})
    assert not Order.reached.exists()
    assert not AccessLog.objects.exists()


def test_the_map_to_pick_on_is_that_of_the_post(city: City, browser: Browser) -> None:
    """A whole county at the size of a street was one colour on which nothing could be found."""
    whole = browser(city.acceptor).get("/desk/new/grids.json").json()["features"]
    own = browser(city.staff("community_clerk", city.community, city.community_area))
    near = own.get("/desk/new/grids.json").json()["features"]
    below = [a for a in areas.leaf_areas() if a.path.startswith(city.community_area.path)]
    assert len(near) == len(below) < len(whole)
    first, second = (row.path for row in below[:2])
    found = areas.common_area([first, second])
    assert found is not None
    assert first.startswith(found.path)
    assert second.startswith(found.path)
    assert areas.common_area([]) is None
