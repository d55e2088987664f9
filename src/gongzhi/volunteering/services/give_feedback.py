"""A community's words to a unit, once a quarter, beside the counts (XY-10)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_body import tell_body
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.models import Feedback, UnitCheckin
from gongzhi.volunteering.reach import UNIT_ROLES, own_community, unit_ids
from gongzhi.volunteering.reading.results import quarter_of
from gongzhi.volunteering.rules import GRADES

_MOST = 500


def give_feedback(
    *, actor: Actor, unit: str, text: str, day: date, grade: int | None = None,
    at: datetime | None = None,
) -> Feedback:  # fmt: skip
    """For the quarter of `day`, written anew until the unit answers. The unit is told once.

    `grade` is the community's own (3, 2, 1, or None); the residents' stand before it and decide.
    Denied, NotFound for a unit that never checked in here, Invalid (`text`, `grade`), Conflict.
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
    if grade not in (None, *GRADES):
        raise Invalid(_("请在满意、基本满意、不满意里选一个。"), "grade")
    if actor.user_id is None:
        raise Denied
    with transaction.atomic():
        return _written(actor, community.id, body.id, text, grade, day, at or clock.now())


def _written(
    actor: Actor, community_id: int, unit_id: int, text: str, grade: int | None, day: date,
    at: datetime,
) -> Feedback:  # fmt: skip
    quarter = quarter_of(day).first
    there = Feedback.objects.visible_to(actor).select_for_update()
    if there.filter(
        community_id=community_id, unit_id=unit_id, quarter=quarter, answered_at__isnull=False
    ).exists():
        raise Conflict(_("单位已经回应了，这个季度的不能再改。"))
    row, _made = Feedback.objects.visible_to(actor).update_or_create(
        community_id=community_id, unit_id=unit_id, quarter=quarter,
        defaults={
            "text": text, "grade": grade, "written_by_id": actor.user_id, "written_at": at
        },
    )  # fmt: skip
    tell_body(
        body_id=unit_id, roles=UNIT_ROLES, kind="unit_feedback",
        context=lambda: {"lead": short_of(community_id)}, dedupe=f"feedback:{row.pk}", at=at,
    )  # fmt: skip
    return row


def answer_feedback(
    *, actor: Actor, feedback_id: int, text: str, at: datetime | None = None
) -> Feedback:
    """The unit's answer, once, beside what the community said. Denied for whoever acts for no unit,
    NotFound for another's, Invalid (`text`), Conflict when it was given.
    """
    ids, text = unit_ids(actor), text.strip()
    if not ids or actor.user_id is None:
        raise Denied
    if not text or len(text) > _MOST or "\x00" in text:
        raise Invalid(_("请写回应，500字以内。"), "text")
    with transaction.atomic():
        row: Feedback | None = (
            Feedback.objects.visible_to(actor)
            .select_for_update()
            .filter(pk=feedback_id, unit_id__in=ids)
            .first()
        )
        if row is None:
            raise NotFound
        if row.answered_at is not None:
            raise Conflict(_("已经回应过了。"))
        row.answer, row.answered_by_id, row.answered_at = text, actor.user_id, at or clock.now()
        row.save(update_fields=["answer", "answered_by", "answered_at"])
    return row
