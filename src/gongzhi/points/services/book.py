"""The only way points move: locked accounts, one movement, entries that add up to zero."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict
from gongzhi.points.models import Account, Bank, Entry, Movement

Kind = Movement.Kind
_MAY_GO_BELOW = Account.Kind.ISSUED


def book(
    *, kind: str, key: str, parts: Mapping[int, int], at: datetime, text: str = "",
    user_id: int | None = None, reverses: Movement | None = None, is_demo: bool = False,
) -> tuple[Movement, bool]:  # fmt: skip
    """Account id → points (not zero, adding up to zero), in the caller's transaction.

    Returns the movement and whether it is new: a key that was used gives the movement of then.
    Accounts are locked by id, so that two never wait for each other. Conflict when an account
    would go below zero or is closed.
    """
    rows = {
        row.pk: row
        for row in Account.reached.select_for_update().filter(pk__in=parts).order_by("pk")
    }
    there = Movement.reached.filter(key=key).first()
    if there is not None:
        return there, False
    for account_id, points in parts.items():
        row = rows[account_id]
        if row.closed_at is not None:
            raise Conflict(_("这个账户已经停用了。"))
        if row.kind != _MAY_GO_BELOW and row.balance + points < 0:
            raise Conflict(
                _("积分不够：有%(have)d分，要%(need)d分。") % {"have": row.balance, "need": -points}
            )
    movement = Movement(
        kind=kind, key=key, at=at, text=text[:200], user_id=user_id, reverses=reverses,
        is_demo=is_demo,
    )  # fmt: skip
    movement.save(force_insert=True)
    Entry.reached.bulk_create(
        Entry(movement=movement, account_id=account_id, points=points)
        for account_id, points in sorted(parts.items())
    )
    return movement, True


def lock_with(account: Account, *kinds: str) -> Account:
    """The account as it is now, locked together with the bank's own ones of these kinds: by id,
    as `book` does, for whoever has to know the balance before it is booked.
    """
    ids = [account.pk, *(own_account(account.bank, kind) for kind in kinds)]
    rows = Account.reached.select_for_update().filter(pk__in=ids).order_by("pk")
    found: Account = {row.pk: row for row in rows}[account.pk]
    return found


def own_account(bank: Bank, kind: str) -> int:
    """The id of the bank's own account of a kind; the oldest, since banks may be merged."""
    found: int = (
        Account.reached.filter(bank=bank, kind=kind, closed_at=None)
        .order_by("pk")
        .values_list("pk", flat=True)[0]
    )
    return found


def new_account(bank: Bank, kind: str, at: datetime, **more: Any) -> Account:
    """An empty account."""
    row = Account(bank=bank, kind=kind, opened_at=at, is_demo=bank.is_demo, **more)
    row.save(force_insert=True)
    return row
