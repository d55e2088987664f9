"""/services/items/: the catalogue for residents, an item's page, and ordering it."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.orders.process.opening import offered
from gongzhi.orders.selectors import resident_nearby
from gongzhi.orders.views.resident import visitor
from gongzhi.orders.views.resident.services import take_order

from ..catalogue import (
    KINDS,
    SHOWN,
    Item,
    counts,
    item_by_code,
    link_of,
    provider_at,
    search,
    when_given,
)
from ..forms.item import ItemForm
from ..givendays import When
from ..reading.menu import menu_here
from ..services.hold_line import no_taker
from ..services.order_item import order_item


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Found by words or initials, by kind, and only what is available in my grid if wished."""
    asked = request.GET.get("q", "")[:40].replace("\x00", "")
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    area = visitor.home_area(request)
    here = area is not None and request.GET.get("here") == "1"
    found = search(asked, kind=kind, area=area if here else None, day=clock.today())
    context = {
        "q": asked, "kind": kind, "kinds": counts(), "here": here, "area": area,
        "area_words": resident_nearby.area_words(area) if area else "",
        "menu": menu_here(area, asked) if not kind else [],
        "found": _with_times(found[:SHOWN], area), "more": len(found) > SHOWN, "count": len(found),
    }  # fmt: skip
    return render(request, "offerings/catalogue.html", context)


@require_GET
def item_page(request: HttpRequest, code: str) -> HttpResponse:
    """Papers, limit, standard, steps, who provides it here, and one button."""
    item, area = _item(code), visitor.home_area(request)
    provider = provider_at(item, area) if area else None
    context: dict[str, Any] = {
        "item": item,
        "area_words": resident_nearby.area_words(area) if area else "",
        "provider_name": provider.label(get_language() or "zh") if provider else "",
        "away": area is not None and provider is None,
        "when": when_given([item], area, now=clock.now()).get(item.code) if area else None,
        "orderable": _orderable(item),
        "linked": bool(link_of(item.code)),
    }
    return render(request, "offerings/item.html", context)


@never_cache
@sensitive_post_parameters("phone", "code")
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, code: str) -> HttpResponse:
    """The form of its process; POST orders it."""
    item = _item(code)
    if item.menu_of and not item.process:
        # Its unit left while the page was open.
        messages.error(request, str(no_taker()))
        return redirect("items:item", code)
    if not _orderable(item):
        raise NotFound
    take = partial(order_item, item=item)
    make = partial(ItemForm, item, area=visitor.home_area(request))
    return take_order(request, make, take, "offerings/order_item.html")


@require_GET
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Says that one leaves the site, and where to; we take no money."""
    item = _item(code)
    url = link_of(item.code)
    if not url:
        raise NotFound
    context = {"item": item, "url": url, "host": urlsplit(url).hostname}
    return render(request, "offerings/leave.html", context)


def _with_times(found: list[Item], area: AreaRef | None) -> list[tuple[Item, When | None]]:
    """When each is next to be had in my grid, where that is known."""
    times = when_given(found, area, now=clock.now()) if area else {}
    return [(one, times.get(one.code)) for one in found]


def _item(code: str) -> Item:
    item = item_by_code(code)
    if item is None:
        raise NotFound
    return item


def _orderable(item: Item) -> bool:
    """Whether residents order it themselves; a whistle is blown by the community."""
    return any(spec.key == item.process for spec in offered())
