"""A mistaken movement is taken back by a counter-entry; nothing is ever changed or deleted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.points.keeping import must_keep
from gongzhi.points.models import Entry, Handout, Item, Movement

from .book import book

_WHY_MOST = 100


def reverse(*, actor: Actor, movement_id: int, why: str, at: datetime | None = None) -> Movement:
    """By the bank's keeper, with a reason that the holder reads. Denied, NotFound, Invalid
    (`reason`), Conflict when it was taken back before or the points are spent already.
    """
    must_keep(actor)
    if actor.user_id is None:
        raise Denied
    why = " ".join(why.split())
    if not why or len(why) > _WHY_MOST or "\x00" in why:
        raise Invalid(_("请写为什么冲正，100字以内。"), "reason")
    movement: Movement | None = Movement.objects.visible_to(actor).filter(pk=movement_id).first()
    if movement is None:
        raise NotFound
    with transaction.atomic():
        return reverse_movement(movement, why=why, at=at or clock.now(), user_id=actor.user_id)


def reverse_movement(
    movement: Movement, *, why: str, at: datetime, user_id: int | None
) -> Movement:
    """The counter-entry, and the item back on the shelf, in the caller's transaction."""
    if movement.kind == Movement.Kind.REVERSE:
        raise Conflict(_("冲正的记录不能再冲正。"))
    entries = Entry.reached.filter(movement=movement).values_list("account_id", "points")
    back, new = book(
        kind=Movement.Kind.REVERSE, key=f"back:{movement.pk}", at=at, text=why, user_id=user_id,
        parts={account_id: -points for account_id, points in entries}, reverses=movement,
        is_demo=movement.is_demo,
    )  # fmt: skip
    if not new:
        raise Conflict(_("这一笔已经冲正过了。"))
    handout = Handout.reached.select_for_update().filter(movement=movement).first()
    if handout is not None:
        handout.state, handout.done_at = Handout.State.BACK, at
        handout.save(update_fields=["state", "done_at"])
        Item.objects.filter(pk=handout.item_id).update(stock=F("stock") + handout.quantity)
    return back
