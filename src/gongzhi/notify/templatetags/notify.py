"""``{% load notify %}``: the bell."""

from __future__ import annotations

from typing import Any

from django import template

from gongzhi.notify.selectors import unread

register = template.Library()


@register.inclusion_tag("notify/bell.html", takes_context=True)
def bell(context: template.Context) -> dict[str, Any]:
    """A link to the messages with the number unread; nothing for anybody but staff."""
    actor = getattr(context.get("request"), "actor", None)
    is_staff = getattr(actor, "kind", "") == "staff"
    return {"is_staff": is_staff, "count": unread(actor) if is_staff and actor else 0}
