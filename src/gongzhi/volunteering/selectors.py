"""What other domains may read of volunteering."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.models import Claim, UnitCheckin


@dataclass(frozen=True, slots=True)
class Credited:
    """A confirmed service: `ended_at` is the end of its shift, `minutes` what was credited."""

    claim_id: int
    resident_id: int
    title: str
    minutes: int
    ended_at: datetime


def credited_services(
    *, community_id: int, resident_ids: Collection[int], since: datetime
) -> list[Credited]:
    """Services of these people at a community that were settled from `since` on, oldest first."""
    rows = (
        Claim.objects.visible_to(SYSTEM)
        .filter(
            post__community_id=community_id, resident_id__in=resident_ids, minutes__gt=0,
            settled_at__gte=since,
        )
        .order_by("settled_at", "id")
        .values_list("id", "resident_id", "post__title", "minutes", "during")
    )  # fmt: skip
    return [
        Credited(claim_id, resident_id, title, minutes, during.upper)
        for claim_id, resident_id, title, minutes, during in rows
    ]


def serves_at(actor: Actor, post_id: int) -> bool:
    """Whether the resident has a place in a post that began, and was not found absent."""
    rows = Claim.objects.visible_to(actor).filter(
        post_id=post_id, state=Claim.State.PLACE, post__during__startswith__lte=clock.now()
    )
    return actor.kind == "resident" and bool(rows.exclude(minutes=0).exists())


def units_at(community_id: int) -> list[BodyRef]:
    """Units that are at a community now, by code."""
    rows = UnitCheckin.objects.visible_to(SYSTEM).filter(
        community_id=community_id, valid__contains=clock.today()
    )
    found = (orgs.body_by_id(pk) for pk in rows.values_list("unit_id", flat=True))
    return sorted((body for body in found if body is not None), key=lambda body: body.code)
