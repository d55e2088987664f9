"""What residents read in every state of an order holds no office word, on every page of theirs."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.routing import forget
from gongzhi.orders.models import Category, DutyClause, Order
from gongzhi.orders.process.spec import spec_of
from gongzhi.orders.services.act import act
from gongzhi.orders.services.close_silent import close_silent
from gongzhi.orders.services.rate import rate
from gongzhi.orgs import selectors as orgs

from ..conftest import T0, City
from .test_words import OFFICE

LAMP = "10109"  # decided by the duty list
UNDECIDED = "10503"
RESULT = "10:20到现场看了，换了灯泡，现在亮了。"
WHY = "灯杆在小区里，归物业管。"
OWN = ("/o/{number}/", "/o/{number}/receipt/", "/mine/", "/me/messages/")
ANYBODY = ("/", "/public/", "/public/{number}/", "/public/points.json")
ALWAYS = ("/report/", "/lookup/", "/me/", "/me/looks/", "/here/")


class Walk:
    """One order taken from step to step, and what its pages say after each."""

    def __init__(self, city: City, client: Client) -> None:
        self.city, self.client, self.stranger = city, client, Client()
        self.seen: set[str] = set()
        self.found: list[str] = []
        self.minutes = 0

    def begin(self, **fields: Any) -> Order:
        values = {"category_code": LAMP, "public": True} | fields
        return self.look(self.city.report(**values))

    def step(self, order: Order, actor: Actor, action: str, **payload: Any) -> Order:
        self.minutes += 1
        at = T0 + timedelta(minutes=self.minutes)
        act(actor=actor, number=order.number, action=action, payload=payload, at=at)
        return self.look(order)

    def look(self, order: Order) -> Order:
        """Read every page with this order on it."""
        order = Order.reached.get(pk=order.pk)
        self.seen.add(order.state)
        with clock.frozen(T0 + timedelta(minutes=self.minutes)):
            for client, pages in ((self.client, OWN), (self.stranger, ANYBODY)):
                for address in pages:
                    self.read(client, address.format(number=order.number), order.state)
        return order

    def read(self, client: Client, address: str, state: str = "") -> None:
        answer = client.get(address)
        # A page that an order does not have in this state is a 404 or a redirect, and is read too.
        assert answer.status_code in {200, 302, 404}, (address, state, answer.status_code)
        text = html.unescape(re.sub(r"(?s)<script\b.*?</script>", "", answer.content.decode()))
        self.found += [f"{state} {address}: {word}" for word in OFFICE if word in text]


def to_hand(walk: Walk, order: Order) -> Order:
    order = walk.step(order, walk.city.grid_worker, "verify_true")
    assert order.state == "to_sign"
    return walk.step(order, walk.city.handler(order), "sign")


def finished(walk: Walk, order: Order) -> Order:
    order = walk.step(order, walk.city.handler(order), "finish", result=RESULT)
    return walk.step(order, walk.city.grid_worker, "check_pass")


def a_long_way(walk: Walk) -> None:
    """Through nearly everything that may happen to one order."""
    city = walk.city
    duty, order = city.duty_officer, to_hand(walk, walk.begin())
    handler = city.handler(order)
    for asked, payload, answered in (
        ("ask_extension", {}, "refuse_extension"),
        ("ask_extension", {}, "grant_extension"),
        ("ask_suspension", {"answer_on": "2026-12-31"}, "refuse_suspension"),
        ("ask_suspension", {"answer_on": "2026-12-31"}, "suspend"),
    ):
        order = walk.step(order, handler, asked, reason="等配件到货", **payload)
        given = {"reason": "配件今天就到"} if answered.startswith("refuse") else {}
        order = walk.step(order, duty, answered, **given)
    order = walk.step(order, handler, "lift")
    order = walk.step(order, handler, "ask_reporter", note="是哪一根灯杆？")
    order = walk.step(order, handler, "finish", result=RESULT)
    order = walk.step(order, city.grid_worker, "check_back", reason="还是不亮")
    order = walk.step(order, handler, "return", reason=WHY)
    lead = orgs.body_by_id(order.lead_body_id or 0)
    assert lead is not None
    body = lead.code
    order = walk.step(order, city.dispatcher, "dispatch", body=body, reason="清单上写明了")
    order = walk.step(order, handler, "object", reason=WHY)
    order = walk.step(order, city.director, "rule", body=body, reason="清单上写明了")
    order = finished(walk, walk.step(order, handler, "sign"))
    rate(actor=city.resident(), number=order.number, solved=False, satisfaction=1, comment="又灭了")
    order = finished(walk, walk.look(order))
    rate(actor=city.resident(), number=order.number, solved=True, satisfaction=3, comment="")
    walk.look(order)


def other_ends(walk: Walk) -> None:
    """The ways on which an order ends sooner, each from a report that waits to be read."""
    city, first = walk.city, walk.begin()
    acceptor, duty = city.acceptor, city.duty_officer
    walk.step(walk.begin(category_code=None), acceptor, "refuse", reason="这是别的县的路")
    walk.step(walk.begin(category_code=None), acceptor, "advise", advice="out_of_scope")
    walk.step(walk.begin(), duty, "merge", into=first.number)
    walk.step(walk.begin(), city.resident(), "withdraw")
    walk.step(walk.begin(category_code=None), duty, "void", reason="测试用的")
    walk.step(walk.begin(), city.grid_worker, "verify_false", reason="现场灯是亮的")
    category = Category.objects.get(code=UNDECIDED)
    DutyClause.objects.filter(category__code__startswith=category.code[:3]).delete()
    forget()
    walk.step(walk.begin(category_code=UNDECIDED), city.grid_worker, "verify_true")
    silent = finished(walk, to_hand(walk, walk.begin()))
    walk.minutes += 60 * 24 * 10
    close_silent(at=T0 + timedelta(minutes=walk.minutes))
    walk.look(silent)


def test_no_office_word_in_any_state(city: City, sign_in: Callable[..., Client]) -> None:
    walk = Walk(city, sign_in())
    a_long_way(walk)
    other_ends(walk)
    for client in (walk.client, walk.stranger):
        for address in ALWAYS:
            walk.read(client, address)
    assert walk.found == []
    # Filing is done by the system at once, and a draft has no page but the one for its code.
    every = set(spec_of(Order.reached.first().process_id).states)
    assert every - walk.seen <= {"draft", "to_file"}
