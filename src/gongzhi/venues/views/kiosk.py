"""/hall/<station>/kiosk/: a tablet in the hall on which residents serve themselves (JN-19).

The pages are those of the residents' front; this browser's cookie adds the bar that ends the visit,
by a tap or by itself when nobody touches the screen (`behaviours.ts`).
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.web.kiosk import COOKIE

from ..models import Queue, Station
from ..services.take_number import tablet_code

_YEAR = 365 * 24 * 3600


@never_cache
@require_GET
def start(request: HttpRequest, station_id: int) -> HttpResponse:
    """Big doors; the address with its code makes this browser a kiosk, `off=1` a usual one again."""
    station = Station.objects.filter(pk=station_id, ended_on=None).first()
    code = request.GET.get("code", "")
    if station is None or not constant_time_compare(code, tablet_code(station_id)):
        raise NotFound
    if request.GET.get("off") == "1":
        answer: HttpResponse = HttpResponseRedirect("/")
        answer.delete_cookie(COOKIE, samesite="Lax")
        return answer
    request.COOKIES[COOKIE] = f"{station_id}.{code}"  # the page of this very answer has the bar too
    context = {
        "station": station,
        "code": code,
        "queues": Queue.objects.filter(station=station, ended_on=None).exists(),
    }
    answer = render(request, "venues/hall/kiosk.html", context)
    answer.set_cookie(
        COOKIE, f"{station_id}.{code}", max_age=_YEAR, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return answer


@never_cache
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Whoever stood here is gone: session, drafts on the device and what back would show."""
    request.session.flush()
    # The cookie brings the code back: who does not know it is not told it.
    station, _dot, code = request.COOKIES.get(COOKIE, "").partition(".")
    station_id = whole_number(station) or 0
    there = Station.objects.filter(pk=station_id, ended_on=None).exists()
    known = there and constant_time_compare(code, tablet_code(station_id))
    to = reverse("hall:kiosk", args=[station_id]) + f"?code={code}" if known else "/"
    answer = HttpResponseRedirect(to)
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer
