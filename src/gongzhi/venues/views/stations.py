"""/desk/venues/: the register of stations, their rooms, shifts and photos."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheets import XLSX, write_csv, write_xlsx
from gongzhi.orders.photos import photostore
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of, tell
from gongzhi.web.words import joined

from ..config import names
from ..forms.station import (
    RoomForm,
    RosterForm,
    StationForm,
    room_words,
    roster_words,
    usual_hours,
    words_of,
)
from ..hours import differing, is_spoken_of, on_day, said
from ..models import StationPhoto
from ..reach import KEEPERS, READERS, communities
from ..reading.bookings import station_week
from ..reading.checklist import checklist_page, premises
from ..reading.history import history
from ..reading.outside import outside
from ..reading.stations import Filter, StationPage, desk_stations, lines, station_page
from ..services.end_station import end_station
from ..services.keep_photo import add_photo, remove_photo
from ..services.save_room import end_room, save_room
from ..services.save_roster import save_roster
from ..services.save_station import add_station, change_station
from ..words import TENURES
from .days import day_of

_PAGE = 50


def _asked(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "")[:40]


@require_GET
@staff_only(*READERS)
def board(request: HttpRequest) -> HttpResponse:
    """All stations within reach, by community."""
    actor = actor_of(request)
    chosen = Filter(*(_asked(request, one) for one in ("body", "kind", "tenure", "condition")))
    page = Paginator(desk_stations(actor, chosen), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": lines(page.object_list, now=clock.now(), desk=True),
        "chosen": chosen, "kinds": names("station_kinds"), "tenures": TENURES,
        "may_keep": actor.has_role(*KEEPERS),
    }  # fmt: skip
    return render(request, "venues/desk/board.html", context)


@require_GET
@staff_only(*READERS)
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook, or with `?as=csv` as text; nobody's name is in it."""
    chosen = Filter(*(_asked(request, one) for one in ("body", "kind", "tenure", "condition")))
    found = lines(desk_stations(actor_of(request), chosen), now=clock.now(), desk=True)
    heads = (
        _("名称"), _("类别"), _("哪个社区"), _("地址"), _("电话"), _("功能"), _("开放时间"),
        _("屋子"), _("可以预约"), _("产权"), _("面积（平方米）"), _("房屋状况"), _("经度"), _("纬度"),
    )  # fmt: skip
    rows = [
        [
            one.name, one.kind, one.community, one.address, one.phone, joined(one.functions),
            f"{one.days} {one.hours}", one.rooms, one.bookable, one.tenure, one.floor_area,
            one.condition, *(one.point or ("", "")),
        ]
        for one in found
    ]  # fmt: skip
    name = f"gongzhi-stations-{clock.local(clock.now()):%Y%m%d}"
    if request.GET.get("as") == "csv":
        answer = HttpResponse(write_csv(heads, rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer
    answer = HttpResponse(write_xlsx(heads, rows, title=_("阵地")), content_type=XLSX)
    name += ".xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@staff_only(*READERS)
def week(request: HttpRequest, station_id: int) -> HttpResponse:
    """All rooms of a station for a week, as a sheet for the door; without names."""
    now, actor = clock.now(), actor_of(request)
    page = station_page(actor, station_id, now=now, desk=True)
    day = day_of(request, clock.local(now).date())
    crumbs = [
        (_("阵地"), "/desk/venues/"), (page.line.name, f"/desk/venues/{station_id}/"),
        (_("一周安排"), ""),
    ]  # fmt: skip
    weeks = station_week(actor, [room.pk for room, _kind in page.rooms], day=day, now=now)
    first = weeks[0] if weeks else None
    days = [day for day, _rows in first.days] if first else []
    context = {
        "page": page, "weeks": weeks, "first": first, "crumbs": crumbs,
        "otherwise": {day: on_day(page.row, day) for day in days if is_spoken_of(page.row, day)},
    }  # fmt: skip
    return render(request, "venues/desk/station_week.html", context)


@require_GET
@staff_only(*READERS)
def lacking(request: HttpRequest) -> HttpResponse:
    """Which community lacks which room, and the premises."""
    actor, kind = actor_of(request), _asked(request, "kind")
    counts, found = checklist_page(actor, lacking=kind)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    context = {
        "counts": counts, "page": page, "kind": kind, "premises": premises(actor),
        "crumbs": [(_("阵地"), "/desk/venues/"), (_("缺什么"), "")],
    }  # fmt: skip
    return render(request, "venues/desk/checklist.html", context)


def _centre(actor: Actor) -> list[float] | None:
    """Where the map begins: in the middle of the first community kept, else of the city."""
    kept = communities(actor)
    for area in (areas.area_by_id(kept[0].area_id or 0) if kept else None, areas.root_area()):
        if area is not None and area.centre_lon is not None and area.centre_lat is not None:
            return [area.centre_lon, area.centre_lat]
    return None


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def add(request: HttpRequest) -> HttpResponse:
    """A new station."""
    actor = actor_of(request)
    choices = [(one.code, one.short_name or one.name) for one in communities(actor)]
    form = StationForm(choices, request.POST or None, initial=usual_hours())
    if request.method == "POST" and request.POST.get("body", "") not in dict(choices):
        raise NotFound  # another's community is not there
    if did := carried_out(
        form, lambda: add_station(actor=actor, body=form.cleaned_data["body"], draft=form.draft())
    ):
        messages.success(request, _("已登记。"))
        return redirect("venues:station", did.made.pk)
    crumbs = [(_("阵地"), "/desk/venues/"), (_("登记站点"), "")]
    context = {
        "form": form, "title": _("登记站点"), "crumbs": crumbs, "back": "/desk/venues/",
        "centre": _centre(actor),
    }  # fmt: skip
    return render(request, "venues/desk/form.html", context, status=status_of(form))


@require_GET
@staff_only(*READERS)
def station(request: HttpRequest, station_id: int) -> HttpResponse:
    """One station."""
    actor = actor_of(request)
    page = station_page(actor, station_id, now=clock.now(), desk=True)
    crumbs = [(_("阵地"), "/desk/venues/"), (page.line.name, "")]
    context = {
        "page": page, "history": history(page.row), "crumbs": crumbs,
        "dates": [
            (one, said(one), outside(actor, one) if page.may_keep else [])
            for one in differing(page.row, clock.now())
        ],
    }  # fmt: skip
    return render(request, "venues/desk/station.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def change(request: HttpRequest, station_id: int) -> HttpResponse:
    """Correct a station."""
    actor = actor_of(request)
    page = _kept(request, station_id)
    area = areas.area_by_id(page.row.area_id) if page.row.area_id else None
    form = StationForm(
        None, request.POST or None, initial=words_of(page.row, area.code if area else "")
    )
    if carried_out(
        form, lambda: change_station(actor=actor, station_id=station_id, draft=form.draft())
    ):
        messages.success(request, _("已改好。"))
        return redirect("venues:station", station_id)
    return _form(
        request,
        form,
        _("修改站点"),
        page.line.name,
        station_id,
        point=page.line.point,
    )


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def roster(request: HttpRequest, station_id: int) -> HttpResponse:
    """Set the shifts."""
    page = _kept(request, station_id)
    form = RosterForm(request.POST or None, initial=roster_words(page.row))
    if carried_out(
        form,
        lambda: save_roster(
            actor=actor_of(request),
            station_id=station_id,
            shifts=form.shifts(),
            sets_hours=form.cleaned_data["sets_hours"],
        ),
    ):
        messages.success(request, _("已改好。"))
        return redirect("venues:station", station_id)
    return _form(request, form, _("排班"), page.line.name, station_id, page.line.hours)


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def room(request: HttpRequest, station_id: int, room_id: int | None = None) -> HttpResponse:
    """A new room, or the rules of one."""
    page = _kept(request, station_id)
    row = next((one for one, _kind in page.rooms if one.pk == room_id), None)
    if room_id is not None and row is None:
        raise NotFound
    form = RoomForm(request.POST or None, initial=room_words(row))
    if carried_out(
        form,
        lambda: save_room(
            actor=actor_of(request),
            station_id=station_id,
            draft=form.draft(),
            room_id=room_id,
        ),
    ):
        messages.success(request, _("已登记。") if row is None else _("已改好。"))
        return redirect("venues:station", station_id)
    title = _("登记屋子") if row is None else _("修改屋子")
    return _form(request, form, title, page.line.name, station_id)


@require_POST
@staff_only(*KEEPERS)
def close_room(request: HttpRequest, station_id: int, room_id: int) -> HttpResponse:
    """Out of use."""
    return _done(request, station_id, lambda: end_room(
        actor=actor_of(request), station_id=station_id, room_id=room_id
    ))  # fmt: skip


@require_POST
@staff_only(*KEEPERS)
def close(request: HttpRequest, station_id: int) -> HttpResponse:
    """The station is no longer there."""
    actor = actor_of(request)
    if tell(request, lambda: end_station(actor=actor, station_id=station_id), _("已停用。")):
        return redirect("venues:board")
    return redirect("venues:station", station_id)


@require_POST
@staff_only(*KEEPERS)
def upload(request: HttpRequest, station_id: int) -> HttpResponse:
    """A photo of the place."""
    file = request.FILES.get("photo")
    if file is None:
        messages.error(request, _("请选一张照片。"))
        return redirect("venues:station", station_id)
    return _done(request, station_id, lambda: add_photo(
        actor=actor_of(request), station_id=station_id, data=file.read()
    ))  # fmt: skip


@require_POST
@staff_only(*KEEPERS)
def remove(request: HttpRequest, station_id: int, photo_id: int) -> HttpResponse:
    """Take a photo away."""
    return _done(request, station_id, lambda: remove_photo(
        actor=actor_of(request), station_id=station_id, photo_id=photo_id
    ))  # fmt: skip


@require_GET
def photo(request: HttpRequest, photo_id: int, size: str) -> HttpResponse:
    """Photos of places are public."""
    row = StationPhoto.objects.filter(pk=photo_id, station__ended_on=None).first()
    if row is None:
        raise Http404
    data = photostore.read(row.path if size == "full" else row.thumb)
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _kept(request: HttpRequest, station_id: int) -> StationPage:
    page = station_page(actor_of(request), station_id, now=clock.now(), desk=True)
    if not page.may_keep:
        raise NotFound
    return page


def _form(
    request: HttpRequest, form: forms.Form, title: str, name: str, station_id: int,
    hours: str = "", point: tuple[float, float] | None = None,
) -> HttpResponse:  # fmt: skip
    back = f"/desk/venues/{station_id}/"
    crumbs = [(_("阵地"), "/desk/venues/"), (name, back), (title, "")]
    context = {
        "form": form, "title": title, "crumbs": crumbs, "back": back, "hours": hours,
        "centre": list(point) if point else None,
        "marker": list(point) if point and form.initial.get("lon") is not None else None,
    }  # fmt: skip
    return render(request, "venues/desk/form.html", context, status=status_of(form))


def _done(request: HttpRequest, station_id: int, deed: Callable[[], object]) -> HttpResponse:
    return done(request, deed, _("已改好。"), "venues:station", station_id)
