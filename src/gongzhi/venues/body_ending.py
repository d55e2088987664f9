"""Stations, groups and activities go over to the body that takes a community's place."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from gongzhi.orgs.ending.parts import Ending, Watched, register_ending
from gongzhi.orgs.selectors import body_by_id

from .models import Activity, Booking, InterestGroup, Station


def register() -> None:
    """Make it known."""
    watched = tuple(
        Watched(f"venues_{table}", "t.body_id = %(from)s")
        for table in ("station", "interestgroup", "activity", "booking")
    )
    register_ending(Ending("venues", _("阵地"), count, pass_on, watched))


def count(body_id: int) -> int:
    """How many stations stand."""
    return Station.objects.filter(body_id=body_id, ended_on=None).count()


def pass_on(from_id: int, to_id: int, at: datetime) -> int:
    """All of them; one whose name the successor has already keeps the old body's name with it."""
    old = body_by_id(from_id)
    # The successor is served in the hours that it set itself.
    if Station.objects.filter(body_id=to_id, ended_on=None, sets_hours=True).exists():
        Station.objects.filter(body_id=from_id).update(sets_hours=False)
    for model in (Station, InterestGroup):
        taken = set(
            model.objects.filter(body_id=to_id, ended_on=None).values_list("name", flat=True)
        )
        for row in model.objects.filter(body_id=from_id):
            if row.ended_on is None and row.name in taken:
                more = old.label() if old else _t("原社区")
                row.name = f"{row.name[:30]}（{more[: 8 if model is InterestGroup else 28]}）"
            row.body_id = to_id
            row.save(update_fields=["body", "name"])
    Activity.objects.filter(body_id=from_id).update(body_id=to_id)
    Booking.reached.filter(body_id=from_id).update(body_id=to_id)
    return count(to_id)
