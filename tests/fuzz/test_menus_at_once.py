"""A menu's line is ordered while its unit leaves, its series are made by two workers and stopped,
the figures are rolled by two: whoever is first, nothing is done twice or by nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from gongzhi.insight.figures import rollup
from gongzhi.insight.models import DailyFigure, DailyHandling
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.offerings import catalogue
from gongzhi.offerings.models import MenuLine, MenuTake, Series, SeriesDay
from gongzhi.offerings.services.put_up_dish import put_up_dish
from gongzhi.offerings.services.recur import make_ahead, stop_series
from gongzhi.offerings.services.return_lines import return_lines
from gongzhi.offerings.services.take_line import take_line
from gongzhi.orders.models import Order
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.models import UnitCheckin
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit, end_unit
from tests.offerings.test_menu import dish, order, unit_of, weekly
from tests.orders.conftest import City
from tests.orders.processes.residents import clerk

from .test_two_at_once import at_once, city, split

__all__ = ["city"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_menu_and_its_figures_under_many_hands(city: City) -> None:
    """All scenes in one city, since applying the profile costs more than all of them."""
    catalogue.forget()
    unit, head = unit_of(city)
    line = put_up_dish(actor=clerk(city), dish=dish(city))
    take_line(actor=head, line_id=line.pk, body=unit.code, at_once=3)
    made_by_two_workers(city, line)
    stopped_while_it_is_made(city)
    ordered_while_the_unit_leaves(city, line)
    taken_while_the_unit_leaves(city, line)
    left_while_it_takes(city, line)
    rolled_by_two(city)


def made_by_two_workers(city: City, line: MenuLine) -> None:
    weekly(city, line)
    done, refused = split(at_once(make_ahead, make_ahead, make_ahead))
    assert (sum(done), refused) == (1, [])
    days = list(SeriesDay.objects.values_list("day", flat=True))
    assert len(days) == len(set(days)) == Order.reached.count() == 2


def stopped_while_it_is_made(city: City) -> None:
    series, me = Series.reached.get(), city.resident()
    later = clock.now() + timedelta(days=7)
    stop = partial(stop_series, actor=me, series_id=series.pk)
    _done, refused = split(at_once(partial(make_ahead, at=later), stop, stop))
    assert len(refused) == 1  # the second tap
    assert Series.reached.get().stopped_at is not None
    ahead = SeriesDay.objects.filter(day__gt=clock.today(), order__phase="open")
    assert not ahead.exists()
    assert make_ahead(at=later) == 0


def ordered_while_the_unit_leaves(city: City, line: MenuLine) -> None:
    before = set(Order.reached.values_list("pk", flat=True))
    keeper, row = clerk(city), UnitCheckin.reached.get()
    people = [f"1990000010{n}" for n in range(3)]
    for phone in people:
        city.resident(phone)
    jobs: list[Any] = [partial(order, city, line, phone) for phone in people]
    end = partial(end_unit, actor=keeper, checkin_id=row.pk)
    done, refused = split(at_once(*jobs, end, return_lines))
    taken = [one for one in done if isinstance(one, Order)]
    # One of the series is still open, so two more at most; each is whole, or not there at all.
    assert len(taken) <= 2
    assert len(refused) == len(people) - len(taken)
    assert set(Order.reached.values_list("pk", flat=True)) - before == {one.pk for one in taken}
    assert not MenuTake.objects.filter(ended_at=None).exists()
    assert {Order.reached.get(pk=one.pk).phase for one in taken} <= {"open"}


def another_unit(city: City, number: int) -> tuple[str, Actor, UnitCheckin]:
    """One that has checked in: its code, its head, and the check-in."""
    body = orgs.bodies_of_kind("unit")[number]
    asked = Asked(body.code, city.community.code, date(2026, 1, 1))
    return body.code, city.staff("body_head", body), check_in_unit(actor=clerk(city), asked=asked)


def waits(job: Callable[[], Any], begun: Callable[[], Any]) -> list[Any]:
    """`job` begins while the transaction of `begun` is open, and is not through before it is."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.extend(at_once(job)))
    with transaction.atomic():
        begun()
        thread.start()
        thread.join(timeout=1)
        assert found == []
    thread.join(timeout=30)
    return found


def taken_while_the_unit_leaves(city: City, line: MenuLine) -> None:
    """Its own head takes the line while the community ends the check-in: the line stays free."""
    code, head, row = another_unit(city, 1)
    take = partial(take_line, actor=head, line_id=line.pk, body=code, at_once=1)
    _done, refused = split(waits(take, partial(end_unit, actor=clerk(city), checkin_id=row.pk)))
    assert [type(one) for one in refused] == [NotFound]
    assert not MenuTake.objects.filter(ended_at=None).exists()


def left_while_it_takes(city: City, line: MenuLine) -> None:
    """The other way round: whoever ends the check-in finds the take, and the line comes back."""
    code, head, row = another_unit(city, 2)
    end = partial(end_unit, actor=clerk(city), checkin_id=row.pk)
    take = partial(take_line, actor=head, line_id=line.pk, body=code, at_once=1)
    _done, refused = split(waits(end, take))
    assert refused == []
    assert not MenuTake.objects.filter(ended_at=None).exists()
    assert MenuTake.objects.filter(body_id=row.unit_id).exclude(ended_at=None).count() == 1
    for number in range(3, 6):  # both in the same moment, whoever is first
        code, head, row = another_unit(city, number)
        take = partial(take_line, actor=head, line_id=line.pk, body=code, at_once=1)
        end = partial(end_unit, actor=clerk(city), checkin_id=row.pk)
        split(at_once(take, end))
        assert not MenuTake.objects.filter(ended_at=None).exists()


def rolled_by_two(city: City) -> None:
    day = clock.today() - timedelta(days=1)
    city.report(at=clock.now() - timedelta(days=1))
    done, refused = split(at_once(*(partial(rollup.roll_day, day) for _worker in range(3))))
    assert (len(set(done)), refused) == (1, [])
    assert DailyFigure.objects.count() + DailyHandling.objects.count() == done[0] > 0
