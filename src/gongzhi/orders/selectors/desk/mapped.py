"""How changes of boundaries mapped an order, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongzhi.areas.reading.pages import last_name

from ...models import Order, OrderMapping


@dataclass(frozen=True)
class Mapped:
    """One change: from which area to which, since when, and what decided."""

    change_id: int
    on: date
    before: str
    after: str
    why: str


def mapped(order: Order) -> list[Mapped]:
    """Oldest first; empty for most orders."""
    words = {
        "single": _("整个并过去"),
        "point": _("按地点"),
        "residual": _("没有地点或不在图形里，归兜底区域"),
        "tree": _("跟着上级走"),
    }
    rows = OrderMapping.objects.filter(order=order).select_related("change")
    found = []
    for row in rows.order_by("change__effective_on", "change_id"):
        before, after = _parted(row.from_path, row.to_path)
        found.append(
            Mapped(
                row.change_id,
                row.change.effective_on,
                last_name(before),
                last_name(after),
                words.get(row.how, row.how),
            )
        )
    return found


def _parted(before: str, after: str) -> tuple[int, int]:
    """The highest areas in which two paths differ: what people know a place by."""
    pairs = zip(before.split("."), after.split("."), strict=False)
    for one, other in pairs:
        if one != other and one and other:
            return int(one), int(other)
    return int(before.split(".")[-2]), int(after.split(".")[-2])
