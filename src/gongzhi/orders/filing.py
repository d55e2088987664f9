"""Which long-running file an order belongs to."""

from __future__ import annotations

from typing import Final

from .models import Gathered, Order

PROCESS: Final = "long_file"
KEEPING: Final = "note"  # whoever may write to the file may say what belongs to it


def file_of(order: Order) -> Order | None:
    """The open file that has taken an order up (JN-15); None for most."""
    row = Gathered.objects.filter(order=order).first()
    found = Order.reached.filter(pk=row.file_id).first() if row else None
    return found if found is not None and found.phase != "closed" else None
