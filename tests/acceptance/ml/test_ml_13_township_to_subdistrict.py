"""ML-13 撤镇设街道: a town becomes a street, its village a residents' committee; nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries import history
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.models import Area
from gongzhi.areas.services.apply_change import forget, make_change
from gongzhi.insight.figures import tally
from gongzhi.insight.figures.window import Span
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body, Responsibility
from tests.insight.changed_city import BOSS, DAY, Neighbours, file_orders, neighbours
from tests.orders.conftest import City

STREET = "220723909"


@pytest.fixture
def town(city: City) -> Neighbours:
    """A street of the profile plays the town, its first community the village."""
    found = neighbours(city)
    Area.objects.filter(pk=found.street.id).update(kind="town")
    Area.objects.filter(pk=found.first.id).update(kind="village")
    forget()
    return found


def convert(area: areas.AreaRef, kind: str, code: str, name: str) -> areas.AreaRef:
    asked = Asked("convert", clock.today(), (area.id,), (Part(code, name),), area_kind=kind)
    make_change(actor=BOSS, asked=asked)
    found = areas.area_by_code(code)
    assert found is not None
    return found


def test_ml_13_a_town_becomes_a_street(town: Neighbours) -> None:
    old = town.street
    orders = file_orders(town.city, town.first)
    body = orgs.responsible_body("street", old.path)
    below = [a.code for a in areas.children(old.id)]
    new = convert(old, "street", STREET, "新设街道")
    assert (new.kind, new.level, new.parent_id) == ("street", old.level, old.parent_id)
    assert [a.code for a in areas.children(new.id)] == below
    assert areas.area_by_code(old.code) is None
    for order in orders:
        path = Order.reached.get(pk=order.pk).area_path
        assert path == order.area_path.replace(old.path, new.path)
    assert body is not None
    assert Body.objects.get(pk=body.id).area_id == new.id
    assert orgs.responsible_body("street", new.path) == orgs.body_by_id(body.id)


def test_ml_13_the_town_stays_in_the_history(town: Neighbours) -> None:
    old = town.street
    file_orders(town.city, town.first)
    span, day = Span(DAY, DAY + timedelta(days=1)), DAY + timedelta(days=1)
    with clock.frozen(clock.datetime(2026, 11, 21, 4, tzinfo=clock.UTC)):
        before = tally(actor=SYSTEM, area_path=old.path, span=span)
        new = convert(old, "street", STREET, "新设街道")
        was = history.area_on(old.id, day)
        assert was is not None
        assert (was.kind, was.code, was.name) == ("town", old.code, old.name)
        assert history.successor(old.id, day).id == new.id  # type: ignore[union-attr]
        assert tally(actor=SYSTEM, area_path=new.path, span=span) == before
        assert tally(actor=SYSTEM, area_path=old.path, span=span, boundaries=day) == before
        gone = tally(actor=SYSTEM, area_path=new.path, span=span, boundaries=day)
        assert gone.reported == 0  # it did not exist then


def test_ml_13_a_villagers_committee_becomes_a_residents_committee(town: Neighbours) -> None:
    new = convert(town.first, "community", "220723001909", "新设居委会")
    assert new.kind == "community"
    assert new.parent_id == town.street.id


def test_ml_13_part_who_answers_for_it_goes_on_answering(town: Neighbours) -> None:
    first, second = town.first, town.second
    body = Body.objects.get(pk=orgs.bodies_of_kind("community")[0].id)
    since = clock.today() - timedelta(days=30)
    for area in (first, second):
        Responsibility.reached.create(
            kind="area", body=body, area_id=area.id, valid=DateRange(since, None)
        )
    part = Part("220723001088", "合并社区")
    asked = Asked("merge", clock.today(), (first.id, second.id), (part,))
    make_change(actor=BOSS, asked=asked)
    merged = areas.area_by_code(part.code)
    assert merged is not None
    rows = Responsibility.reached.filter(kind="area", body=body).order_by("area_id")
    assert [(row.area_id, row.valid.lower, row.valid.upper) for row in rows] == [
        (first.id, since, clock.today()),
        (second.id, since, clock.today()),
        (merged.id, clock.today(), None),
    ]
