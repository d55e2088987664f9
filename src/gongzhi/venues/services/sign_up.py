"""Sign up for an activity, or wait for a place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import Actor

from ..models import Signup
from ..signing_up import ALIVE, locked_activity, resident_id_of


def sign_up(*, actor: Actor, activity_id: int, at: datetime | None = None) -> Signup:
    """In while there are places, else waiting in turn; a second tap gives the first answer."""
    at = at or clock.now()
    resident = resident_id_of(actor)
    with transaction.atomic():
        activity = locked_activity(activity_id)
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
