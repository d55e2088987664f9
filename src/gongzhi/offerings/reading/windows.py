"""Windows that still have places, a body's service times, and a resident's appointments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.engine.policies import allowed_actions
from gongzhi.orders.hooks.openhours import places_of
from gongzhi.orders.models import Order
from gongzhi.orders.words.wording import resident_sentence, short_of
from gongzhi.web.words import date_text

from ..catalogue import Item, item_by_code, provider_at
from ..givendays import stands
from ..models import ClosedDay, ItemOrder, Series, SeriesDay, ServiceTime, Window, WindowPlace
from ..ordering import EVERY, rules
from ..reach import kept_bodies

WEEK = 7


@dataclass(frozen=True)
class FreeWindow:
    """A window with places left; `value` is the local ISO moment at which it starts."""

    value: str
    day: date
    starts: Any
    ends: Any
    left: int

    @property
    def words(self) -> str:
        return _("%(day)s %(from)s–%(to)s，还能约%(n)d家") % {
            "day": date_text(self.day), "from": f"{self.starts:%H:%M}", "to": f"{self.ends:%H:%M}",
            "n": self.left,
        }  # fmt: skip


def free_windows(item: Item, area: AreaRef | None, *, now: datetime) -> list[FreeWindow]:
    """Within the days that may be booked ahead, in order; empty where nobody keeps windows."""
    body = provider_at(item, area) if area else None
    if body is None:
        return []
    times = list(ServiceTime.objects.filter(body_id=body.id, code=item.code, ended_at=None))
    today = clock.local(now).date()
    days = [today + timedelta(days=n) for n in range(rules().ahead_days + 1)]
    made = {
        (row.time_id, row.day): row
        for row in Window.objects.filter(time__in=times, day__gte=today, day__lte=days[-1])
    }
    closed = set(closed_days(body.id, item.code, today).values_list("day", flat=True))
    place = places_of([body.id]).get(body.id)
    found = []
    for day in days:
        if day in closed:
            continue
        for time in sorted(times, key=lambda one: one.starts):
            at = datetime.combine(day, time.starts, clock.LOCAL_TZ)
            if time.weekday != day.weekday() or time.only_on not in (None, day) or at <= now:
                continue
            if not stands(time, place(day) if place else None):
                continue
            row = made.get((time.pk, day))
            left = row.capacity - row.taken if row else time.capacity
            if left > 0:
                value = at.isoformat(timespec="minutes")
                found.append(FreeWindow(value, day, time.starts, time.ends, left))
    return found


def closed_days(body_id: int, code: str, today: date) -> QuerySet[ClosedDay]:
    """Dates to come on which nobody comes."""
    return ClosedDay.objects.filter(body_id=body_id, code=code, day__gte=today).order_by("day")


@dataclass(frozen=True)
class ClosedLine:
    """A closed date of a body, and how many orders have a place on it."""

    id: int
    body: str
    day: date
    taken: int


def closed_lines(actor: Actor, item: Item, *, now: datetime) -> list[ClosedLine]:
    """Of the bodies that the actor keeps."""
    today = clock.local(now).date()
    rows = [
        row for body in kept_bodies(actor) if body.kind == item.provider
        for row in closed_days(body.id, item.code, today)
    ]  # fmt: skip
    return [
        ClosedLine(row.pk, short_of(row.body_id), row.day, taken_on(row.body_id, row.code, row.day))
        for row in rows
    ]


def taken_on(body_id: int, code: str, day: date) -> int:
    """How many orders have a place on a date."""
    rows = Window.objects.filter(time__body_id=body_id, time__code=code, day=day)
    return int(rows.aggregate(n=Sum("taken"))["n"] or 0)


def minutes_of(order_ids: list[int]) -> dict[int, int]:
    """How long the window of an order is; orders without one are left out."""
    rows = WindowPlace.objects.filter(order__in=order_ids).values_list(
        "order_id", "window__time__starts", "window__time__ends"
    )
    return {
        order_id: (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
        for order_id, starts, ends in rows
    }


@dataclass(frozen=True)
class TimeLine:
    """One service time of a body, and the orders that have places in the coming week."""

    id: int
    body: str
    weekday: int
    starts: Any
    ends: Any
    capacity: int
    taken: int
    only_on: date | None


def service_times(actor: Actor, item: Item, *, now: datetime) -> list[TimeLine]:
    """Of the bodies that the actor keeps, by weekday and hour."""
    bodies = {body.id for body in kept_bodies(actor)}
    today = clock.local(now).date()
    rows = ServiceTime.objects.filter(
        Q(only_on=None) | Q(only_on__gte=today), code=item.code, ended_at=None, body_id__in=bodies
    ).order_by("body_id", "only_on", "weekday", "starts")  # fmt: skip
    taken = dict(
        Window.objects.filter(
            time__in=rows, day__gte=today, day__lt=today + timedelta(days=WEEK)
        ).values_list("time_id", "taken")
    )
    return [
        TimeLine(row.pk, short_of(row.body_id), row.weekday, row.starts, row.ends, row.capacity,
                 taken.get(row.pk, 0), row.only_on)
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Appointment:
    """One order with an agreed moment that is to come."""

    number: str
    name: str
    at: datetime
    sentence: str
    may_change: bool
    may_cancel: bool
    recurring: bool


def appointments(actor: Actor, *, now: datetime) -> list[Appointment]:
    """A resident's own, the next first."""
    rows = WindowPlace.objects.filter(
        starts_at__gt=now - timedelta(hours=6),
        order__in=Order.objects.visible_to(actor).open().filter(reporter_id=actor.resident_id),
    )
    places = dict(rows.order_by("starts_at").values_list("order_id", "starts_at")[:60])
    orders = {o.pk: o for o in Order.objects.visible_to(actor).filter(pk__in=places)}
    codes = dict(ItemOrder.objects.filter(order__in=orders).values_list("order_id", "code"))
    again = set(SeriesDay.objects.filter(order__in=orders).values_list("order_id", flat=True))
    found = []
    for order_id, at in places.items():
        order = orders[order_id]
        actions = {view.key for view in allowed_actions(actor, order) if view.allowed}
        found.append(
            Appointment(order.number, item_name(codes.get(order_id, "")), at,
                        resident_sentence(order), "change_time" in actions,
                        "withdraw" in actions, order_id in again)
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class SeriesLine:
    """Something that recurs."""

    id: int
    name: str
    every: str
    next_on: date
    made: int
    missed: list[date]


def series_lines(actor: Actor) -> list[SeriesLine]:
    """Those in the actor's scope that were not stopped."""
    rows = Series.objects.visible_to(actor).filter(stopped_at=None).order_by("next_on")[:200]
    found = []
    for row in rows:
        days = list(row.days.order_by("-day").values_list("day", "order_id")[:60])
        made = sum(1 for _day, order in days if order)
        missed = [day for day, order in days if not order][:3]
        found.append(
            SeriesLine(
                row.pk, item_name(row.code), str(EVERY[row.every]), row.next_on, made, missed
            )
        )
    return found


def agreed_at(order: Order) -> datetime | None:
    """The moment at which the order has a place."""
    place = WindowPlace.objects.filter(order=order).first()
    return place.starts_at if place else None


def item_name(code: str) -> str:
    item = item_by_code(code)
    return item.label if item else code


def item_of_order(order: Order) -> Item | None:
    kept = ItemOrder.objects.filter(order=order).first()
    return item_by_code(kept.code) if kept else None
