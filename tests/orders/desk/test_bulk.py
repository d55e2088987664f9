"""Several orders at once: asked first, each stands or falls by itself, one press on a line."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from gongzhi.kernel.scope import Actor

from ..conftest import City
from .conftest import fresh, to_dispatch, undecided, verified

Browser = Callable[[Actor], Client]


def test_bulk_dispatch_asks_then_tells_each(city: City, browser: Browser) -> None:
    ready = [to_dispatch(city, decided=True), to_dispatch(city, decided=True)]
    returned = undecided(city)
    numbers = [order.number for order in (*ready, returned)]
    client = browser(city.dispatcher)
    asked = client.post("/desk/bulk/", {"action": "dispatch", "order": numbers}).content.decode()
    assert "其中 2 件可以办" in asked
    assert "请打开工单人工定" in asked
    assert fresh(ready[0]).state == "to_dispatch"
    response = client.post(
        "/desk/bulk/",
        {"action": "dispatch", "order": [o.number for o in ready], "confirmed": "1"},
        follow=True,
    )
    html = response.content.decode()
    assert "办成 2 件" in html
    assert {fresh(order).state for order in ready} == {"to_sign"}
    # Looking again does nothing again.
    assert client.get("/desk/bulk/done/").status_code == 200
    again = client.post(
        "/desk/bulk/",
        {"action": "dispatch", "order": [o.number for o in ready], "confirmed": "1"},
        follow=True,
    )
    assert "没办成 2 件" in again.content.decode()


def test_bulk_sign(city: City, browser: Browser) -> None:
    orders = [verified(city), verified(city)]
    client = browser(city.handler(orders[0]))
    html = client.get("/desk/?tab=to_sign").content.decode()
    assert "批量签收" in html
    client.post(
        "/desk/bulk/",
        {"action": "sign", "order": [o.number for o in orders], "confirmed": "1"},
    )
    assert {fresh(order).state for order in orders} == {"in_hand"}


def test_one_press_on_a_line(city: City, browser: Browser) -> None:
    order = verified(city)
    client = browser(city.handler(order))
    response = client.post("/desk/bulk/", {"one": f"sign:{order.number}", "tab": "to_sign"})
    assert response["Location"] == "/desk/?tab=to_sign"
    assert fresh(order).state == "in_hand"


def test_what_is_not_a_list_action_is_refused(city: City, browser: Browser) -> None:
    order = verified(city)
    client = browser(city.handler(order))
    for data in (
        {"action": "void", "order": [order.number], "confirmed": "1"},
        {"one": f"return:{order.number}"},
        {"action": "sign", "order": [str(n) for n in range(300)]},
    ):
        assert client.post("/desk/bulk/", data).status_code == 422
    assert fresh(order).state == "to_sign"


def test_somebody_else_s_orders_are_not_touched(city: City, browser: Browser) -> None:
    order = to_dispatch(city, decided=True)
    clerk = city.staff("community_clerk", city.community, city.community_area)
    client = browser(clerk)
    html = client.post(
        "/desk/bulk/",
        {"action": "dispatch", "order": [order.number], "confirmed": "1"},
        follow=True,
    ).content.decode()
    assert "没办成 1 件" in html
    assert fresh(order).state == "to_dispatch"


def test_the_way_back_is_never_another_site(city: City, browser: Browser) -> None:
    order = verified(city)
    client = browser(city.handler(order))
    response = client.post("/desk/bulk/", {"one": f"sign:{order.number}", "tab": "//evil.example/"})
    assert response["Location"] == "/desk/"
