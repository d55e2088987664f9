"""Carry out what was planned for today: pass the work of postings that have ended."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from gongzhi.accounts.models import HandOver
from gongzhi.accounts.services.hand_over_posting import pass_work
from gongzhi.areas.boundaries.lock import while_boundaries_stand
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError

_log = logging.getLogger(__name__)


def carry_out_hand_overs(*, at: datetime | None = None) -> int:
    """Each in a transaction of its own; returns how many are done.

    One that cannot be done (nobody is left to get the work) keeps the sentence and is tried again.
    """
    at = at or clock.now()
    due = HandOver.objects.filter(done_at=None, on__lte=clock.local(at).date())
    done = 0
    for pk in list(due.order_by("on", "id").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                while_boundaries_stand()
                row = (
                    HandOver.objects.select_for_update(of=("self",), skip_locked=True)
                    .filter(pk=pk, done_at=None)
                    .first()
                )
                if row is None:
                    continue
                pass_work(row, at=at)
                done += 1
        except GongzhiError as error:
            _log.warning("hand-over %s waits: %s", pk, error)
            HandOver.objects.filter(pk=pk).update(problem=str(error)[:200])
    return done
