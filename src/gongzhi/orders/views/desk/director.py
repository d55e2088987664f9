"""/desk/director/: the street director's page, read in 30 seconds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, Invalid, NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.words import headed

from ...models import Order
from ...selectors.desk.deciding import decidable, deciding
from ...selectors.desk.director import areas_directed, director_page, hot_words, late_words
from ...selectors.desk.filters import Filters, where
from ...services.act_with_photos import act_with_photos
from ...services.bulk_act import MOST, bulk_act
from .frame import beside


@require_GET
@staff_only()
def director(request: HttpRequest) -> HttpResponse:
    """The page for the area chosen, the widest of mine at first."""
    actor, now = actor_of(request), clock.now()
    page = director_page(actor, code=request.GET.get("area", ""), now=now)
    frame = beside(actor, now=now)
    context = {
        **frame,
        "page": page,
        "deciding": deciding(actor, now=now),
        "late_words": late_words(page),
        "hot_words": hot_words(page),
        "as_of": now,
    }
    return render(request, "orders/desk/director.html", context)


@require_POST
@staff_only()
def decide(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Two presses: the button, and yes."""
    if action not in decidable():
        raise Invalid(_("没有这个操作。"), "action")
    reason = request.POST.get("reason", "").strip()
    try:
        act_with_photos(
            actor=actor_of(request),
            number=number,
            action=action,
            payload={"reason": reason} if reason else {},
        )
    except GongzhiError as error:
        messages.error(request, headed(number, str(error)))
    else:
        messages.success(request, _("%(number)s 已批示。") % {"number": number})
    return redirect("desk:director")


@require_POST
@staff_only()
def press(request: HttpRequest) -> HttpResponse:
    """Press a body from above: every late order that it holds in the area."""
    actor, now = actor_of(request), clock.now()
    code = request.POST.get("area", "")
    area = next((one for one in areas_directed(actor) if one.code == code), None)
    note = request.POST.get("reason", "").strip()
    if area is None:
        raise NotFound
    if not note:
        raise Invalid(_("请写明督办要求。"), "reason")
    late = Filters(lamp="red", area=area.code, holder=request.POST.get("holder", ""))
    numbers = list(
        Order.objects.visible_to(actor)
        .filter(where(late, now=now))
        .order_by("due_at")
        .values_list("number", flat=True)[:MOST]
    )
    results = bulk_act(actor=actor, numbers=numbers, action="press", payload={"note": note})
    done = sum(1 for _number, ok, _sentence in results if ok)
    failed = [sentence for _number, ok, sentence in results if not ok]
    messages.success(request, _("已督办%(n)d件，承办单位会马上收到。") % {"n": done})
    if failed:
        messages.warning(
            request, _("%(n)d件没有督办成：%(why)s") % {"n": len(failed), "why": failed[0]}
        )
    return redirect(f"/desk/director/?area={area.code}")
