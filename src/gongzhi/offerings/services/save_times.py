"""A body says at which hours it comes to residents, and how many it can take."""

from __future__ import annotations

from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..catalogue import Item
from ..models import ServiceTime
from ..reach import KEEPERS, kept_bodies

MOST = 200


def add_times(
    *, actor: Actor, item: Item, body: str, weekdays: list[int], starts: time, ends: time,
    capacity: int, at: datetime | None = None,
) -> list[ServiceTime]:  # fmt: skip
    """One a weekday, all or none. Denied, Invalid by field, Conflict when one is there."""
    if actor.kind != "staff" or not actor.has_role(*KEEPERS):
        raise Denied
    kept = next((one for one in kept_bodies(actor) if one.code == body), None)
    if kept is None:
        raise Invalid(_("请从列表里选一个单位。"), "body")
    if kept.kind != item.provider:
        raise Invalid(_("这一项不由这个单位提供。"), "body")
    if not weekdays or not set(weekdays) <= set(range(7)):
        raise Invalid(_("请选星期几。"), "weekdays")
    if starts >= ends:
        raise Invalid(_("结束时间要晚于开始时间。"), "ends")
    if not 1 <= capacity <= MOST:
        raise Invalid(
            _("请填%(least)d到%(most)d之间的整数。") % {"least": 1, "most": MOST}, "capacity"
        )
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
