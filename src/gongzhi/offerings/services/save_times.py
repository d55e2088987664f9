"""A body says at which hours it comes to residents, and how many it can take."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.comingday import check_coming
from gongzhi.kernel.entered import whole
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.selectors import BodyRef

from ..catalogue import Item
from ..models import ClosedDay, ServiceTime
from ..reach import KEEPERS, kept_bodies
from ..reading.windows import taken_on

MOST = 200


def add_times(
    *, actor: Actor, item: Item, body: str, weekdays: list[int], starts: time, ends: time,
    capacity: int, at: datetime | None = None,
) -> list[ServiceTime]:  # fmt: skip
    """One a weekday, all or none. Denied, Invalid by field, Conflict when one is there."""
    kept = _kept(actor, item, body)
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise Invalid(_("请选星期几。"), "weekdays")
    _check_hours(starts, ends, capacity)
    rows = [
        ServiceTime(
            body_id=kept.id, code=item.code, weekday=day, starts=starts, ends=ends,
            capacity=capacity, user_id=actor.user_id, made_at=at or clock.now(),
        )
        for day in sorted(set(weekdays))
    ]  # fmt: skip
    try:
        with transaction.atomic():
            return list(ServiceTime.objects.bulk_create(rows))
    except IntegrityError:
        raise Conflict(_("这个钟点已经有了，请换一个钟点。"), "starts") from None


def add_hours_on(
    *, actor: Actor, item: Item, body: str, day: date, starts: time, ends: time, capacity: int,
    at: datetime | None = None,
) -> ServiceTime:  # fmt: skip
    """More room on one date. Errors as `add_times`, and Invalid (`day`) for one that is over."""
    at = at or clock.now()
    kept = _kept(actor, item, body)
    check_coming(day, at)
    _check_hours(starts, ends, capacity)
    there = ServiceTime.objects.filter(
        body_id=kept.id, code=item.code, weekday=day.weekday(), starts=starts, ended_at=None,
        only_on=None,
    )  # fmt: skip
    row = ServiceTime(
        body_id=kept.id, code=item.code, weekday=day.weekday(), only_on=day, starts=starts,
        ends=ends, capacity=capacity, user_id=actor.user_id, made_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            if there.exists():
                raise IntegrityError
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这个钟点已经有了，请换一个钟点。"), "starts") from None
    return row


def close_day(*, actor: Actor, item: Item, body: str, day: date, at: datetime | None = None) -> int:
    """Nobody comes on that date; how many orders have a place on it and are to be called.

    Their places stay theirs until somebody agrees on another time. Denied, Invalid, Conflict.
    """
    at = at or clock.now()
    kept = _kept(actor, item, body)
    check_coming(day, at)
    row = ClosedDay(body_id=kept.id, code=item.code, day=day, user_id=actor.user_id, made_at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这一天已经停了。"), "day") from None
    return taken_on(kept.id, item.code, day)


def open_day(*, actor: Actor, closed_id: int) -> str:
    """The weekly hours hold again; the item's code. NotFound for another's."""
    kept = {body.id for body in kept_bodies(actor)}
    row = ClosedDay.objects.filter(pk=closed_id, body_id__in=kept).first()
    if row is None:
        raise NotFound
    code = row.code
    row.delete()
    return code


def _kept(actor: Actor, item: Item, body: str) -> BodyRef:
    if actor.kind != "staff" or not actor.has_role(*KEEPERS):
        raise Denied
    kept = next((one for one in kept_bodies(actor) if one.code == body), None)
    if kept is None:
        raise Invalid(_("请从列表里选一个单位。"), "body")
    if kept.kind != item.provider:
        raise Invalid(_("这一项不由这个单位提供。"), "body")
    return kept


def _check_hours(starts: time, ends: time, capacity: int) -> None:
    if starts >= ends:
        raise Invalid(_("结束时间要晚于开始时间。"), "ends")
    whole(capacity, "capacity", 1, MOST)


def end_time(*, actor: Actor, time_id: int, at: datetime | None = None) -> ServiceTime:
    """Nobody takes a place any more; places that were taken stay. NotFound for another's."""
    kept = {body.id for body in kept_bodies(actor)}
    with transaction.atomic():
        row = (
            ServiceTime.objects.select_for_update()
            .filter(pk=time_id, body_id__in=kept, ended_at=None)
            .first()
        )
        if row is None:
            raise NotFound
        row.ended_at = at or clock.now()
        row.save(update_fields=["ended_at"])
    return row
