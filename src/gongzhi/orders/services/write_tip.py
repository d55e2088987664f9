"""Write a protected tip, and follow it by number and code (QA-18).

Nothing here takes a request: who wrote, from where and in which session never comes near a row.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Denied, Invalid, NotFound, TooMany
from gongzhi.kernel.quota import HourlyQuota
from gongzhi.kernel.scope import SYSTEM, Actor

from .. import tips
from ..engine.payloads import checked_payload
from ..intake.place import Place
from ..models import Order, Process, WriterCode
from ..privacy.secretcode import clean_code, digest_of, is_code
from .attach import attach
from .report import TEXT_MAX
from .start_order import Start, start_order

# Wrong codes for one number an hour; counted in memory, by the number and by nothing else.
_WRONG: Final = HourlyQuota(20)


@dataclass(frozen=True)
class Tip:
    """What was written. `code` was made for this form; `kept_from` are kinds of bodies."""

    client_key: uuid.UUID
    code: str
    text: str
    place: str = ""
    area_code: str = ""
    kept_from: Collection[str] = ()
    photos: list[bytes] = field(default_factory=list)


def write_tip(tip: Tip, *, at: datetime | None = None) -> Order:
    """The order, with the hash of its code. The same form again gives the same order.

    Raises Invalid by field, NotFound where the profile has no such process.
    """
    at = at or wall.now()
    _check(tip)
    where = _place(tip)
    lead, passed = tips.handler_of(where.area.path, tip.kept_from)
    start = Start(
        process=tips.PROCESS,
        source=tips.SOURCE,
        text=tip.text.strip(),
        where=where,
        lead_id=lead.id,
        client_key=tip.client_key,
        place=tip.place.strip()[:160],
        said={tips.KEPT_FROM: passed} if passed else {},
    )
    with transaction.atomic():
        try:
            order = start_order(actor=Actor(kind="writer"), start=start, at=at)
        except Process.DoesNotExist:
            raise NotFound from None
        if order.source != tips.SOURCE:
            raise Denied
        digest = digest_of(tip.code, order.number)
        known, new = WriterCode.objects.get_or_create(order=order, defaults={"digest": digest})
        if known.digest != digest:
            raise Denied  # somebody else's form
        if new and tip.photos:
            writer = Actor(kind="writer", order_id=order.pk)
            attach(actor=writer, number=order.number, kind="report", blobs=tip.photos, at=at)
    return order


def writer_of(number: str, code: str, *, now: datetime | None = None) -> tuple[Order, Actor]:
    """The order and the actor who holds its code. A wrong number and a wrong code get the same
    answer: NotFound; TooMany after many wrong ones for one number within the hour.
    """
    now = now or wall.now()
    wanted = number.strip().upper()[:24]
    row = WriterCode.objects.filter(
        order_id__in=Order.objects.visible_to(SYSTEM).filter(number=wanted).values("pk")
    ).first()
    # The same work for a number that there is not: the time of the answer tells nothing.
    if not is_code(code, wanted, row.digest if row else "-"):
        if not _WRONG.take(wanted, 1, now=now):
            raise TooMany(_("这个编号试错太多次了，请过一小时再试。"))
        raise NotFound(_("编号或密码不对，请对照写下来的再输一次。"))
    assert row is not None
    actor = Actor(kind="writer", order_id=row.order_id)
    return Order.objects.visible_to(actor).get(pk=row.order_id), actor


def _check(tip: Tip) -> None:
    checked_payload({"text": tip.text[:4000], "place": tip.place[:4000]})
    if not tip.text.strip():
        raise Invalid(_("请写清是什么事：谁、什么时候、在哪里、做了什么。"), "text")
    if len(tip.text) > TEXT_MAX:
        raise Invalid(_("文字太长，请控制在%(max)d字以内。") % {"max": TEXT_MAX}, "text")
    if not clean_code(tip.code):
        raise Invalid(_("页面已经过期，请重新打开再写。"), "text")


def _place(tip: Tip) -> Place:
    area = areas.area_by_code(tip.area_code) if tip.area_code else areas.root_area()
    if area is None:
        raise Invalid(_("请从列表里选一个地方。"), "area")
    return Place(area, outside=False)
