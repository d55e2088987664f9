"""The bank of a community that ends goes to its successor, its accounts with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.endings import Ending, Watched, register_ending
from gongzhi.points.models import Account, Bank, Item
from gongzhi.points.services.credit_services import credit_now

_HOLDER: Final = "holder"


def register() -> None:
    """Make it known."""
    banks = "SELECT id FROM points_bank WHERE community_id = %(from)s AND ended_at IS NULL"
    watched = (
        Watched("points_bank", "t.community_id = %(from)s AND t.ended_at IS NULL"),
        Watched("points_account", f"t.bank_id IN ({banks})"),
        Watched("points_item", f"t.bank_id IN ({banks})"),
    )
    register_ending(Ending("points", _("积分账户"), count, pass_on, watched))


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


def _holders(body_id: int) -> Any:
    return Account.objects.visible_to(SYSTEM).filter(
        bank__community_id=body_id, bank__ended_at=None, kind=_HOLDER, closed_at=None
    )
