"""Sign up for an activity, wait for a place, give it back, and arrive."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_resident import tell_resident

from ..checkin import check_code
from ..config import early
from ..models import Activity, Signup
from ..reach import must_keep
from ..words import place_words

ALIVE = ("in", "waiting")


def sign_up(*, actor: Actor, activity_id: int, at: datetime | None = None) -> Signup:
    """In while there are places, else waiting in turn; a second tap gives the first answer."""
    at = at or clock.now()
    resident = _resident(actor)
    with transaction.atomic():
        activity = _locked(activity_id)
        if activity.cancelled_at is not None:
            raise Conflict(_("这个活动取消了。"))
        mine = Signup.reached.filter(
            activity=activity, resident_id=resident, state__in=ALIVE
        ).first()
        if mine is not None:
            return mine
        if at >= activity.closes_at:
            raise Conflict(_("报名已经截止了。"))
        there = Signup.reached.filter(activity=activity, state="in").count()
        state = "in" if there < activity.places else "waiting"
        return Signup.reached.create(activity=activity, resident_id=resident, state=state, at=at)


def leave_activity(*, actor: Actor, activity_id: int, at: datetime | None = None) -> None:
    """Before it begins; whoever waits longest gets the place and is told. NotFound, Conflict."""
    at = at or clock.now()
    resident = _resident(actor)
    with transaction.atomic():
        activity = _locked(activity_id)
        mine = Signup.reached.filter(
            activity=activity, resident_id=resident, state__in=ALIVE
        ).first()
        if mine is None:
            raise NotFound
        if at >= activity.during.lower:
            raise Conflict(_("已经开始了，不能再取消。"))
        mine.state = "left"
        mine.save(update_fields=["state"])
        fill_places(activity, at)


def fill_places(activity: Activity, at: datetime) -> int:
    """Those who wait get what is free, in turn; the activity's row is locked. How many."""
    if at >= activity.during.lower or activity.cancelled_at is not None:
        return 0
    there = Signup.reached.filter(activity=activity, state="in").count()
    free = max(0, activity.places - there)
    waiting = list(Signup.reached.filter(activity=activity, state="waiting").order_by("pk")[:free])
    for row in waiting:
        row.state, row.promoted_at = "in", at
        row.save(update_fields=["state", "promoted_at"])
        tell_resident(
            resident_id=row.resident_id, kind="activity_in",
            context={"title": activity.title, "area": place_words(activity)},
            dedupe=f"activity-in-{row.pk}", at=at,
        )  # fmt: skip
    return len(waiting)


def arrive(*, actor: Actor, activity_id: int, code: str, at: datetime | None = None) -> Signup:
    """By oneself with the code of the day. NotFound, Conflict, Invalid `code`."""
    at = at or clock.now()
    resident = _resident(actor)
    with transaction.atomic():
        activity = _locked(activity_id)
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


def _resident(actor: Actor) -> int:
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    return actor.resident_id


def _locked(activity_id: int) -> Activity:
    """Locked, so that of many at once exactly as many get in as there are places."""
    row = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("station", "room")
        .filter(pk=activity_id)
        .first()
    )
    if row is None:
        raise NotFound
    return row
