"""A series begins with its first order; `recur` makes the others ahead."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.orders.engine.events import said_at_start
from gongzhi.orders.models import Order

from ..catalogue import Item
from ..models import Series, SeriesDay
from ..ordering import AGREED, EVERY, day_of_series


def begin_series(*, order: Order, item: Item, every: str, at: datetime) -> Series:
    """Inside the transaction of the first order. Raises Invalid: no day, nobody to tell."""
    if every not in EVERY:
        raise Invalid(_("请从列表里选一项。"), "every")
    if order.reporter_id is None:
        raise Invalid(_("要定期上门，请写居民的手机号，好告诉本人、也好取消。"), "phone")
    said = said_at_start(order.pk)
    day = _day(said)
    if day is None:
        raise Invalid(_("要定期上门，请先选第一次的时间。"), "every")
    key = uuid.uuid5(order.client_key, "series")
    row, made = Series.reached.get_or_create(
        key=key,
        defaults={
            "resident_id": order.reporter_id, "body_id": order.lead_body_id, "code": item.code,
            "every": every, "first_on": day, "next_on": day_of_series(day, every, 1), "made_at": at,
        },
    )  # fmt: skip
    if made:
        SeriesDay.objects.create(series=row, day=day, order=order)
    return row


def _day(said: dict[str, Any]) -> date | None:
    raw = said.get(AGREED) or said.get("wished_on")
    return datetime.fromisoformat(str(raw)).date() if raw else None
