"""A round was looked over: one tap for the whole of it, whatever it found."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.fieldwork.models import HazardFinding, HazardRound
from gongzhi.fieldwork.once import Said, once
from gongzhi.fieldwork.services.rounds_reach import round_of
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.outbox import Answer, Entry


def finish_round(actor: Actor, entry: Entry) -> Answer:
    """One entry of the kind `round_done` (payload: round, area): the next one is due later.

    What was found since the last round belongs to this one. Denied, NotFound.
    """

    def work() -> Said:
        kind, area = round_of(actor, entry.words("round"), entry.words("area"))
        done = HazardRound.objects.create(kind=kind.key, area_id=area.id, done_at=clock.now())
        HazardFinding.objects.filter(kind=kind.key, area_id=area.id, round=None).update(round=done)
        return Said(_("这一圈看完了，%(days)d天后再看。") % {"days": kind.every_days})

    return once(actor, entry, work)
