"""The open books of a bank: by month, without names and without small numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth

from gongzhi.kernel import clock
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.points.config import points_settings
from gongzhi.points.models import Account, Bank, Entry, Item
from gongzhi.points.rules import LEAST, Month, OpenRow, open_rows

from .own import funds_of, items_of

_PARTS: Final = {
    "earn": "earned", "redeem": "redeemed", "donate": "donated", "expire": "expired",
}  # fmt: skip


@dataclass(frozen=True)
class Books:
    """What everybody may read. `holders` is None while there are so few that it tells of one."""

    community: BodyRef
    rows: list[OpenRow]
    waiting: bool
    holders: int | None
    funds: list[Account]
    items: list[Item]
    least: int = LEAST


def books_of(code: str) -> Books | None:
    """Of the bank of a community; None when there is none."""
    points_settings()
    body = orgs.body_by_code(code)
    bank = Bank.objects.filter(community_id=body.id, ended_at=None).first() if body else None
    if bank is None or body is None:
        return None
    holders = (
        Account.objects.visible_to(SYSTEM)
        .filter(bank=bank, kind=Account.Kind.HOLDER, closed_at=None)
        .aggregate(n=Count("id"))["n"]
    )
    rows, waiting = open_rows(months_of(bank))
    return Books(
        body, rows[::-1], waiting, None if 0 < holders < LEAST else holders, funds_of(bank),
        items_of(bank),
    )  # fmt: skip


def months_of(bank: Bank) -> list[Month]:
    """Every finished month since the bank opened: what moved on holders' accounts.

    The month that runs is left out: reading it every day would tell of single movements.
    """
    entries = (
        Entry.objects.visible_to(SYSTEM)
        .filter(account__bank=bank, account__kind=Account.Kind.HOLDER)
        .order_by()
        .annotate(
            month=TruncMonth("movement__at", tzinfo=LOCAL_TZ),
            what=Coalesce(F("movement__reverses__kind"), F("movement__kind")),
        )
        .filter(~Q(what="reverse"))
        .values_list("month", "what", "account_id")
        .annotate(points=Sum("points"))
    )
    first = clock.local(bank.opened_at).date()
    found = {month: Month(month) for month in _months(first, clock.today())}
    for month, what, account_id, points in entries:
        day = clock.local(month).date() if isinstance(month, datetime) else month
        # Merged banks bring months from before this one opened.
        if day >= clock.today().replace(day=1):
            continue
        row = found.setdefault(day, Month(day))
        signed = points if what == "earn" else -points
        if signed:
            getattr(row, _PARTS[what])[account_id] = signed
    return [found[day] for day in sorted(found)]


def _months(first: date, today: date) -> Iterable[date]:
    day, stop = first.replace(day=1), today.replace(day=1)
    while day < stop:
        yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
