"""A change of boundaries rewrites many rows while others lock several of them: no deadlock.

Real threads and connections. Whoever is second waits, or reads a sentence; nothing is lost, and
nothing is left under the old boundaries.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.services import hand_over_posting as handing
from gongzhi.accounts.services.hand_over_posting import hand_over_posting
from gongzhi.areas import selectors as areas
from gongzhi.areas.models import AreaVersion, BoundaryChange
from gongzhi.areas.services.apply_due import take_late_comers
from gongzhi.kernel import clock
from gongzhi.orders.models import Order, OrderEvent, OrderParty
from gongzhi.orders.services.act import act
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body
from gongzhi.orgs.services import end_body as ending
from tests.insight.changed_city import NEW, Neighbours, merge, neighbours
from tests.orders.conftest import T0, City, forget_all

from .test_change_under_way import middle, resident
from .test_two_at_once import at_once, split
from .test_two_at_once import city as city

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 12


def reported(city: City, found: Neighbours, number: int) -> list[Order]:
    """So many in each of the two communities."""
    made = []
    for area in (found.first, found.second):
        lon, lat = middle(area)
        made += [city.report(resident(city), lon=lon, lat=lat) for _ in range(number)]
    return made


def all_are_under(found: Neighbours, orders: list[Order]) -> None:
    forget_all()
    take_late_comers()
    joined = areas.area_by_code(NEW)
    assert joined is not None
    rows = Order.reached.filter(pk__in=[order.pk for order in orders])
    assert rows.count() == len(orders)
    assert not [row.number for row in rows if not row.area_path.startswith(joined.path)]
    assert list(verify_chains()) == []


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def held_back(real: Callable[..., Any], begun: threading.Event) -> Callable[..., Any]:
    """Goes on once somebody waits for a lock, so that both are in the middle of their work."""

    def run(*args: Any, **more: Any) -> Any:
        begun.set()
        end = time.monotonic() + 5
        while not somebody_waits() and time.monotonic() < end:
            time.sleep(0.02)
        return real(*args, **more)

    return run


def after(begun: threading.Event, job: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        begun.wait(timeout=10)
        return job()

    return run


def test_merging_orders_while_their_areas_merge(city: City) -> None:
    """Pairs of orders, each into the other, from both ends of the list, and apart again."""
    found = neighbours(city)
    orders = reported(city, found, PAIRS)
    officer = city.dispatcher
    pairs = list(zip(orders[:PAIRS], orders[PAIRS:], strict=True))

    def merging(chosen: list[tuple[Order, Order]]) -> Callable[[], Any]:
        def run() -> list[Any]:
            results = []
            for one, into in chosen:
                try:
                    results.append(act(actor=officer, number=one.number, action="merge",
                                       payload={"into": into.number}, at=T0))  # fmt: skip
                except Exception as error:
                    results.append(error)
            return results

        return run

    backward = [(two, one) for one, two in reversed(pairs)]
    merged, back, changed = at_once(
        merging(pairs), merging(backward), lambda: merge(found, clock.today())
    )
    assert isinstance(changed, BoundaryChange), repr(changed)
    done, _refused = split([*merged, *back])
    rows = {row.pk: row for row in Order.reached.filter(pk__in=[one.pk for one in orders])}
    gone = [row for row in rows.values() if row.merged_into_id is not None]
    assert len(gone) == len(done) > 0
    for row in gone:
        main = rows[row.merged_into_id or 0]
        assert row.phase == "closed"
        assert main.phase != "closed"
        assert OrderEvent.reached.filter(order=main, action="merged_in").count() == 1
    all_are_under(found, orders)


def test_two_changes_that_want_the_same_area(city: City) -> None:
    """One is made; the other reads that the area is no more, and has written nothing."""
    found = neighbours(city)
    orders = reported(city, found, 2)
    other = Neighbours(city, found.second, found.third, found.first)
    done, refused = split(
        at_once(
            lambda: merge(found, clock.today()),
            lambda: merge(other, clock.today()),
        )
    )
    assert (len(done), len(refused)) == (1, 1)
    assert BoundaryChange.objects.count() == 1
    today = AreaVersion.objects.filter(valid__contains=clock.today())
    assert today.filter(code=NEW).count() == 1
    living = set(today.values_list("path", flat=True))
    forget_all()
    take_late_comers()
    for row in Order.reached.filter(pk__in=[one.pk for one in orders]):
        assert row.area_path in living
    assert list(verify_chains()) == []


def test_a_body_ends_while_its_area_merges(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ending holds bodies and wants orders; the change would hold orders and want bodies."""
    found, boss, begun = neighbours(city), city.staff("sysadmin", city.centre), threading.Event()
    orders = reported(city, found, 3)
    one = orgs.responsible_body("community", found.first.path)
    two = orgs.responsible_body("community", found.second.path)
    assert one is not None
    assert two is not None
    OrderParty.objects.bulk_create(
        OrderParty(order=order, body_id=two.id, role="co", since=T0) for order in orders
    )
    monkeypatch.setattr(ending, "_pass_areas", held_back(ending._pass_areas, begun))
    results = at_once(
        lambda: ending.end_body(actor=boss, code=two.code, successor=one.code, why="合并", at=T0),
        after(begun, lambda: merge(found, clock.today())),
    )
    _done, refused = split(results)
    assert refused == []
    all_are_under(found, orders)
    assert not Body.objects.get(pk=two.id).active
    parts = OrderParty.objects.filter(order__in=orders, role="co")
    assert {part.body_id for part in parts} == {one.id}


def test_work_is_handed_over_while_areas_merge(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hand-over holds a posting and wants orders; the change would hold them the other way."""
    found, boss, begun = neighbours(city), city.staff("sysadmin", city.centre), threading.Event()
    orders = reported(city, found, 3)
    team = orgs.responsible_body("grid_team", found.first.path)
    assert team is not None
    giver, taker = (
        User.objects.get(pk=city.staff("grid_worker", team, found.first).user_id) for _ in range(2)
    )
    Order.reached.filter(pk__in=[one.pk for one in orders]).update(
        handler=giver, holder_body_id=team.id
    )
    posting = Posting.objects.get(user=giver)
    Posting.objects.filter(pk=posting.pk).update(valid=DateRange(posting.valid.lower, None))
    monkeypatch.setattr(handing, "pass_work", held_back(handing.pass_work, begun))
    results = at_once(
        lambda: hand_over_posting(actor=boss, posting=posting, successor=taker),
        after(begun, lambda: merge(found, clock.today())),
    )
    _done, refused = split(results)
    assert refused == []
    all_are_under(found, orders)
    posting.refresh_from_db()
    assert posting.valid.upper == clock.today()


def test_what_is_given_up_reads_as_a_sentence() -> None:
    """Should two ever wait for each other all the same, a person reads that somebody was first."""
    from django.db import OperationalError
    from django.http import HttpResponse
    from django.test import RequestFactory

    from gongzhi.web.errors import ErrorPages

    class GivenUpError(Exception):
        sqlstate = "40P01"

    error = OperationalError("deadlock detected")
    error.__cause__ = GivenUpError()
    answer = ErrorPages(lambda request: HttpResponse()).process_exception(
        RequestFactory().get("/desk/", headers={"accept": "application/json"}), error
    )
    assert answer is not None
    assert answer.status_code == 409
