"""Points for an item: by the holder on the own page, or at the counter. Never out of stock."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.points.config import points_settings, settings_or_none
from gongzhi.points.keeping import must_keep
from gongzhi.points.models import Account, Handout, Item, Movement

from .book import book, own_account
from .join import standing_account
from .reverse import reverse_movement

MOST: Final = 99


def redeem(
    *, actor: Actor, item_id: int, quantity: int, tap: uuid.UUID, at: datetime | None = None
) -> Handout:
    """By whoever shares the account; the item is kept back until it is collected with the code.

    The same `tap` gives the same answer. Denied, NotFound, Invalid (`quantity`), Conflict.
    """
    account = standing_account(actor)
    return _redeem(account, item_id, quantity, tap, at or clock.now(), None)


def give_out(
    *, actor: Actor, account_id: int, item_id: int, quantity: int, tap: uuid.UUID,
    at: datetime | None = None,
) -> Handout:  # fmt: skip
    """By the keeper, at once: to a holder who stands at the counter, or from a fund."""
    points_settings()
    bank = must_keep(actor)
    account = (
        Account.objects.visible_to(actor)
        .filter(
            pk=account_id, bank=bank, closed_at=None,
            kind__in=(Account.Kind.HOLDER, Account.Kind.FUND),
        )
        .first()
    )  # fmt: skip
    if account is None:
        raise NotFound
    return _redeem(account, item_id, quantity, tap, at or clock.now(), actor.user_id)


def _redeem(
    account: Account, item_id: int, quantity: int, tap: uuid.UUID, at: datetime, user: int | None
) -> Handout:
    if not 1 <= quantity <= MOST:
        raise Invalid(_("数量写1到%(most)d。") % {"most": MOST}, "quantity")
    with transaction.atomic():
        item = Item.objects.filter(pk=item_id, bank_id=account.bank_id, withdrawn_at=None).first()
        if item is None:
            raise NotFound
        cost = item.points * quantity
        movement, new = book(
            kind=Movement.Kind.REDEEM, key=f"tap:{tap}", at=at, user_id=user,
            parts={account.pk: -cost, own_account(account.bank, Account.Kind.REDEEMED): cost},
            text=f"{item.name} × {quantity}", is_demo=account.is_demo,
        )  # fmt: skip
        if not new:
            return _told(movement, account)
        left = Item.objects.select_for_update().get(pk=item.pk)
        if left.stock < quantity or left.withdrawn_at is not None:
            raise Conflict(_("“%(item)s”只剩%(n)d件了。") % {"item": left.name, "n": left.stock})
        left.stock -= quantity
        left.save(update_fields=["stock"])
        given = user is not None
        row = Handout(
            movement=movement, account=account, item=item, quantity=quantity, at=at,
            code=f"{secrets.randbelow(10**6):06d}", done_at=at if given else None,
            state=Handout.State.GIVEN if given else Handout.State.WAITING,
        )  # fmt: skip
        row.save(force_insert=True)
    return row


def _told(movement: Movement, account: Account) -> Handout:
    found: Handout | None = Handout.reached.filter(movement=movement, account=account).first()
    if found is None:
        raise Conflict
    return found


def collect(*, actor: Actor, code: str, at: datetime | None = None) -> Handout:
    """The keeper hands over what waits under a code. Invalid (`code`) for none."""
    bank = must_keep(actor)
    plain = code.strip()
    with transaction.atomic():
        row: Handout | None = (
            Handout.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .filter(code=plain, state=Handout.State.WAITING, account__bank=bank)
            .order_by("pk")
            .first()
        ) if plain.isascii() and plain.isdecimal() else None  # fmt: skip
        if row is None:
            raise Invalid(_("没有这个领取码，或者已经领走了。"), "code")
        row.state, row.done_at = Handout.State.GIVEN, at or clock.now()
        row.save(update_fields=["state", "done_at"])
    return row


def take_back(*, actor: Actor, handout_id: int, at: datetime | None = None) -> None:
    """The holder no longer wants what waits: points and item go back. Conflict when it is gone."""
    account = standing_account(actor)
    with transaction.atomic():
        row = (
            Handout.objects.visible_to(actor)
            .filter(pk=handout_id, account=account, state=Handout.State.WAITING)
            .first()
        )
        if row is None:
            raise Conflict(_("这件已经领走或退回了。"))
        reverse_movement(row.movement, why=_("本人不要了"), at=at or clock.now(), user_id=None)


def return_uncollected(*, at: datetime | None = None) -> int:
    """What nobody collected in time goes back, points to the holder; how many."""
    at, settings = at or clock.now(), settings_or_none()
    if settings is None:
        return 0
    before, done = at - timedelta(days=settings.collect_days), 0
    rows = Handout.objects.visible_to(SYSTEM).filter(state=Handout.State.WAITING, at__lt=before)
    for row in rows.filter(account__closed_at=None):
        with transaction.atomic():
            reverse_movement(row.movement, why=_("没有来领"), at=at, user_id=None)
        done += 1
    return done
