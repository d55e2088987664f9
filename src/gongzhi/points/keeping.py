"""The bank that an actor keeps."""

from __future__ import annotations

from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.points.config import points_settings
from gongzhi.points.models import Bank
from gongzhi.points.reach import keeper_ids


def own_bank(actor: Actor) -> Bank | None:
    """The standing bank of the actor's community; None while it has none.

    Denied for other posts, NotFound where the city has no banks.
    """
    points_settings()
    ids = keeper_ids(actor)
    if not ids:
        raise Denied
    return Bank.objects.filter(community_id__in=ids, ended_at=None).order_by("id").first()


def must_keep(actor: Actor) -> Bank:
    """The bank that the actor keeps. Denied when there is none."""
    bank = own_bank(actor)
    if bank is None:
        raise Denied
    return bank
