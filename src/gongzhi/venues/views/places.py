"""/places/: what is near, open and free, for residents; /me/places/: what one has booked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_cookie

from gongzhi.areas import selectors as areas
from gongzhi.areas.reading.geojson import collection
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.numbers import whole_number
from gongzhi.kernel.scope import PUBLIC
from gongzhi.orders.views.resident import visitor
from gongzhi.web.access import actor_of, resident_only
from gongzhi.web.deeds import carried_out, done, status_of

from ..forms.booking import BookingForm
from ..models import Station
from ..reading import activities as events
from ..reading.bookings import DayView, bookable_room, day_view, my_bookings
from ..reading.hall import queues
from ..reading.stations import lines, near, standing, station_page
from ..reading.stations import points as place_points
from ..reading.tools import mine as my_loans
from ..reading.tools import tools_of
from ..services.arrive import arrive
from ..services.book_room import book_room
from ..services.leave_activity import leave_activity
from ..services.settle_booking import cancel_booking, check_in
from ..services.sign_up import sign_up
from .days import day_of

_PAGE, _POINTS = 30, 2000


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Those of my community and street, or all; open ones alone when asked."""
    now = clock.now()
    rows, area, everywhere, open_now = _chosen(request, now)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": lines(page.object_list, now=now, desk=False), "area": area,
        "everywhere": everywhere, "open_now": open_now, "query": f"?{request.GET.urlencode()}",
        "centre": _centre(area), "zoom": 11 if everywhere else 14,
    }  # fmt: skip
    return render(request, "venues/resident/places.html", context)


@require_GET
@vary_on_cookie  # names are in the language of the cookie
def outlines(request: HttpRequest) -> HttpResponse:
    """`/places/areas.json`: the streets under the points, without figures."""
    language = get_language() or "zh"
    shown = areas.shapes_at(1) or areas.shapes_at(0)
    plain = {"value": None, "label": ""}
    found = collection(
        (one, plain | {"name": one.label(language), "text": one.label(language)}) for one in shown
    )
    return JsonResponse(found, content_type="application/geo+json")


def _centre(area: AreaRef | None) -> list[float]:
    """Where the map begins: here, or in the middle of the city; empty when neither has a place."""
    place = area if area is not None and area.centre_lon is not None else areas.root_area()
    if place is None or place.centre_lon is None or place.centre_lat is None:
        return []
    return [place.centre_lon, place.centre_lat]


@require_GET
def points(request: HttpRequest) -> HttpResponse:
    """`/places/points.json`: `{"points": […]}` of the same list, for the map."""
    now = clock.now()
    rows, _area, _everywhere, _open_now = _chosen(request, now)
    return JsonResponse({"points": place_points(rows[:_POINTS], now=now)})


def _chosen(
    request: HttpRequest, now: datetime
) -> tuple[QuerySet[Station], AreaRef | None, bool, bool]:
    """Stations as asked for; the resident's area, whether it is left aside, open ones alone."""
    area = visitor.home_area(request)
    everywhere = area is None or request.GET.get("all") == "1"
    open_now = request.GET.get("open") == "1"
    rows = near(standing(), None if everywhere else area)
    if open_now:
        local = clock.local(now)
        rows = rows.filter(
            opens__lte=local.time(), closes__gt=local.time(), weekdays__contains=[local.weekday()]
        )
    return rows, area, everywhere, open_now


@require_GET
def place(request: HttpRequest, station_id: int) -> HttpResponse:
    """One station: hours, phone, rooms, activities."""
    now = clock.now()
    page = station_page(PUBLIC, station_id, now=now, desk=False)
    coming = events.activities(now=now).filter(station_id=station_id, cancelled_at=None)[:10]
    context = {
        "page": page, "activities": events.activity_lines(coming, now=now),
        "tools": tools_of(station_id), "queues": queues(station_id, now=now),
    }  # fmt: skip
    return render(request, "venues/resident/place.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, room_id: int) -> HttpResponse:
    """A day's free times as large buttons; POST books one."""
    now, actor = clock.now(), actor_of(request)
    row = bookable_room(room_id)
    minutes = whole_number(request.GET.get("minutes", "60"), most=1440) or 60
    view = day_view(row, day=day_of(request, clock.local(now).date()), minutes=minutes, now=now)
    if request.method == "GET":
        form = BookingForm(initial={"day": view.day, "minutes": view.minutes})
        return _room(request, view, form)
    if actor.kind != "resident":
        return redirect(f"/me/login/?next=/places/rooms/{room_id}/")
    form = BookingForm(request.POST)
    if form.is_valid():
        # Before a refusal: its field is clean no more.
        key, wanted = form.cleaned_data["key"], form.wanted()
        did = carried_out(
            form, lambda: book_room(actor=actor, room_id=room_id, key=key, wanted=wanted)
        )
        if did:
            booked = did.made[0].state == "booked"
            messages.success(request, _("约好了。") if booked else _("已申请，等社区确认。"))
            return redirect("my_places:mine")
        view = day_view(row, day=wanted.day, minutes=wanted.minutes, now=now)
    return _room(request, view, form, status=status_of(form))


def _room(
    request: HttpRequest, view: DayView, form: BookingForm, *, status: int = 200
) -> HttpResponse:
    kind = actor_of(request).kind
    context = {
        "view": view, "form": form, "signed_in": kind == "resident", "staff": kind == "staff",
        "chosen": str(form["starts"].value() or "")[:5],
    }  # fmt: skip
    return render(request, "venues/resident/room.html", context, status=status)


@require_GET
def all_activities(request: HttpRequest) -> HttpResponse:
    """What is to come."""
    now = clock.now()
    rows = events.activities(now=now).filter(cancelled_at=None)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": events.activity_lines(page.object_list, now=now)}
    return render(request, "venues/resident/activities.html", context)


@never_cache
@require_GET
def activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """One activity, and where one stands oneself."""
    actor = actor_of(request)
    _row, line = events.one_activity(activity_id, now=clock.now())
    mine = events.my_signup(actor, activity_id)
    context = {
        "line": line, "mine": mine, "signed_in": actor.kind == "resident",
        "before": events.before_me(mine) if mine and mine.state == "waiting" else 0,
    }  # fmt: skip
    return render(request, "venues/resident/activity.html", context)


@require_POST
@resident_only
def join(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Sign up, or wait."""

    def deed() -> str:
        row = sign_up(actor=actor_of(request), activity_id=activity_id)
        return _("报上名了。") if row.state == "in" else _("名额满了，您在候补。")

    return _at(request, activity_id, deed)


@require_POST
@resident_only
def leave(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Give the place back."""

    def deed() -> str:
        leave_activity(actor=actor_of(request), activity_id=activity_id)
        return _("已取消报名，名额让给后面的人。")

    return _at(request, activity_id, deed)


@require_POST
@resident_only
def at_activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Arrive, by the code."""

    def deed() -> str:
        code = request.POST.get("code", "")[:20]
        arrive(actor=actor_of(request), activity_id=activity_id, code=code)
        return _("签到了。")

    return _at(request, activity_id, deed)


def _at(request: HttpRequest, activity_id: int, deed: Callable[[], str]) -> HttpResponse:
    return done(request, deed, str, "places:activity", activity_id)


@never_cache
@resident_only
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/me/places/`: my bookings and sign-ups."""
    actor, now = actor_of(request), clock.now()
    context = {
        "bookings": my_bookings(actor, now=now),
        "activities": events.my_activities(actor, now=now),
        "loans": my_loans(actor, now=now),
    }
    return render(request, "venues/resident/mine.html", context)


@require_POST
@resident_only
def cancel(request: HttpRequest, booking_id: int) -> HttpResponse:
    """One's own booking."""

    def deed() -> str:
        cancel_booking(actor=actor_of(request), booking_id=booking_id)
        return _("预约取消了。")

    return done(request, deed, str, "my_places:mine")


@require_POST
@resident_only
def here(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Check in by the code at the door."""
    code = request.POST.get("code", "")[:20]

    def deed() -> str:
        check_in(actor=actor_of(request), booking_id=booking_id, code=code)
        return _("签到了。")

    return done(request, deed, str, "my_places:mine")
