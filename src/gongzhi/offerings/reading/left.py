"""How much of needs and offers nothing agreed upon has taken yet, in two statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Sum

from ..models import Entry


def left_over(rows: Iterable[Entry]) -> Counter[int]:
    """Units by entry."""
    left = Counter({row.pk: row.quantity for row in rows})
    taken = Entry.reached.filter(side="carry").exclude(state="dropped")
    for name in ("need_id", "offer_id"):
        found = taken.filter(**{f"{name}__in": list(left)})
        for key, n in found.values_list(name).annotate(n=Sum("quantity")):
            left[key] -= n
    return left
