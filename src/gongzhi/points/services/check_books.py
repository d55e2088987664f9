"""Whether the books hold: every balance is the sum of its entries, every movement adds up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from gongzhi.kernel.scope import SYSTEM
from gongzhi.points.models import Account, Bank, Entry


@dataclass(frozen=True)
class Books:
    """`wrong` are ids of accounts whose balance is not their sum, `uneven` of movements."""

    accounts: int
    wrong: tuple[int, ...]
    uneven: tuple[int, ...]

    @property
    def hold(self) -> bool:
        return not (self.wrong or self.uneven)


def check_books(bank: Bank) -> Books:
    """Counted anew from the entries."""
    rows = Account.objects.visible_to(SYSTEM).filter(bank=bank)
    summed = rows.annotate(total=Coalesce(Sum("entries__points"), 0))
    # A movement of two banks that were one for a while adds up over both.
    moved = Entry.objects.visible_to(SYSTEM).filter(account__bank=bank).values("movement_id")
    entries = Entry.objects.visible_to(SYSTEM).filter(movement_id__in=moved)
    uneven = entries.order_by().values("movement_id").annotate(n=Sum("points")).exclude(n=0)
    return Books(
        rows.count(),
        tuple(summed.exclude(total=F("balance")).values_list("pk", flat=True)),
        tuple(uneven.values_list("movement_id", flat=True)),
    )
