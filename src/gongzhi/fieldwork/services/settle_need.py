"""A need that can be answered at once ends with a sentence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.fieldwork.models import Need
from gongzhi.fieldwork.services.gather import open_needs
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor

LONGEST = 300


def settle_need(*, actor: Actor, need_id: int, answer: str, at: datetime | None = None) -> Need:
    """Invalid (`answer`) without a sentence; Denied, NotFound, Conflict."""
    answer = answer.strip()
    if not answer:
        raise Invalid(_("请写一句怎么答复、怎么办的。"), "answer")
    if len(answer) > LONGEST or "\x00" in answer:
        raise Invalid(_("请控制在%(max)d字以内。") % {"max": LONGEST}, "answer")
    with transaction.atomic():
        need = open_needs(actor, [need_id])[0]
        need.state, need.answer, need.ended_at = "settled", answer, at or clock.now()
        need.save(update_fields=["state", "answer", "ended_at"])
        return need
