"""Taking part, by choice: an account of one's own, a share in the household's, and leaving."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.points.config import points_settings
from gongzhi.points.models import Account, Bank, Member, Movement

from .book import book, lock_with, new_account, own_account

_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_DAYS: Final = 7
# Where points may go when an account ends.
_ENDS: Final = (Account.Kind.FUND, Account.Kind.EXPIRED)


def join(*, actor: Actor, bank_id: int, at: datetime | None = None) -> Account:
    """A new account at a bank. Denied without a verified phone, NotFound, Conflict when in one."""
    points_settings()
    at, person = at or clock.now(), _person(actor)
    with transaction.atomic():
        bank = Bank.objects.filter(pk=bank_id, ended_at=None).first()
        if bank is None:
            raise NotFound
        account = new_account(bank, Account.Kind.HOLDER, at)
        _share(account, person, at)
    return account


def join_household(*, actor: Actor, code: str, at: datetime | None = None) -> Account:
    """Share the account whose code somebody of the household gave. Each code serves once.

    Denied, Invalid (`code`) for one that is unknown or too old, Conflict when there is no room.
    """
    settings, at, person = points_settings(), at or clock.now(), _person(actor)
    plain = "".join(letter for letter in code.upper() if letter.isalnum())[:10]
    with transaction.atomic():
        account: Account | None = (
            Account.objects.visible_to(SYSTEM)
            .select_for_update()
            .filter(join_code=plain, join_until__gt=at, closed_at=None)
            .first()
        ) if plain and settings.holder == "household" else None  # fmt: skip
        if account is None:
            raise Invalid(_("没有这个码，或者过期了，请家里人重新给一个。"), "code")
        there = Member.reached.filter(account=account, left_at=None).count()
        if there >= settings.household_most:
            raise Conflict(_("一个账户最多%(most)d个人共用。") % {"most": settings.household_most})
        _share(account, person, at)
        account.join_code = account.join_until = None
        account.save(update_fields=["join_code", "join_until"])
    return account


def offer_share(*, actor: Actor, at: datetime | None = None) -> str:
    """A code by which somebody of the household shares the account; an older one ends."""
    settings, at = points_settings(), at or clock.now()
    if settings.holder != "household":
        raise NotFound
    account = standing_account(actor)
    account.join_code = "".join(secrets.choice(_LETTERS) for _n in range(8))
    account.join_until = at + timedelta(days=_CODE_DAYS)
    account.save(update_fields=["join_code", "join_until"])
    return account.join_code


def leave(*, actor: Actor, rest: str = "", at: datetime | None = None) -> None:
    """No longer take part. Points stay with the household while somebody is left; the last one
    says what becomes of them: `fund` or `lapse`. Items still to be collected stay collectable.
    Denied, Invalid (`rest`).
    """
    at = at or clock.now()
    with transaction.atomic():
        account = lock_with(standing_account(actor), *_ENDS)
        mine = Member.objects.visible_to(actor).filter(resident_id=actor.resident_id, left_at=None)
        mine.update(left_at=at)
        if Member.reached.filter(account=account, left_at=None).exists():
            return
        if account.balance:
            if rest not in ("fund", "lapse"):
                raise Invalid(_("请选剩下的积分怎么办。"), "rest")
            give_up(account, to_fund=rest == "fund", at=at)
        _close(account, at)


def give_up(account: Account, *, to_fund: bool, at: datetime) -> None:
    """All that is left goes to the community's fund, or expires."""
    kind = Account.Kind.FUND if to_fund else Account.Kind.EXPIRED
    target = own_account(account.bank, kind)
    book(
        kind=Movement.Kind.DONATE if to_fund else Movement.Kind.EXPIRE,
        key=f"leave:{account.pk}", at=at, text=_("退出"),
        parts={account.pk: -account.balance, target: account.balance}, is_demo=account.is_demo,
    )  # fmt: skip


def close_orphans(*, at: datetime | None = None) -> int:
    """Accounts that nobody shares any more (the login was deleted) lapse; how many."""
    at, done = at or clock.now(), 0
    members = Member.objects.visible_to(SYSTEM).filter(left_at=None).values("account_id")
    rows = Account.objects.visible_to(SYSTEM).filter(kind=Account.Kind.HOLDER, closed_at=None)
    for account_id in list(rows.exclude(pk__in=members).values_list("pk", flat=True)):
        with transaction.atomic():
            account = lock_with(Account.reached.get(pk=account_id), *_ENDS)
            if account.balance:
                give_up(account, to_fund=False, at=at)
            _close(account, at)
        done += 1
    return done


def _close(account: Account, at: datetime) -> None:
    account.refresh_from_db()
    account.closed_at, account.join_code, account.join_until = at, None, None
    account.save(update_fields=["closed_at", "join_code", "join_until"])


def standing_account(actor: Actor) -> Account:
    """The account that the resident shares now. Denied when there is none."""
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    points_settings()
    found: Account | None = Account.objects.visible_to(actor).first()
    if found is None:
        raise Denied(_("您还没有参加道德银行。"))
    return found


def _person(actor: Actor) -> Resident:
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    found: Resident | None = Resident.objects.visible_to(actor).first()
    if found is None or found.verified_at is None:
        raise Denied(_("请先验证手机号。"))
    return found


def _share(account: Account, person: Resident, at: datetime) -> None:
    try:
        with transaction.atomic():
            row = Member(
                account=account, resident_id=person.pk, joined_at=at, is_demo=person.is_demo
            )
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("您已经在一个账户里了，先退出才能换。")) from None
