"""What every service on places in an activity needs: who asks, and the activity, locked."""

from __future__ import annotations

from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor

from .models import Activity

ALIVE = ("in", "waiting")


def resident_id_of(actor: Actor) -> int:
    """Denied for whoever is no resident."""
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    return actor.resident_id


def locked_activity(activity_id: int) -> Activity:
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
