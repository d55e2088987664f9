"""One text to each phone of a unit's list, by day, with how to say no; then the phone is forgotten.

Whoever said no, or checked in meanwhile, gets none; a phone on several lists gets one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.scope import SYSTEM
from gongzhi.notify.gateways import GatewayError, gateway
from gongzhi.notify.texts import render
from gongzhi.orders.words.wording import short_of
from gongzhi.volunteering.models import Enrolment, Invitation, NotAgain

_BY_DAY: Final = range(9, 20)  # nobody is woken by a list
_AT_ONCE: Final = 50
_A_RUN: Final = 1000


def send_invitations(*, at: datetime | None = None) -> int:
    """How many texts went out now. Stops at the first that the gateway does not take: the rest
    goes with the next run. A worker that dies between sending and noting it repeats one under the
    same reference, by which the provider drops it.
    """
    at, sent = at or clock.now(), 0
    if clock.local(at).hour not in _BY_DAY:
        return 0
    for _number in range(_A_RUN // _AT_ONCE):
        more = _send(at)
        if more is None:
            break
        sent += more
    return sent


def _send(at: datetime) -> int | None:
    """How many of the next ones went out; None when nothing is left or the gateway refuses."""
    channel, sent = gateway(), 0
    with transaction.atomic():
        rows = list(
            Invitation.objects.visible_to(SYSTEM)
            .select_for_update(skip_locked=True)
            .exclude(phone_sealed="")
            .order_by("id")[:_AT_ONCE]
        )
        unwanted = _unwanted({row.phone_blind for row in rows})
        for row in rows:
            if row.phone_blind not in unwanted:
                try:
                    channel.send(open_(row.phone_sealed), _text(row), reference=f"list-{row.pk}")
                except GatewayError:
                    return None
                sent += 1
                unwanted.add(row.phone_blind)
            row.phone_sealed, row.told_at = "", at
            row.save(update_fields=["phone_sealed", "told_at"])
    return sent if rows else None


def _unwanted(phones: set[str]) -> set[str]:
    """Of these phones those that were told before, said no, or stand as volunteers already."""
    told = Invitation.objects.visible_to(SYSTEM).filter(
        phone_blind__in=phones, told_at__isnull=False
    )
    no = NotAgain.objects.visible_to(SYSTEM).filter(phone_blind__in=phones)
    people = Resident.objects.visible_to(SYSTEM).filter(
        phone_blind__in=phones,
        pk__in=Enrolment.objects.visible_to(SYSTEM).filter(ended_at=None).values("resident_id"),
    )
    return {
        blind for rows in (told, no, people) for blind in rows.values_list("phone_blind", flat=True)
    }


def _text(row: Invitation) -> str:
    context = {
        "title": short_of(row.unit_id), "lead": short_of(row.community_id),
        "link": f"{settings.PUBLIC_URL}/invited/{row.code}/",
    }  # fmt: skip
    return render("unit_invites", context, "zh-hans")
