"""``{% load areas %}``: words for changes of boundaries."""

from __future__ import annotations

from django import template

from gongzhi.areas.boundaries.words import kind_word, status_word

register = template.Library()


@register.filter
def change_kind(key: str) -> str:
    """``merge`` → 合并."""
    return kind_word(key)


@register.filter
def change_status(key: str) -> str:
    """``planned`` → 待生效."""
    return status_word(key)
