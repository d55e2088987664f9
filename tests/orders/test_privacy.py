"""Whose words, photos, name and phone stay with whom."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.desk.similar import of_reporter
from gongzhi.orders.selectors.photos import visible_photo
from gongzhi.orders.selectors.resident import view_of
from gongzhi.orders.services.act import act
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.look_up_caller import look_up_caller
from gongzhi.orgs import selectors as orgs

from .conftest import T0, City

pytestmark = pytest.mark.django_db

ME, FAN = "19900000001", "19900000002"
LAMP = "10109"


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def fresh(order: Order) -> Order:
    return Order.reached.get(pk=order.pk)


def step(order: Order, actor: Actor, action: str, **payload: object) -> Order:
    act(actor=actor, number=order.number, action=action, payload=payload, at=T0)
    return fresh(order)


def in_hand(city: City, **fields: object) -> Order:
    """Verified, dispatched by the duty list, signed for."""
    order = city.report(**({"category_code": LAMP} | fields))
    order = step(order, city.grid_worker, "verify_true")
    return step(order, city.handler(order), "sign")


def jpeg(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


def test_a_hidden_name_is_not_told_by_another_report(city: City) -> None:
    me, desk = city.resident(), city.acceptor
    shown, hidden = city.report(me), city.report(me, hide_name=True)
    other = city.report(me)
    assert [one.number for one in of_reporter(shown, desk)] == [other.number]
    assert of_reporter(hidden, desk) == []


def test_a_phone_does_not_find_the_report_of_a_hidden_name(city: City) -> None:
    shown = in_hand(city)
    hidden = in_hand(city, hide_name=True)
    assert hidden.lead_body_id is not None
    lead = orgs.body_by_id(hidden.lead_body_id)
    assert lead is not None
    clerk = city.staff("street_clerk", lead, city.street_area)
    assert [row.number for row in look_up_caller(actor=clerk, phone=ME)] == [shown.number]
    everything = {row.number for row in look_up_caller(actor=city.duty_officer, phone=ME)}
    assert everything == {shown.number, hidden.number}


def test_photos_of_notes_are_for_who_took_them_and_who_handles_it(city: City) -> None:
    me, fan, worker = city.resident(ME), city.resident(FAN), city.grid_worker
    order = city.report(me)
    [inside] = attach(actor=worker, number=order.number, kind="note", blobs=[jpeg("red")])
    added = attach(actor=me, number=order.number, kind="note", blobs=[jpeg("blue")])
    [mine] = [row for row in added if row.pk != inside.pk]
    seen = {
        name: [visible_photo(actor, row.pk) is not None for row in (inside, mine)]
        for name, actor in (("me", me), ("fan", fan), ("worker", worker))
    }
    assert seen == {"me": [False, True], "fan": [False, False], "worker": [True, True]}
    assert [photo.url for photo in view_of(order, me).photos] == [f"/media/photo/{mine.pk}/full/"]
