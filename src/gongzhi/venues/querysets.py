"""Who sees bookings and sign-ups: the person, the unit, and whoever keeps the place."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.orgs.reach import body_ids_within
from gongzhi.venues.reach import KEEPERS, venue_reach

NOBODY = Q(pk__in=())


def _kept(actor: Actor, body: str) -> Q:
    reach = venue_reach(actor, KEEPERS)
    if reach.everything:
        return Q()
    return NOBODY if reach.nothing else Q(**{f"{body}__in": body_ids_within(reach)})


class BookingQuerySet(ScopedQuerySet[Any]):
    """A resident's own, a unit's own, and those of the rooms that somebody keeps."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        if actor.kind != "staff":
            return NOBODY
        return Q(body_id__in=actor.body_ids) | _kept(actor, "room__station__body_id")


class SignupQuerySet(ScopedQuerySet[Any]):
    """A resident's own, and those for activities of the bodies that somebody keeps."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        return _kept(actor, "activity__body_id") if actor.kind == "staff" else NOBODY


class LoanQuerySet(ScopedQuerySet[Any]):
    """A resident's own, and those of the stations that somebody keeps."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.is_system:
            return Q()
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        return _kept(actor, "tool__station__body_id") if actor.kind == "staff" else NOBODY


class TicketQuerySet(ScopedQuerySet[Any]):
    """A resident's own, and those of the halls that somebody keeps."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        return _kept(actor, "queue__station__body_id") if actor.kind == "staff" else NOBODY
