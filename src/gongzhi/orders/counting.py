"""Which orders count at all: one rule for the desk's lists, the director's page and the figures."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

# Reports without a verified phone and reports made void were never handed over.
NOT_HANDED_OVER: Final = ("draft", "void")


def handed_over() -> Q:
    """The condition of orders that count."""
    return ~Q(state__in=NOT_HANDED_OVER)


def counted() -> Q:
    """Of those, what figures count. Confined orders are in none that is cut by place, body, class
    or day: where there are few, one more would tell of it. Their own processes count them whole.
    """
    return handed_over() & Q(confined=False)
