"""The keeper's shelf: new items, more of one, out of the list."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.points.keeping import must_keep
from gongzhi.points.models import Item

MOST = 100_000


def add_item(*, actor: Actor, name: str, points: int, stock: int, about: str = "") -> Item:
    """Denied, Invalid by field, Conflict when one of that name is on the shelf."""
    bank, name = must_keep(actor), " ".join(name.split())
    if not name or len(name) > 40 or "\x00" in name + about:
        raise Invalid(_("请写名称，40字以内。"), "name")
    if not 1 <= points <= MOST:
        raise Invalid(_("写1到%(most)d。") % {"most": MOST}, "points")
    if not 0 <= stock <= MOST:
        raise Invalid(_("写0到%(most)d。") % {"most": MOST}, "stock")
    try:
        with transaction.atomic():
            return Item.objects.create(
                bank=bank, name=name, about=about.strip()[:200], points=points, stock=stock,
                is_demo=bank.is_demo,
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("已经有同名的了。"), "name") from None


def restock(*, actor: Actor, item_id: int, more: int) -> None:
    """So many more. Denied, NotFound, Invalid (`more`)."""
    bank = must_keep(actor)
    if not 1 <= more <= MOST:
        raise Invalid(_("写1到%(most)d。") % {"most": MOST}, "more")
    rows = Item.objects.filter(pk=item_id, bank=bank, withdrawn_at=None, stock__lte=MOST)
    if not rows.update(stock=F("stock") + more):
        raise NotFound


def withdraw(*, actor: Actor, item_id: int, at: datetime | None = None) -> None:
    """Out of the list; what waits to be collected stays so. The same again is no error."""
    bank = must_keep(actor)
    rows = Item.objects.filter(pk=item_id, bank=bank)
    if not rows.exists():
        raise NotFound
    rows.filter(withdrawn_at=None).update(withdrawn_at=at or clock.now())
