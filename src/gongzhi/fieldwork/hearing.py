"""Needs of visits by class, for the menu that a community draws up of them (QJ-10)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Count

from gongzhi.fieldwork.models import Need
from gongzhi.kernel.scope import Actor, subtree
from gongzhi.orders.hooks.painpoints import register_heard


def register() -> None:
    """Make it known."""
    register_heard("fieldwork", heard)


def heard(actor: Actor, area_path: str, since: datetime) -> Counter[str]:
    """Also merged ones: several homes that say the same are several. Without a class: none."""
    low, high = subtree(area_path)
    rows = Need.objects.gathered_by(actor).filter(
        home__area_path__gte=low, home__area_path__lt=high, made_at__gte=since
    )
    rows = rows.exclude(category_code="").order_by().values_list("category_code")
    return Counter(dict(rows.annotate(n=Count("pk"))))
