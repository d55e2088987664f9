"""Addresses of the lists behind the wall's numbers: each lists exactly what its number counts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from gongzhi.areas.selectors import AreaRef


def list_link(
    measure: str,
    area: AreaRef,
    *,
    span: str = "today",
    body: int | None = None,
    category: str = "",
) -> str:
    """`span` is `today` or a number of days; open orders take none."""
    values = {"measure": measure, "area": area.code, "span": span}
    if measure in {"open", "overdue", "soon", "emergency"}:
        del values["span"]
    if body is not None:
        values["body"] = str(body)
    if category:
        values["category"] = category
    return f"{reverse('command:orders')}?{urlencode(values)}"
