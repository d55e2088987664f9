"""The catalogue for the desk: each item with who answers behind the window, and how often ordered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count
from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.process.opening import startable
from gongzhi.orgs import selectors as orgs

from ..catalogue import Item, provider_at

SPAN: Final = timedelta(days=365)


@dataclass(frozen=True)
class ItemLine:
    """One item: orders of a year within the actor's scope, of them closed; who answers behind."""

    item: Item
    ordered: int
    closed: int
    behind: str
    may_start: bool
    by_resident: bool


def desk_lines(
    actor: Actor, items: Iterable[Item], *, now: datetime
) -> tuple[list[ItemLine], int, int]:
    """Lines of these items, and the year's orders and closed ones of all items in scope. Drafts are not orders."""
    mine = Order.objects.visible_to(actor).filter(item__isnull=False, reported_at__gt=now - SPAN)
    ordered: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    grouped = mine.exclude(state="draft").order_by().values_list("item__code", "phase")
    for code, phase, n in grouped.annotate(n=Count("pk")):
        ordered[code] += n
        closed[code] += n if phase == "closed" else 0
    starts = {spec.key: spec for spec in startable(actor)}
    lines = []
    for item in items:
        spec = starts.get(item.process)
        by_resident = bool(spec and spec.opening and spec.opening.for_resident)
        lines.append(
            ItemLine(item, ordered[item.code], closed[item.code], behind(actor, item),
                     spec is not None, by_resident)
        )  # fmt: skip
    return lines, sum(ordered.values()), sum(closed.values())


def behind(actor: Actor, item: Item) -> str:
    """The body that provides it where the actor's first post is; else the kind's name stays empty."""
    post = next((p for p in actor.postings if p.area_id), None)
    area = areas.area_by_id(post.area_id) if post and post.area_id else None
    if area is None:
        return ""
    leaf = next((one for one in areas.leaf_areas() if one.path.startswith(area.path)), area)
    body = provider_at(item, leaf) or orgs.responsible_body("community", leaf.path)
    return body.label(get_language() or "zh") if body else ""
