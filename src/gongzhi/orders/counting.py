"""Which orders count at all: one rule for the desk's lists, the director's page and the figures."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

# Reports without a verified phone and reports made void were never handed over.
NOT_HANDED_OVER: Final = ("draft", "void")


def handed_over() -> Q:
    """The condition of orders that count."""
    return ~Q(state__in=NOT_HANDED_OVER)
