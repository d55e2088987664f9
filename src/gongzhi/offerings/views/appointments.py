"""/me/appointments/: when somebody comes to me, another time, not at all, and what recurs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.web.access import actor_of, resident_only
from gongzhi.web.deeds import done

from ..reading import windows as reads
from ..services.change_time import change_time
from ..services.recur import stop_series


@never_cache
@resident_only
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "coming": reads.appointments(actor, now=clock.now()), "series": reads.series_lines(actor),
    }  # fmt: skip
    return render(request, "offerings/appointments.html", context)


@never_cache
@resident_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: str) -> HttpResponse:
    """The windows with places left as large buttons."""
    actor = actor_of(request)
    if request.method == "POST":
        agreed = request.POST.get("agreed_at", "")[:40]
        return _did(
            request, lambda: change_time(actor=actor, number=number, agreed=agreed), _("改好了。")
        )
    order = Order.objects.visible_to(actor).filter(number=number, reporter_id=actor.resident_id)
    row = order.first()
    item = reads.item_of_order(row) if row else None
    if row is None or item is None:
        raise NotFound
    area, agreed_at = areas.area_by_id(row.area_then_id or 0), reads.agreed_at(row)
    same = clock.local(agreed_at).isoformat(timespec="minutes") if agreed_at else ""
    free = reads.free_windows(item, area, now=clock.now())
    context = {
        "item": item, "agreed_at": agreed_at,
        "windows": [one for one in free if one.value != same],
    }  # fmt: skip
    return render(request, "offerings/change_time.html", context)


@resident_only
@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """This one time."""
    actor = actor_of(request)
    return _did(
        request, lambda: act(actor=actor, number=number, action="withdraw"), _("已取消这一次。")
    )


@resident_only
@require_POST
def stop(request: HttpRequest, series_id: int) -> HttpResponse:
    """All that are to come."""
    actor = actor_of(request)
    return _did(
        request, lambda: stop_series(actor=actor, series_id=series_id),
        _("以后不再来了。来不及取消的那一次照常上门。"),
    )  # fmt: skip


def _did(request: HttpRequest, deed: Callable[[], object], said: str) -> HttpResponse:
    return done(
        request,
        deed,
        said,
        "appointments:mine",
    )
