"""In time, exempt and visited: counted from rows, down to the orders, recomputed from the chains."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.accounts import actor as accounts_actor
from gongzhi.areas import selectors as areas
from gongzhi.insight.figures import results, rollup
from gongzhi.insight.figures.closed import closed_orders
from gongzhi.insight.models import DailyHandling
from gongzhi.insight.selectors.rates import RatesPage, rates_page
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.orders.models import Exemption, Order, OrderEvent, Visit
from gongzhi.orders.services.act import act
from gongzhi.orders.services.rate import rate
from tests.orders.conftest import T0, City
from tests.signing_in import browser_of

from .test_rates import TODAY, closed

AT = T0 + timedelta(hours=6)


def visited(city: City, *said: tuple[str, str, str]) -> Order:
    """An order at its follow-up, visited as often as there are answers, then judged."""
    order = closed(city, signed_after=10, satisfaction=3, solved=False)
    for reached, solved, glad in said:
        payload = {"reached": reached, "said": solved, "said_satisfied": glad, "note": "电话回访"}
        act(actor=city.acceptor, number=order.number, action="follow_up", payload=payload, at=AT)
    rate(actor=city.resident(), number=order.number, solved=True, satisfaction=2, at=AT)
    return Order.reached.get(pk=order.pk)


def recomputed() -> tuple[int, int]:
    """Visited and reached, from nothing but the sealed events."""
    rows = OrderEvent.reached.filter(action="follow_up")
    reached = {row.order_id for row in rows if (row.payload or {})["reached"] == "yes"}
    return len({row.order_id for row in rows}), len(reached)


def test_visits_and_exemptions_are_counted_and_lead_to_their_orders(city: City) -> None:
    visited(city, ("no", "", ""), ("yes", "no", "1"), ("yes", "yes", "3"))
    visited(city, ("yes", "no", "2"))
    visited(city, ("no", "", ""))
    late = visited(city)
    Order.reached.filter(pk=late.pk).update(on_time=False)
    Exemption.objects.create(order=late, appeal=city.report(), at=AT)
    officer, root = city.duty_officer, areas.root_area()
    assert root is not None
    with clock.frozen(AT):
        closed = closed_orders(actor=officer, area=root, below=[], span=TODAY)
        found = results.of_leads(closed)
        total = results.whole_of(found)
        assert total.pairs == {
            "on_time": (3, 4), "on_time_or_exempt": (4, 4), "visited": (3, 4), "reached": (2, 3),
            "said_solved": (1, 2), "said_glad": (2, 2),
        }  # fmt: skip
        assert total.exempt == 1
        assert recomputed() == (total.pairs["visited"][0], total.pairs["reached"][0])
        for name, (part, whole) in total.pairs.items():
            for is_whole, count in ((False, part), (True, whole)):
                listed = results.orders_behind(
                    actor=officer, area=root, span=TODAY, result=name, whole=is_whole,
                    body_id=late.lead_body_id,
                )  # fmt: skip
                assert listed.count() == count, (name, is_whole)
        page = rates_page(actor=officer, area=root, span=TODAY)
        assert [row.cells[0].part for row in page.results] == [3, 3]
        assert rates_page(actor=officer, area=root, span=TODAY) == page
        with pytest.raises(NotFound):
            closed_orders(actor=city.resident(), area=root, below=[], span=TODAY)


def test_rolled_days_say_what_orders_say_also_after_a_later_appeal(city: City) -> None:
    visited(city, ("no", "", ""), ("yes", "no", "1"))
    late = visited(city, ("yes", "yes", "3"))
    Order.reached.filter(pk=late.pk).update(on_time=False)
    officer, root = city.duty_officer, areas.root_area()
    assert root is not None

    def page() -> RatesPage:
        return rates_page(actor=officer, area=root, span=TODAY)

    with clock.frozen(AT + timedelta(days=1)):
        live = page()
        rollup.refresh()
        assert DailyHandling.objects.exists()
        assert page() == live
        appeal = city.report()
        Exemption.objects.create(order=late, appeal=appeal, at=AT)
        assert page().results[0].cells[1].part == live.results[0].cells[1].part + 1
        rollup.refresh()
        assert page().results[0].cells[1].part == live.results[0].cells[1].part + 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_opens_in_both_languages(city: City, language: str) -> None:
    accounts_actor.forget()
    visited(city, ("yes", "yes", "3"))
    client = browser_of(city.duty_officer)
    client.cookies["django_language"] = language
    with clock.frozen(AT):
        text = client.get("/desk/rates/").content.decode()
        assert ("Follow-up" in text or "follow-up" in text) is (language == "en")
        listed = client.get("/desk/rates/orders/?rate=said_solved&side=part")
        assert listed.status_code == 200
        assert client.get("/desk/rates/orders/?rate=none&side=part").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reached": ""}, "reached"),
        ({"reached": "perhaps"}, "reached"),
        ({"reached": "no", "said": "yes"}, "said"),
        ({"reached": "yes", "said_satisfied": "9"}, "said_satisfied"),
        ({"reached": 1}, "reached"),
    ],
)
def test_a_visit_without_a_result_is_none(city: City, wrong: dict[str, object], field: str) -> None:
    order = closed(city, signed_after=10, satisfaction=3, solved=False)
    with pytest.raises(Invalid) as refused:
        act(actor=city.acceptor, number=order.number, action="follow_up", at=AT,
            payload={"note": "电话回访", **wrong})  # fmt: skip
    assert refused.value.field == field
    assert not Visit.objects.exists()
    assert Order.reached.get(pk=order.pk).event_seq == order.event_seq
