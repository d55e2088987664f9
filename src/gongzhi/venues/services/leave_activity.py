"""Give a place in an activity back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_resident import tell_resident

from ..models import Activity, Signup
from ..signing_up import ALIVE, locked_activity, resident_id_of
from ..words import place_words


def leave_activity(*, actor: Actor, activity_id: int, at: datetime | None = None) -> None:
    """Before it begins; whoever waits longest gets the place and is told. NotFound, Conflict."""
    at = at or clock.now()
    resident = resident_id_of(actor)
    with transaction.atomic():
        activity = locked_activity(activity_id)
        mine = Signup.reached.filter(
            activity=activity, resident_id=resident, state__in=ALIVE
        ).first()
        if mine is None:
            raise NotFound
        if at >= activity.during.lower:
            raise Conflict(_("已经开始了，不能再取消。"))
        mine.state = "left"
        mine.save(update_fields=["state"])
        _fill_places(activity, at)


def _fill_places(activity: Activity, at: datetime) -> None:
    """Those who wait get what is free, in turn; the activity's row is locked."""
    if activity.cancelled_at is not None:
        return
    there = Signup.reached.filter(activity=activity, state="in").count()
    free = max(0, activity.places - there)
    for row in Signup.reached.filter(activity=activity, state="waiting").order_by("pk")[:free]:
        row.state, row.promoted_at = "in", at
        row.save(update_fields=["state", "promoted_at"])
        tell_resident(
            resident_id=row.resident_id, kind="activity_in",
            context={"title": activity.title, "area": place_words(activity)},
            dedupe=f"activity-in-{row.pk}", at=at,
        )  # fmt: skip
