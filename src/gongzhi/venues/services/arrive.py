"""Who came to an activity: by the code of the day, or by the organiser's word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor

from ..checkin import check_code
from ..config import early
from ..models import Activity, Signup
from ..reach import must_keep
from ..signing_up import locked_activity, resident_id_of


def arrive(*, actor: Actor, activity_id: int, code: str, at: datetime | None = None) -> Signup:
    """By oneself with the code of the day. NotFound, Conflict, Invalid `code`."""
    at = at or clock.now()
    resident = resident_id_of(actor)
    with transaction.atomic():
        activity = locked_activity(activity_id)
        row = Signup.reached.filter(
            activity=activity, resident_id=resident, state="in"
        ).first()  # fmt: skip
        if row is None:
            raise NotFound
        _in_time(activity, at)
        check_code(f"activity:{activity.pk}", code, clock.local(at).date())
        return _arrived(row, at)


def mark_arrived(*, actor: Actor, signup_id: int, at: datetime | None = None) -> Signup:
    """By the organiser's word, which is always an equal way. Denied, NotFound, Conflict."""
    at = at or clock.now()
    with transaction.atomic():
        row = (
            Signup.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .select_related("activity")
            .filter(pk=signup_id, state="in")
            .first()
        )
        if row is None:
            raise NotFound
        must_keep(actor, row.activity.body_id)
        if row.activity.cancelled_at is not None:
            raise Conflict(_("这个活动取消了。"))
        _not_early(row.activity, at)
        return _arrived(row, at)


def _arrived(row: Signup, at: datetime) -> Signup:
    if row.arrived_at is None:
        row.arrived_at = at
        row.save(update_fields=["arrived_at"])
    return row


def _in_time(activity: Activity, at: datetime) -> None:
    if activity.cancelled_at is not None:
        raise Conflict(_("这个活动取消了。"))
    _not_early(activity, at)
    if at >= activity.during.upper:
        raise Conflict(_("活动已经结束了，请工作人员帮您补记。"))


def _not_early(activity: Activity, at: datetime) -> None:
    if at < activity.during.lower - early():
        raise Conflict(_("还没有到签到的时间。"))
