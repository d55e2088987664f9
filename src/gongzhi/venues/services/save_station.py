"""Enter a station, or correct it; every change is kept in its history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from ..config import names, settings_or_none
from ..models import Shift, Station, StationEvent
from ..reach import KEEPERS, communities, must_keep
from ..rules import Span, roster_problem
from ..words import CONDITIONS, TENURES

AREA_MOST = Decimal(99_999)
FIELDS = (
    "area_id", "kind", "name", "address", "phone", "functions", "tenure", "floor_area",
    "condition", "opens", "closes", "weekdays", "closed_holidays", "lon", "lat",
)  # fmt: skip


@dataclass(frozen=True)
class StationDraft:
    """What a form says. `area` is a code inside the body's area, or empty."""

    kind: str
    name: str
    opens: time
    closes: time
    weekdays: tuple[int, ...]
    closed_holidays: bool = False
    area: str = ""
    address: str = ""
    phone: str = ""
    functions: tuple[str, ...] = field(default=())
    tenure: str = ""
    floor_area: Decimal | None = None
    condition: str = ""
    lon: float | None = None
    lat: float | None = None


def add_station(
    *, actor: Actor, body: str, draft: StationDraft, at: datetime | None = None
) -> Station:
    """With the usual shifts where its hours are the usual ones. Denied, Invalid, Conflict."""
    at = at or clock.now()
    must_keep_some(actor)
    home = next((one for one in communities(actor) if one.code == body), None)
    if home is None:
        raise Invalid(_("请从列表里选。"), "body")
    row = Station(body_id=home.id, made_at=at, **_values(draft, home))
    _write(row, actor, "added", {}, at, new=True)
    return row


def must_keep_some(actor: Actor) -> None:
    """Denied to whoever keeps no stations anywhere."""
    if actor.kind != "staff" or not actor.has_role(*KEEPERS):
        raise Denied


def change_station(
    *, actor: Actor, station_id: int, draft: StationDraft, at: datetime | None = None
) -> Station:
    """Shifts that no longer fit new hours become the usual pattern or are to be set anew."""
    at = at or clock.now()
    with transaction.atomic():
        row = kept_station(actor, station_id)
        body = orgs.body_by_id(row.body_id)
        if body is None:
            raise NotFound
        values = _values(draft, body)
        changes = {
            name: [_plain(getattr(row, name)), _plain(values[name])]
            for name in FIELDS
            if _plain(getattr(row, name)) != _plain(values[name])
        }
        if not changes:
            return row
        for name, value in values.items():
            setattr(row, name, value)
        _write(row, actor, "changed", changes, at)
        if {"opens", "closes"} & set(changes):
            usual_shifts(row)
    return row


def kept_station(actor: Actor, station_id: int) -> Station:
    """A standing station, locked, of those that the actor keeps; else Denied or NotFound."""
    must_keep_some(actor)
    row = (
        Station.objects.select_for_update(of=("self",)).filter(pk=station_id, ended_on=None).first()
    )
    if row is None:
        raise NotFound
    must_keep(actor, row.body_id)
    return row


def _values(draft: StationDraft, body: BodyRef) -> dict[str, Any]:
    for key, part, where in ((draft.kind, "station_kinds", "kind"), *(
        (one, "functions", "functions") for one in draft.functions
    )):  # fmt: skip
        if key not in names(part):
            raise Invalid(_("请从列表里选。"), where)
    for value, allowed, where in (
        (draft.tenure, TENURES, "tenure"), (draft.condition, CONDITIONS, "condition"),
    ):  # fmt: skip
        if value and value not in allowed:
            raise Invalid(_("请从列表里选。"), where)
    if draft.opens >= draft.closes:
        raise Invalid(_("关门时间要晚于开门时间。"), "closes")
    if not draft.weekdays or not set(draft.weekdays) <= set(range(7)):
        raise Invalid(_("请至少选一天。"), "weekdays")
    size = draft.floor_area
    if size is not None and not 0 < size <= AREA_MOST:
        raise Invalid(_("面积请填0到%(most)d之间的数。") % {"most": AREA_MOST}, "floor_area")
    return {
        "kind": draft.kind, "name": one_line(draft.name, "name", 60), "area_id": _area(draft, body),
        "address": one_line(draft.address, "address", 120, needed=False),
        "phone": one_line(draft.phone, "phone", 20, needed=False),
        "functions": list(dict.fromkeys(draft.functions)), "tenure": draft.tenure,
        "floor_area": size, "condition": draft.condition, "opens": draft.opens,
        "closes": draft.closes, "weekdays": sorted(set(draft.weekdays)),
        "closed_holidays": draft.closed_holidays,
        **_point(draft, body),
    }  # fmt: skip


def _point(draft: StationDraft, body: BodyRef) -> dict[str, float | None]:
    """Where it stands: inside the area of its body, or nowhere."""
    if draft.lon is None or draft.lat is None:
        return {"lon": None, "lat": None}
    there = areas.locate(draft.lon, draft.lat)
    own = [areas.area_by_id(one) for one in orgs.areas_of(body.id)]
    if there is None or not any(one and there.path.startswith(one.path) for one in own):
        raise Invalid(_("这个点不在所选社区里，请在地图上重新点。"), "lon")
    return {"lon": round(draft.lon, 6), "lat": round(draft.lat, 6)}


def _area(draft: StationDraft, body: BodyRef) -> int | None:
    if not draft.area:
        return None
    area = areas.area_by_code(draft.area)
    own = [areas.area_by_id(one) for one in orgs.areas_of(body.id)]
    if area is None or not any(one and area.path.startswith(one.path) for one in own):
        raise Invalid(_("这个网格不在所选社区里。"), "area")
    return area.id


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal("0.1")))
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _write(
    row: Station, actor: Actor, kind: str, changes: Any, at: datetime, *, new: bool = False
) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=new)
            note(row, actor, kind, at, changes=changes)
            if new:
                usual_shifts(row)
    except IntegrityError:
        raise Conflict(_("这里已经有一个同名的站点。"), "name") from None


def note(
    row: Station, actor: Actor, kind: str, at: datetime, *, subject: str = "", changes: Any = None
) -> None:
    """One line of the station's history."""
    StationEvent.objects.create(
        station=row, kind=kind, subject=subject[:60], changes=changes or {},
        user_id=actor.user_id, at=at,
    )  # fmt: skip


def usual_shifts(row: Station) -> None:
    """The profile's pattern where it fills the opening hours; else none, and the page says so."""
    row.shifts.all().delete()
    settings = settings_or_none()
    if settings is None:
        return
    spans = [Span(one.starts, one.ends) for one in settings.roster.shifts]
    if roster_problem(Span(row.opens, row.closes), spans):
        return
    Shift.objects.bulk_create(
        Shift(
            station=row, name=one.name.zh, starts=one.starts, ends=one.ends, post=one.post.zh
        )
        for one in settings.roster.shifts
    )  # fmt: skip
