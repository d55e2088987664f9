"""What other domains may read of volunteering."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from gongzhi.kernel.scope import SYSTEM
from gongzhi.volunteering.models import Claim


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
