"""``{% load public %}``: names in the reader's language, and addresses with a filter changed."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas.selectors import AreaRef
from gongzhi.orders.models import Category
from gongzhi.orders.selectors.resident_catalogue import label_of

from ..selectors.public import AreaFigures, Filters

register = template.Library()


@register.filter
def area_name(area: AreaRef) -> str:
    return area.label(get_language() or "zh")


@register.filter
def category_name(category: Category) -> str:
    return label_of(category)


@register.simple_tag
def changed(filters: Filters, **changes: Any) -> str:
    """The page with one filter changed; the page number goes unless it is what changes."""
    return filters.query(**{key: str(value) for key, value in changes.items()})


@register.filter
def sample_hint(row: AreaFigures) -> str:
    """Out of how many the rate on time was counted."""
    return _("%(count)d件有时限") % {"count": row.tally.timed}


@register.filter
def rated_hint(row: AreaFigures) -> str:
    return _("%(count)d件有评价") % {"count": row.tally.rated}


@register.filter
def judged_hint(row: AreaFigures) -> str:
    return _("%(count)d件说了满意不满意") % {"count": row.tally.judged}
