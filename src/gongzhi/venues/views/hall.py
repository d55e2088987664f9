"""A hall's numbers: the clerk's desk, the tablet, the screen on the wall, the resident's phone."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.web.access import actor_of, resident_only, staff_only
from gongzhi.web.deeds import carried_out, done, status_of

from ..forms.tools import QueueForm
from ..hours import hours_on, is_open_at
from ..models import Queue
from ..reach import KEEPERS, keeps
from ..reading import hall as reads
from ..services.call_number import call_next, settle_number
from ..services.take_number import (
    add_queue,
    book_number,
    cancel_number,
    end_queue,
    tablet_code,
    take_number,
)


def _counter(request: HttpRequest) -> int:
    """The one that was chosen last in this browser."""
    asked = whole_number(request.GET.get("counter", ""), most=99)
    if asked:
        request.session["hall_counter"] = asked
    return asked or int(request.session.get("hall_counter", 1))


@never_cache
@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def desk(request: HttpRequest, station_id: int) -> HttpResponse:
    """Next, again, done, nobody came; POST adds a queue."""
    actor = actor_of(request)
    view = reads.desk(actor, station_id, counter=_counter(request), now=clock.now())
    form = QueueForm(request.POST or None)
    if carried_out(
        form, lambda: add_queue(actor=actor, station_id=station_id, **form.cleaned_data)
    ):
        messages.success(request, _("已登记。"))
        return redirect("venues:hall", station_id)
    tablet = reverse("hall:tablet", args=[station_id]) + f"?code={tablet_code(station_id)}"
    kiosk = reverse("hall:kiosk", args=[station_id]) + f"?code={tablet_code(station_id)}"
    context = {
        "view": view, "form": form, "tablet": tablet, "kiosk": kiosk, "may_keep": keeps(actor, view.station.body_id),
        "crumbs": [(_("阵地"), "/desk/venues/"),
                   (view.station.name, f"/desk/venues/{station_id}/"), (_("叫号"), "")],
    }  # fmt: skip
    return render(request, "venues/desk/hall.html", context, status=status_of(form))


@require_POST
@staff_only(*KEEPERS)
def call(request: HttpRequest, queue_id: int) -> HttpResponse:
    """The next number of a queue to this counter."""
    row = Queue.objects.filter(pk=queue_id).first()
    if row is None:
        raise NotFound
    counter = whole_number(request.POST.get("counter", ""), most=99) or 0
    return done(
        request,
        lambda: call_next(actor=actor_of(request), queue_id=queue_id, counter=counter),
        "",
        reverse("venues:hall", args=[row.station_id]) + f"?counter={counter or 1}",
    )


@require_POST
@staff_only(*KEEPERS)
def settle(request: HttpRequest, ticket_id: int, step: str) -> HttpResponse:
    """`again`, `served`, `missed`."""
    row = settle_number(actor=actor_of(request), ticket_id=ticket_id, step=step)
    return redirect("venues:hall", row.queue.station_id)


@require_POST
@staff_only(*KEEPERS)
def close(request: HttpRequest, queue_id: int) -> HttpResponse:
    """No more numbers of this queue."""
    row = Queue.objects.filter(pk=queue_id).first()
    if row is None:
        raise NotFound
    return done(
        request,
        lambda: end_queue(actor=actor_of(request), queue_id=queue_id),
        _("这一队停了。"),
        "venues:hall",
        row.station_id,
    )


@never_cache
@require_GET
def screen(request: HttpRequest, station_id: int) -> HttpResponse:
    """On the wall: numbers and counters alone, new every few seconds without a script."""
    station, now = reads.hall_station(station_id), clock.now()
    context = {
        "station": station, "called": reads.called(station_id, now=now),
        "queues": reads.queues(station_id, now=now), "now": now,
    }  # fmt: skip
    return render(request, "venues/hall/screen.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def tablet(request: HttpRequest, station_id: int) -> HttpResponse:
    """Big buttons; POST gives a number, which stands there until the next person touches it."""
    station, code = reads.hall_station(station_id), request.GET.get("code", "")
    if code != tablet_code(station_id):
        raise NotFound
    now, given, said, status = clock.now(), None, "", 200
    if request.method == "POST":
        try:
            given = take_number(
                queue_id=whole_number(request.POST.get("queue", "")) or 0,
                key=_key(request), code=code,
            )  # fmt: skip
        except NotFound:
            raise
        except GongzhiError as error:
            said, status = str(error), error.status
    span = hours_on(station, clock.local(now).date())
    context = {
        "open_now": is_open_at(station, now), "today": span.words if span else "",
        "station": station, "queues": reads.queues(station_id, now=now), "given": given,
        "said": said, "key": uuid.uuid4(), "code": code,
        "before": reads.before(given, now=now) if given else 0,
    }  # fmt: skip
    return render(request, "venues/hall/tablet.html", context, status=status)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise NotFound from None


@never_cache
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, queue_id: int) -> HttpResponse:
    """A time of one's own, ahead, from the phone."""
    queue = Queue.objects.select_related("station").filter(pk=queue_id, ended_on=None).first()
    if queue is None:
        raise NotFound
    actor, status = actor_of(request), 200
    if request.method == "POST":
        if actor.kind != "resident":
            return redirect(f"/me/login/?next=/hall/queues/{queue_id}/")
        try:
            book_number(
                actor=actor, queue_id=queue_id, slot_at=_moment(request.POST.get("slot", "")),
                key=_key(request),
            )  # fmt: skip
        except NotFound:
            raise
        except GongzhiError as error:
            messages.error(request, str(error))
            status = error.status
        else:
            messages.success(request, _("约好了。到时候听叫号，不用先到取号机。"))
            return redirect("hall:mine")
    context = {
        "queue": queue, "days": reads.free_slots(queue, now=clock.now()), "key": uuid.uuid4(),
        "signed_in": actor.kind == "resident",
    }  # fmt: skip
    return render(request, "venues/hall/book.html", context, status=status)


def _moment(raw: str) -> datetime:
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        raise NotFound from None
    return at if at.tzinfo else at.replace(tzinfo=clock.LOCAL_TZ)


@never_cache
@resident_only
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My numbers, and how many go before me."""
    context = {"numbers": reads.my_numbers(actor_of(request), now=clock.now())}
    return render(request, "venues/hall/mine.html", context)


@require_POST
@resident_only
def cancel(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Somebody else may have the time."""
    return done(
        request,
        lambda: cancel_number(actor=actor_of(request), ticket_id=ticket_id),
        _("已取消。"),
        "hall:mine",
    )
