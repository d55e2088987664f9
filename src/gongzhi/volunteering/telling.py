"""What volunteers are told: one message a matter, in the transaction that decides it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.orders.words.wording import short_of, when
from gongzhi.volunteering.models import Post


def tell(
    resident_id: int, kind: str, post: Post, *, at: datetime, reason: str = "", once: str = ""
) -> None:
    """`kind` is a key of notify.yaml. `once` keeps a second one of the same matter away."""
    tell_resident(
        resident_id=resident_id,
        kind=kind,
        context={
            "title": post.title, "lead": short_of(post.community_id), "area": post.meeting_place,
            "due": when(post.during.lower), "reason": reason,
            "link": f"{settings.PUBLIC_URL}/me/service/posts/{post.pk}/",
        },
        dedupe=f"volunteering:{kind}:{post.pk}:{resident_id}:{once}",
        at=at,
    )  # fmt: skip
