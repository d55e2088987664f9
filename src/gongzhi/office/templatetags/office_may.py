"""Whether the reader of a settings page may change settings."""

from __future__ import annotations

from typing import Any

from django import template

from gongzhi.office.policies import CHANGES

register = template.Library()


@register.simple_tag(takes_context=True)
def may_change_settings(context: dict[str, Any]) -> bool:
    """True for system administrators; others read the history only."""
    actor = getattr(context.get("request"), "actor", None)
    return actor is not None and actor.has_role(*CHANGES)
