"""Staff take an order down for a resident: at the door, by phone, at the counter."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import SYSTEM, Actor

from ..intake.place import Place, place_of
from ..models import Order
from ..process.opening import offered_one, posting_for
from ..process.spec import OpeningSpec
from .attach import attach
from .opening import Opening
from .report import Draft, report

SOURCES: Final = ("visit", "hotline", "window")


def start_for_resident(
    *,
    actor: Actor,
    opening: Opening,
    opens: OpeningSpec,
    photos: list[bytes] | None,
    at: datetime | None,
) -> Order:
    """The order, which is the resident's as if ordered by phone; inside the caller's transaction.

    The same way in as every report: its limits, its contact, its receipt. Raises Denied (place
    outside the post), Invalid (a field) and what `report` raises.
    """
    if opening.source not in SOURCES:
        raise Invalid(_("来源不在列表里。"), "source")
    if photos and offered_one(opening.process)[1].discreet:
        raise Invalid(_("这里不放照片，免得认出是谁。"), "photos")
    chosen = areas.area_by_code(opening.area_code) if opening.area_code else None
    where = place_of(opening.lon, opening.lat, chosen.code if chosen else "")
    if where.outside:
        posting = posting_for(actor, opens)
        own = areas.area_by_id(posting.area_id) if posting.area_id else None
        if own is None or opening.lon is not None:
            raise Invalid(_("这个点不在任何网格里，请在辖区里重新选一个。"), "place")
        where = Place(own, outside=False)
    posting_for(actor, opens, where.area.path)
    draft = Draft(
        client_key=opening.client_key,
        text=opening.text,
        lon=opening.lon,
        lat=opening.lat,
        area_code=where.area.code,
        place=opening.place,
        source=opening.source,
        phone=opening.phone,
        name=opening.name,
        process=opening.process,
        fields=opening.fields,
    )
    receipt = report(actor=actor, draft=draft, at=at)
    order: Order = Order.objects.visible_to(SYSTEM).get(number=receipt.number)
    if order.entered_by_id != actor.user_id:
        raise Denied
    if photos and not receipt.repeated:
        attach(actor=actor, number=order.number, kind="report", blobs=photos)
    return order
