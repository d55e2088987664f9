"""Filters of the settings pages."""

from __future__ import annotations

from typing import Any

from django import template

from gongzhi.office.examples import filled

register = template.Library()


@register.filter
def example(bound: Any) -> str:
    """A text input's value with example values."""
    return filled(str(bound.value() or ""), english=bound.name.endswith(".en"))[0]
