"""Places in windows: found, taken, moved and given back, always inside the order's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.orders.engine.step import Step, effect
from gongzhi.orders.models import Order

from .catalogue import item_by_code, provider_at
from .givendays import open_day, stands
from .models import ClosedDay, ItemOrder, ServiceTime, Window, WindowPlace
from .ordering import AGREED, rules

_UNTAKEN: Final = frozenset({"draft", "order_placed", "order_sent"})


def moment(raw: object, field: str = AGREED) -> datetime:
    """An ISO moment as a form or an event holds it. Raises Invalid."""
    try:
        at = datetime.fromisoformat(str(raw))
    except ValueError:
        raise Invalid(_("时间应写成 2026-12-01 09:30 这样。"), field) from None
    return clock.local(at) if at.tzinfo else at.replace(tzinfo=clock.LOCAL_TZ)


def has_times(body_id: int, code: str) -> bool:
    return ServiceTime.objects.filter(body_id=body_id, code=code, ended_at=None).exists()


def take_place(order: Order, code: str, starts_at: datetime, at: datetime) -> None:
    """The order's place in the window that starts then, where its provider has windows.

    Raises Invalid (no such window, over, too far ahead) and Conflict (full: the constraint of the
    window's row says so, whoever asks at the same moment).
    """
    local, field = clock.local(starts_at), AGREED
    if starts_at <= at:
        raise Invalid(_("这个时间已经过了。"), field)
    body_id = _provider_of(order, code)
    if body_id is None or not has_times(body_id, code):
        return
    last = clock.local(at).date() + timedelta(days=rules().ahead_days)
    if local.date() > last:
        raise Invalid(_("最多提前%(n)d天约时间。") % {"n": rules().ahead_days}, field)
    if ClosedDay.objects.filter(body_id=body_id, code=code, day=local.date()).exists():
        raise Invalid(_("这一天不上门，请从列出的时间里选。"), field)
    time = ServiceTime.objects.filter(
        Q(only_on=None) | Q(only_on=local.date()), body_id=body_id, code=code,
        weekday=local.weekday(), starts=local.time(), ended_at=None,
    ).first()  # fmt: skip
    if time is None:
        raise Invalid(_("这个时间没有人上门，请从列出的时间里选。"), field)
    if not stands(time, open_day(body_id, local.date())):
        raise Invalid(_("这一天不上门，请从列出的时间里选。"), field)
    Window.objects.bulk_create(
        [Window(time=time, day=local.date(), capacity=time.capacity)], ignore_conflicts=True
    )
    rows = Window.objects.filter(time=time, day=local.date())
    try:
        with transaction.atomic():
            rows.update(taken=F("taken") + 1)
    except IntegrityError:
        raise Conflict(_("这个时间刚刚约满了，请换一个时间。"), field) from None
    WindowPlace.objects.create(order=order, window=rows.get(), starts_at=starts_at)


def _provider_of(order: Order, code: str) -> int | None:
    item, area = item_by_code(code), areas.area_by_id(order.area_then_id or 0)
    body = provider_at(item, area) if item and area else None
    return body.id if body else None


def give_back(order: Order) -> bool:
    """Whether there was a place; somebody else may have it now."""
    row = WindowPlace.objects.filter(order=order).first()
    if row is None:
        return False
    Window.objects.filter(pk=row.window_id).update(taken=F("taken") - 1)
    row.delete()
    return True


@effect
def release_window(step: Step) -> None:
    """Cancelled: the place is free. Its resident may until so many hours before (profile)."""
    if step.actor.kind == "resident":
        _in_time(step)
    give_back(step.order)


@effect(reads=(AGREED,))
def move_window(step: Step) -> None:
    """Another time. Where the new window is full nothing changes: it is one transaction."""
    starts_at = moment(step.payload.get(AGREED))
    if step.actor.kind == "resident":
        _in_time(step)
    kept = ItemOrder.objects.filter(order=step.order).first()
    row = WindowPlace.objects.filter(order=step.order).first()
    if row is not None and row.starts_at == starts_at:
        raise Invalid(_("就是现在约好的时间，没有变。"), AGREED)
    give_back(step.order)
    if kept is not None:
        take_place(step.order, kept.code, starts_at, step.at)
    elif starts_at <= step.at:
        raise Invalid(_("这个时间已经过了。"), AGREED)


def _in_time(step: Step) -> None:
    row = WindowPlace.objects.filter(order=step.order).first()
    if row is None:
        if step.order.state not in _UNTAKEN:
            raise Conflict(_("已经有人接单了，要取消或改时间请打社区电话。"))
        return
    hours = rules().change_hours
    if step.at > row.starts_at - timedelta(hours=hours):
        raise Conflict(_("离约好的时间不到%(n)d小时，要取消或改时间请打社区电话。") % {"n": hours})
