"""What a body that ended kept goes over to the one that takes its place."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.orgs.ending.parts import Ending, Watched, register_ending

from .models import ClosedDay, Entry, MenuLine, MenuTake, Pledge, Purchase, Series, ServiceTime


def register() -> None:
    """Make it known."""
    watched = (
        Watched("offerings_series", "t.body_id = %(from)s"),
        Watched("offerings_pledge", "t.body_id = %(from)s"),
        Watched("offerings_servicetime", "t.body_id = %(from)s"),
        Watched("offerings_purchase", "%(from)s IN (t.buyer_id, t.contractor_id, t.body_id)"),
        Watched("offerings_closedday", "t.body_id = %(from)s"),
        Watched("offerings_menuline", "t.body_id = %(from)s"),
        Watched("offerings_menutake", "t.body_id = %(from)s"),
        Watched("offerings_entry", "%(from)s IN (t.body_id, t.support_id)"),
    )
    register_ending(Ending("list_entries", _("三个清单"), count, pass_on, watched))


def count(body_id: int) -> int:
    """How many are open."""
    return int(Entry.reached.filter(body_id=body_id, state="open").count())


def pass_on(from_id: int, to_id: int, _at: datetime) -> int:
    """How many open entries; they, hours, what recurs, pledges and bought services go over.

    The successor supports what the ended one supported. Hours and days off that it has itself stay
    as they are.
    """
    Series.reached.filter(body_id=from_id).update(body_id=to_id)
    Pledge.reached.filter(body_id=from_id).update(body_id=to_id)
    for name in ("buyer_id", "contractor_id", "body_id"):
        Purchase.reached.filter(**{name: from_id}).update(**{name: to_id})
    # A line of the same name stays with the ended body, off every menu.
    names = MenuLine.objects.filter(body_id=to_id, ended_at=None).values("name")
    lines = MenuLine.objects.filter(body_id=from_id, ended_at=None).exclude(name__in=names)
    lines.update(body_id=to_id)
    MenuTake.objects.filter(body_id=from_id, ended_at=None).update(body_id=to_id)
    days = ClosedDay.objects
    theirs, own = _hours(from_id), _hours(to_id)
    for rows, there, same in (
        (days.filter(body_id=from_id), days.filter(body_id=to_id), ("code", "day")),
        (theirs.filter(only_on=None), own.filter(only_on=None), ("code", "weekday", "starts")),
        (theirs.exclude(only_on=None), own, ("code", "only_on", "starts")),
    ):
        taken = there.filter(**{name: OuterRef(name) for name in same})
        rows.filter(~Exists(taken)).update(body_id=to_id)
    Entry.reached.filter(support_id=from_id, state="open").update(support_id=to_id)
    return int(Entry.reached.filter(body_id=from_id, state="open").update(body_id=to_id))


def _hours(body_id: int) -> QuerySet[ServiceTime]:
    return ServiceTime.objects.filter(body_id=body_id, ended_at=None)
