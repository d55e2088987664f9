"""/desk/venues/rooms/: a room's week, booking it for one's body, and what becomes of bookings."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.orgs.selectors import body_by_id
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of

from ..forms.booking import DeskBookingForm, KeeperBookingForm
from ..reach import KEEPERS, READERS, keeps
from ..reading.bookings import body_bookings, bookable_room, day_view, room_week
from ..services.book_room import book_room
from ..services.settle_booking import cancel_booking, keep_booking
from .days import day_of


@require_GET
@staff_only(*READERS)
def week(request: HttpRequest, room_id: int) -> HttpResponse:
    """The week that holds `day`; prints as a sheet for the door."""
    now = clock.now()
    page = room_week(
        actor_of(request), room_id, day=day_of(request, clock.local(now).date()), now=now
    )
    station = page.room.station
    crumbs = [
        (_("阵地"), "/desk/venues/"), (station.name, f"/desk/venues/{station.pk}/"),
        (page.room.name, ""),
    ]  # fmt: skip
    week_of = {"room": str(page.room.pk), "day": page.days[0][0].isoformat()}
    context = {"page": page, "crumbs": crumbs, "here": f"?{urlencode(week_of)}"}
    return render(request, "venues/desk/week.html", context)


def _week_of(room_id: int, day: str) -> str:
    return f"{reverse('venues:room', args=[room_id])}?{urlencode({'day': day})}"


@require_http_methods(["GET", "POST"])
@staff_only()
def book(request: HttpRequest, room_id: int) -> HttpResponse:
    """For one's own body, whoever works there."""
    actor, room = actor_of(request), bookable_room(room_id)
    bodies = [one for one in map(body_by_id, sorted(actor.body_ids)) if one]
    choices = [(one.code, one.short_name or one.name) for one in bodies]
    today = clock.local(clock.now()).date()
    asked = day_of(request, today)
    form = DeskBookingForm(choices, request.POST or None, initial={"day": asked})
    if request.method == "POST" and request.POST.get("body", "") not in dict(choices):
        raise NotFound  # another's body is not there
    if carried_out(
        form,
        lambda: book_room(
            actor=actor, room_id=room_id, key=form.cleaned_data["key"],
            wanted=form.wanted(form.cleaned_data["body"]),
        ),
    ):  # fmt: skip
        messages.success(request, _("约好了。") if not room.confirm else _("已申请，等社区确认。"))
        return redirect("venues:own_bookings")
    day = form.cleaned_data.get("day", asked) if form.is_bound and form.is_valid() else asked
    view = day_view(room, day=day if isinstance(day, date) else today, minutes=60, now=clock.now())
    context = {
        "form": form, "room": room, "view": view, "title": _("以单位名义预约"),
        "back": "/desk/venues/bookings/",
    }  # fmt: skip
    return render(request, "venues/desk/book.html", context, status=status_of(form))


@sensitive_post_parameters("phone", "name")
@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def book_for(request: HttpRequest, room_id: int) -> HttpResponse:
    """For somebody at the counter or on the phone, by whoever keeps the room."""
    actor, room = actor_of(request), bookable_room(room_id)
    if not keeps(actor, room.station.body_id):
        raise NotFound
    today = clock.local(clock.now()).date()
    asked = day_of(request, today)
    form = KeeperBookingForm(request.POST or None, initial={"day": asked})
    if carried_out(
        form,
        lambda: book_room(
            actor=actor,
            room_id=room_id,
            key=form.cleaned_data["key"],
            wanted=form.wanted(),
        ),
    ):
        messages.success(request, _("约好了。"))
        return redirect(_week_of(room_id, form.cleaned_data["day"].isoformat()))
    view = day_view(room, day=asked, minutes=60, now=clock.now())
    context = {
        "form": form, "room": room, "view": view, "title": _("替人预约"),
        "back": f"/desk/venues/rooms/{room_id}/",
    }  # fmt: skip
    return render(request, "venues/desk/book.html", context, status=status_of(form))


@require_GET
@staff_only()
def own(request: HttpRequest) -> HttpResponse:
    """What one's own bodies have booked."""
    rows = body_bookings(actor_of(request), now=clock.now())
    return render(request, "venues/desk/own.html", {"rows": rows})


@require_POST
@staff_only()
def cancel(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Of one's own body."""
    return done(
        request,
        lambda: cancel_booking(actor=actor_of(request), booking_id=booking_id),
        _("已取消。"),
        "venues:own_bookings",
    )


@require_POST
@staff_only(*KEEPERS)
def keep(request: HttpRequest, booking_id: int, step: str) -> HttpResponse:
    """Confirm, refuse, used, missed, cancel; the address says which week the keeper looks at."""
    room, day = whole_number(request.GET.get("room", "")), request.GET.get("day", "")
    try:
        row = keep_booking(
            actor=actor_of(request), booking_id=booking_id, step=step,
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except NotFound:
        raise
    except GongzhiError as error:
        messages.error(request, str(error))
        return redirect(_week_of(room, day) if room else "venues:board")
    messages.success(request, _("已改好。"))
    return redirect(_week_of(row.room_id, day))
