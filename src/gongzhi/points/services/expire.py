"""Points that were not used in time expire, the oldest first (a job of the night)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.points.config import settings_or_none
from gongzhi.points.models import Account, Entry, Movement
from gongzhi.points.rules import months_before, overdue

from .book import book, lock_with, own_account


def expire_points(*, at: datetime | None = None) -> int:
    """Of every holder's account; the number of points. None where points never expire."""
    at, settings = at or clock.now(), settings_or_none()
    if settings is None or settings.expire_months is None:
        return 0
    before, total = months_before(clock.local(at), settings.expire_months), 0
    old = Entry.objects.visible_to(SYSTEM).filter(points__gt=0, movement__at__lt=before)
    rows = Account.objects.visible_to(SYSTEM).filter(
        kind=Account.Kind.HOLDER, balance__gt=0, pk__in=old.values("account_id")
    )
    for account_id in list(rows.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            total += _expire(account_id, before, at)
    return total


def _expire(account_id: int, before: datetime, at: datetime) -> int:
    account = lock_with(Account.reached.get(pk=account_id), Account.Kind.EXPIRED)
    # What was taken back and its counter-entry are as if they had never been.
    lines = Entry.reached.filter(
        account=account, movement__reverses=None, movement__reversed_by=None
    ).values_list("movement__at", "points")
    points = min(overdue(lines, before), account.balance)
    if points <= 0:
        return 0
    _movement, new = book(
        kind=Movement.Kind.EXPIRE, key=f"expire:{account_id}:{clock.local(at):%Y-%m-%d}", at=at,
        text=_("到期"), parts={
            account_id: -points, own_account(account.bank, Account.Kind.EXPIRED): points
        }, is_demo=account.is_demo,
    )  # fmt: skip
    return points if new else 0
