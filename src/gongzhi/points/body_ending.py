"""The bank of a community that ends goes to its successor, its accounts with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.ending.parts import Ending, Watched, register_ending
from gongzhi.orgs.ending.tracing import restore
from gongzhi.orgs.models import BodyEnding
from gongzhi.points.models import Account, Bank, Item, Movement
from gongzhi.points.services.book import book
from gongzhi.points.services.credit_services import credit_now

_HOLDER: Final = "holder"


def register() -> None:
    """Make it known."""
    register_ending(Ending("points", _("积分账户"), count, pass_on, _watched(), take_back))


def _watched() -> tuple[Watched, ...]:
    banks = "SELECT id FROM points_bank WHERE community_id = %(from)s AND ended_at IS NULL"
    return (
        Watched("points_bank", "t.community_id = %(from)s AND t.ended_at IS NULL"),
        # What was credited at the end was earned: balances stay the sums of their entries.
        Watched("points_account", f"t.bank_id IN ({banks})", kept=("balance",)),
        Watched("points_item", f"t.bank_id IN ({banks})"),
    )


def count(body_id: int) -> int:
    """Holders who stand there now."""
    return _holders(body_id).count()


def pass_on(from_id: int, to_id: int, at: datetime) -> int:
    """Holders; the bank changes hands, or its accounts join the successor's own bank."""
    moved = count(from_id)
    bank = Bank.objects.filter(community_id=from_id, ended_at=None).first()
    other = Bank.objects.filter(community_id=to_id, ended_at=None).first()
    if bank is None:
        return 0
    credit_now(bank, at)
    if other is None:
        Bank.objects.filter(pk=bank.pk).update(community_id=to_id)
        return moved
    # Of each of the bank's own accounts there are two from now on; the older one goes on.
    Account.objects.visible_to(SYSTEM).filter(bank=bank).update(bank=other)
    for item in Item.objects.filter(bank=bank):
        if Item.objects.filter(bank=other, name=item.name, withdrawn_at=None).exists():
            item.withdrawn_at = item.withdrawn_at or at
        item.bank = other
        item.save()
    Bank.objects.filter(pk=bank.pk).update(ended_at=at)
    return moved


def take_back(ending: BodyEnding, at: datetime) -> int:
    """The bank and its accounts come back, and each of the two banks adds up to zero again.

    What was earned and used since went through the one bank that stood: the difference is settled
    between what the two gave out, and no holder has a point more or less.
    """
    moved = sum(restore(ending, one, str(_("积分账户"))) for one in _watched())
    old = Bank.objects.filter(community_id=ending.body_id, ended_at=None).first()
    other = Bank.objects.filter(community_id=ending.successor_id, ended_at=None).first()
    over = _total(old) if old is not None and other is not None else 0
    if old is not None and other is not None and over:
        book(
            kind=Movement.Kind.SETTLE, key=f"settle:{ending.pk}", at=at, is_demo=old.is_demo,
            text=gettext("撤并撤回，两家各记各的账"),
            parts={_issued(old): -over, _issued(other): over},
        )  # fmt: skip
    return moved


def _total(bank: Bank) -> int:
    rows = Account.objects.visible_to(SYSTEM).filter(bank=bank)
    return int(rows.aggregate(total=Sum("balance"))["total"] or 0)


def _issued(bank: Bank) -> int:
    """That of the bank's own accounts out of which most was given."""
    rows = Account.objects.visible_to(SYSTEM).filter(bank=bank, kind=Account.Kind.ISSUED)
    return int(rows.order_by("balance", "pk").values_list("pk", flat=True)[0])


def _holders(body_id: int) -> Any:
    return Account.objects.visible_to(SYSTEM).filter(
        bank__community_id=body_id, bank__ended_at=None, kind=_HOLDER, closed_at=None
    )
