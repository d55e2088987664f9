"""Whose worklist is what, in which order, with which filters, at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.desk.filters import Filters
from gongzhi.orders.selectors.desk.worklist import queues_of, worklist
from gongzhi.orders.services.act import act

from ..conftest import T0, City
from .conftest import LAMP, NOON, in_hand, to_dispatch, undecided, verified

Browser = Callable[[Actor], Client]


def counts(actor: Actor) -> dict[str, int]:
    with guarded():
        return {queue.key: queue.count for queue in queues_of(actor, now=NOON)}


def test_each_post_has_its_own_lists(city: City) -> None:
    city.report()
    to_sign = verified(city)
    undecided(city)
    in_hand(city)
    dispatcher = counts(city.dispatcher)
    assert dispatcher["returned"] == 1
    assert "to_sign" not in dispatcher
    assert "in_hand" not in dispatcher
    handler = counts(city.handler(to_sign))
    assert (handler["to_sign"], handler["in_hand"]) == (1, 1)
    assert "to_dispatch" not in handler
    director = counts(city.director)
    assert {"arbitration", "extension_asked", "suspension_asked"} <= set(director)
    assert "to_dispatch" not in director
    clerk = city.staff("community_clerk", city.community, city.community_area)
    assert counts(clerk)["to_verify"] == 1


def test_a_list_holds_what_its_tab_counts(city: City) -> None:
    for _ in range(3):
        undecided(city)
    actor = city.dispatcher
    [queue] = [q for q in queues_of(actor, now=NOON) if q.key == "returned"]
    page = worklist(actor, queue, Filters(), now=NOON)
    assert queue.count == page.total == len(page.rows) == 3


def test_the_clock_orders_the_list_and_colours_the_lamps(city: City) -> None:
    late = undecided(city, at=T0 - timedelta(days=5))
    new = undecided(city, at=T0 + timedelta(minutes=20))
    actor = city.dispatcher
    [queue] = [q for q in queues_of(actor, now=NOON) if q.key == "returned"]
    rows = worklist(actor, queue, Filters(), now=NOON).rows
    assert [row.number for row in rows] == [late.number, new.number]
    assert rows[0].lamp == "red"
    assert queue.late == 1
    red = worklist(actor, queue, Filters(lamp="red"), now=NOON)
    assert [row.number for row in red.rows] == [late.number]
    assert red.total == 1


def test_another_street_s_community_sees_none_of_it(city: City) -> None:
    order = city.report()
    elsewhere = next(
        a for a in areas.current_areas() if a.level == 2 and not city.grid.path.startswith(a.path)
    )
    body = city._body("community", elsewhere.path)
    clerk = city.staff("community_clerk", body, elsewhere)
    assert counts(clerk)["to_verify"] == 0
    with guarded():
        assert not Order.objects.visible_to(clerk).filter(pk=order.pk).exists()


def test_pages_follow_each_other_without_gaps(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongzhi.orders.selectors.desk import paging

    numbers = {city.report().number for _ in range(5)}
    actor = city.staff("community_clerk", city.community, city.community_area)
    [queue] = [q for q in queues_of(actor, now=NOON) if q.key == "to_verify"]
    monkeypatch.setattr(paging.page_of, "__kwdefaults__", {"size": 2})
    seen: list[str] = []
    mark = ""
    for _ in range(3):
        page = worklist(actor, queue, Filters(), mark=mark, now=NOON)
        seen += [row.number for row in page.rows]
        mark = page.next_mark
    assert mark == ""
    assert len(seen) == 5
    assert set(seen) == numbers


def test_keywords(city: City) -> None:
    order = city.report(text="3号楼门口井盖断了一半", place="平安路12号", category_code=LAMP)
    other = city.report(text="垃圾满了没人收", category_code=None)
    actor = city.staff("community_clerk", city.community, city.community_area)
    [queue] = [q for q in queues_of(actor, now=NOON) if q.key == "to_verify"]

    def found(q: str) -> set[str]:
        with guarded():
            rows = worklist(actor, queue, Filters(q=q), now=NOON).rows
        return {row.number for row in rows}

    assert found("井盖") == {order.number}
    assert found("平安路") == {order.number}
    assert found(order.number) == {order.number}
    assert found(order.number[-4:]) >= {order.number}
    assert found("' OR 1=1 --") == set()
    assert other.state == "submitted"


def test_a_phone_is_found_by_those_who_talk_to_reporters_only(city: City) -> None:
    order = city.report(actor=city.resident("19900001234"), category_code=None)
    acceptor = city.acceptor
    [queue] = [q for q in queues_of(acceptor, now=NOON) if q.key == "submitted"]
    with guarded():
        for q in ("19900001234", "1234"):
            rows = worklist(acceptor, queue, Filters(q=q), now=NOON).rows
            assert [row.number for row in rows] == [order.number], q
        from gongzhi.orders.selectors.desk.listing import ALL, listing

        clerk = city.staff("community_clerk", city.community, city.community_area)
        assert listing(clerk, ALL, Filters(q="19900001234"), now=NOON).total == 0


def test_the_list_costs_six_queries_at_most(city: City, browser: Browser) -> None:
    for _ in range(8):
        undecided(city)
    actor = city.dispatcher
    client = browser(actor)
    client.get("/desk/?tab=returned")
    with CaptureQueriesContext(
        connection,
    ) as few:
        queues = queues_of(actor, now=NOON)
        [queue] = [q for q in queues if q.key == "returned"]
        worklist(actor, queue, Filters(lamp="green"), now=NOON)
    assert len(few) <= 6, [q["sql"][:90] for q in few.captured_queries]
    with CaptureQueriesContext(connection) as page:
        assert client.get("/desk/?tab=returned").status_code == 200
    # The session, three reads that decide the tab and its lines, the views kept, the clock's lamp.
    assert len(page) <= 8, [q["sql"][:90] for q in page.captured_queries]


def test_the_page(city: City, browser: Browser) -> None:
    order = to_dispatch(city, decided=True)
    response = browser(city.dispatcher).get("/desk/")
    html = response.content.decode()
    assert response.status_code == 200
    assert order.number in html
    assert f"dispatch:{order.number}" in html
    assert 'data-key="d"' in html
    assert "no-store" in response["Cache-Control"]


def test_an_empty_list_says_so(city: City, browser: Browser) -> None:
    order = undecided(city)
    dispatcher = city.dispatcher
    act(
        actor=dispatcher,
        number=order.number,
        action="dispatch",
        payload={"body": city._body("street", city.grid.path).code, "reason": "先由街道看"},
        at=NOON - timedelta(minutes=18),
    )
    html = browser(dispatcher).get("/desk/?tab=returned").content.decode()
    assert "现在没有要办的" in html
    assert "上次全部清零" in html
    assert "10:42" in html


def test_strangers_are_sent_to_the_login(city: City) -> None:
    response = Client().get("/desk/")
    assert response.status_code == 302
    assert response["Location"].startswith("/login/?next=/desk/")


def test_a_number_in_the_box_opens_its_order(city: City, browser: Browser) -> None:
    order = undecided(city)
    response = browser(city.dispatcher).get("/desk/", {"q": order.number.lower()})
    assert response["Location"] == f"/desk/orders/{order.number}/"
