"""The list behind each number of the wall."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.web.access import staff_only

from .. import access
from ..selectors import lists
from .wall import actor_of

PAGE = 50


@require_GET
@staff_only(*access.ROLES)
def orders(request: HttpRequest) -> HttpResponse:
    """Orders that a number counts; its count is the number."""
    actor = actor_of(request)
    asked = lists.read(actor, request.GET)
    page = Paginator(lists.orders(actor, asked), PAGE).get_page(request.GET.get("page"))
    language = get_language() or "zh"
    back = f"{reverse('command:wall')}?area={asked.area.code}"
    context = {
        "asked": asked,
        "page": page,
        "rows": [lists.row(order) for order in page.object_list],
        "crumbs": [
            *(
                (ref.label(language), f"{reverse('command:wall')}?area={ref.code}")
                for ref in access.trail(actor, asked.area)
            ),
            (str(asked.measure.name), ""),
        ],
        "back": back,
        "closed": asked.measure.base == "closed",
        "empty_hint": _("换一个区域或时间再看。"),
    }
    return render(request, "command/orders.html", context)
