"""Who keeps a community's bank."""

from __future__ import annotations

from typing import Final

from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.points.config import points_settings
from gongzhi.points.models import Bank

KEEPERS: Final = frozenset({"community_clerk", "community_secretary"})


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


def keeper_ids(actor: Actor) -> tuple[int, ...]:
    """Communities whose bank the actor keeps."""
    if actor.kind != "staff":
        return ()
    return tuple(sorted({p.body_id for p in actor.postings_as(*KEEPERS) if p.body_id}))
