"""Points for confirmed service: once per claim, by the profile's rate, only while taking part."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import SYSTEM
from gongzhi.points.config import settings_or_none
from gongzhi.points.models import Account, Bank, Member, Movement
from gongzhi.points.rules import points_for
from gongzhi.volunteering.selectors import Credited, credited_services
from gongzhi.web.words import hours_text

from .book import book, own_account

# What was being confirmed when the last run read is read again; its key keeps it single.
_AGAIN: Final = timedelta(hours=1)


def credit_services(*, at: datetime | None = None) -> int:
    """All services confirmed since the last run, at every bank; how many were credited."""
    at, settings = at or clock.now(), settings_or_none()
    if settings is None:
        return 0
    done = 0
    for bank in Bank.objects.filter(ended_at=None).order_by("id"):
        done += _credit_bank(bank, settings.points_per_hour, at)
    return done


def credit_now(bank: Bank, at: datetime) -> int:
    """What is due at one bank, before it goes to another body: nobody looks there afterwards."""
    settings = settings_or_none()
    return _credit_bank(bank, settings.points_per_hour, at) if settings is not None else 0


def _credit_bank(bank: Bank, per_hour: int, at: datetime) -> int:
    members = {
        resident_id: (account_id, joined_at)
        for resident_id, account_id, joined_at in Member.objects.visible_to(SYSTEM)
        .filter(account__bank=bank, left_at=None)
        .values_list("resident_id", "account_id", "joined_at")
    }
    found = credited_services(
        community_id=bank.community_id, resident_ids=list(members), since=bank.credited_to - _AGAIN
    )
    keys = {_key(one) for one in found}
    there = set(Movement.reached.filter(key__in=keys).values_list("key", flat=True))
    issued, done = own_account(bank, Account.Kind.ISSUED), 0
    for one in found:
        account_id, joined_at = members[one.resident_id]
        points = points_for(one.minutes, per_hour)
        # Service before the person chose to record it earns nothing.
        if _key(one) in there or one.ended_at < joined_at or not points:
            continue
        # Whoever left in this moment keeps nothing open.
        with suppress(Conflict), transaction.atomic():
            _movement, new = book(
                kind=Movement.Kind.EARN, key=_key(one), at=at, is_demo=bank.is_demo,
                text=_("%(title)s，%(spent)s") % {"title": one.title, "spent": hours_text(one.minutes)},
                parts={issued: -points, account_id: points},
            )  # fmt: skip
            done += new
    Bank.objects.filter(pk=bank.pk).update(credited_to=at)
    return done


def _key(one: Credited) -> str:
    return f"service:{one.claim_id}"
