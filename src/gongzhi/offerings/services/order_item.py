"""Order an item of the catalogue: its process starts, and the order keeps which item it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order
from gongzhi.orders.services.opening import Opening
from gongzhi.orders.services.report import Draft, Receipt, report
from gongzhi.orders.services.start_at_desk import start_at_desk

from ..catalogue import Item, is_handed_over, provider_at
from ..models import HandOver, ItemOrder
from ..ordering import AGREED
from ..profile_section import LISTED
from ..windows import moment, take_place
from .begin_series import begin_series
from .hold_line import hold_line, no_taker

EVERY_FIELD = "every"  # asked beside the fields of the process: how often it comes again


def order_item(*, actor: Actor, item: Item, draft: Draft, at: datetime | None = None) -> Receipt:
    """By a resident. Raises Invalid (where it is not available), Conflict (the window is full)
    and what `report` raises.
    """
    at, every = at or clock.now(), draft.fields.get(EVERY_FIELD)
    draft = replace(draft, process=orderable(item), fields=_fields(item, draft.fields))
    _check_area(item, draft.area_code)
    with transaction.atomic():
        receipt = report(actor=actor, draft=draft, at=at)
        if not receipt.repeated:
            order = Order.objects.visible_to(SYSTEM).get(number=receipt.number)
            _keep(item, order, draft.fields.get(AGREED), every, at)
    return receipt


def order_item_at_desk(
    *, actor: Actor, item: Item, opening: Opening, at: datetime | None = None
) -> Order:
    """At the counter, by phone, at the door: any clerk takes any item (JN-21).

    Raises Denied (the post), Invalid (a field) and what `start_at_desk` raises.
    """
    at, every = at or clock.now(), opening.fields.get(EVERY_FIELD)
    opening = replace(opening, process=orderable(item), fields=_fields(item, opening.fields))
    _check_area(item, opening.area_code)
    with transaction.atomic():
        order = start_at_desk(actor=actor, opening=opening, at=at)
        _keep(item, order, opening.fields.get(AGREED), every, at)
    return order


def orderable(item: Item) -> str:
    """The process that an order of it starts. Conflict."""
    if item.menu_of and not item.process:
        raise no_taker()
    if not item.process:
        raise Conflict(_("这一项不用点单，到点就能用。"))
    return item.process


def _fields(item: Item, given: dict[str, Any]) -> dict[str, Any]:
    preset = dict([item.preset]) if item.preset else {}
    fields = {name: value for name, value in given.items() if name != EVERY_FIELD}
    if fields.get(AGREED):
        # One spelling of a moment, whoever wrote it: a series reads the hour from it.
        fields[AGREED] = moment(fields[AGREED]).isoformat(timespec="minutes")
    return {**fields, **preset, LISTED: item.recorded}


def _check_area(item: Item, code: str) -> None:
    area = areas.area_by_code(code) if code else None
    if area is not None and provider_at(item, area) is None:
        raise Invalid(_("您那里现在没有这项服务，可以打社区电话问问。"), "area")


def _keep(item: Item, order: Order, agreed: Any, every: Any, at: datetime) -> None:
    """Once: a repeat of the same key has its row, its place and its series."""
    _row, made = ItemOrder.objects.get_or_create(
        order=order, defaults={"code": item.code, "kind": item.kind}
    )
    if not made:
        return
    hold_line(item, order.pk)
    if is_handed_over(item.code):
        HandOver.objects.create(order=order, next_at=at)
    if agreed:
        take_place(order, item.code, moment(agreed), at)
    if every:
        begin_series(order=order, item=item, every=str(every), at=at)
