"""A community's words to a unit, once a quarter, beside the counts (XY-10)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.models import Feedback, UnitCheckin
from gongzhi.volunteering.reach import own_community
from gongzhi.volunteering.reading.results import quarter_of

_MOST = 500


def give_feedback(
    *, actor: Actor, unit: str, text: str, day: date, at: datetime | None = None
) -> Feedback:
    """For the quarter of `day`, written anew until it is said. The unit reads it.

    Denied, NotFound for a unit that never checked in here, Invalid (`text`).
    """
    community = own_community(actor)
    body = orgs.body_by_code(unit)
    if body is None:
        raise NotFound
    there = UnitCheckin.objects.visible_to(actor).filter(unit_id=body.id, community_id=community.id)
    if not there.exists():
        raise NotFound
    text = text.strip()
    if not text or len(text) > _MOST or "\x00" in text:
        raise Invalid(_("请写反馈，500字以内。"), "text")
    if actor.user_id is None:
        raise Denied
    row, _made = Feedback.objects.visible_to(actor).update_or_create(
        community_id=community.id, unit_id=body.id, quarter=quarter_of(day).first,
        defaults={
            "text": text, "written_by_id": actor.user_id, "written_at": at or clock.now()
        },
    )  # fmt: skip
    return row
