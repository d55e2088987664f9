"""The wall's state: all its numbers for one area, counted together and kept for two seconds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.insight.figures import Tally, by_class, by_day, by_hour, last_days
from gongzhi.insight.figures.now import Load, by_path, emergencies, overdue_by_body
from gongzhi.insight.figures.tally import total
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.orders.calling import next_step
from gongzhi.orders.dispatch.catalogue import active_categories, ids_below
from gongzhi.orders.models import Call, Order
from gongzhi.orders.selectors.field import lamp_of
from gongzhi.orders.selectors.resident_catalogue import label_of
from gongzhi.orders.words.wording import kind_of, short_of, state_name
from gongzhi.web.model import parts

from ..links import list_link
from .forces import forces_in

DAYS = 30
NEWEST = 8
TOP_CLASSES = 8
TOP_BODIES = 5
POINTS = 300
KEEP_SECONDS = 2.0
ENOUGH = 20  # fewer are shown as a fraction (screens: 样本少)


@dataclass(frozen=True)
class State:
    """The JSON text of a state and its ETag; only `as_of` is left out of the tag."""

    body: str
    etag: str


_states: TtlCache[tuple[int, str], State] = TtlCache(seconds=KEEP_SECONDS, size=500)


def forget() -> None:
    """Count anew at the next call."""
    _states.forget()


def state(actor: Actor, area: AreaRef) -> State:
    """The state of an area that the actor may see (`access.chosen_area`), at most 2 s old."""
    key = (area.id, get_language() or "zh")
    return _states.get(key, lambda: _counted(actor, area))


def _counted(actor: Actor, area: AreaRef) -> State:
    document = build(actor, area)
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
    document["as_of"] = clock.now()
    return State(json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False), etag)


def build(actor: Actor, area: AreaRef) -> dict[str, Any]:
    """Everything but the time of counting, as the wall island takes it."""
    now = clock.now()
    span = last_days(DAYS)
    days = by_day(actor=actor, area_path=area.path, span=span)
    loads = by_path(actor=actor, area_path=area.path, now=now)
    today = days[span.last]
    return {
        "tiles": _tiles(today, total(days.values()), sum(loads.values(), Load()))
        | {"emergency": emergencies(actor=actor, area_path=area.path)},
        "areas": area_values(area, loads),
        "points": _points(actor, area, now),
        "charts": {
            "trend": _trend(days),
            "hours": _hours(actor, area),
        },
        "lists": {
            "overdue": _render("overdue", rows=_overdue(actor, area, now), area=area),
            "newest": _render("newest", rows=_newest(actor, area, now)),
            "classes": _render("classes", rows=_classes(actor, area)),
            "forces": _render("forces", forces=forces_in(area)),
        },
        "calls": _calls(actor, area, now),
    }


def _render(name: str, **context: Any) -> str:
    return render_to_string(f"command/lists/{name}.html", context)


def rate_words(part: int, whole: int) -> str:
    """94.1%; 3/4 of so few that a percentage would mislead; a dash of nothing."""
    if not whole:
        return "—"
    return f"{part / whole * 100:.1f}%" if whole >= ENOUGH else f"{part}/{whole}"


def _tiles(today: Tally, month: Tally, load: Load) -> dict[str, Any]:
    tiles: dict[str, Any] = {"open": load.open, "overdue": load.overdue}
    tiles["overdue_share"] = rate_words(load.overdue, load.open)
    for suffix, counts in (("today", today), ("30", month)):
        tiles[f"reported_{suffix}"] = counts.reported
        tiles[f"closed_{suffix}"] = counts.closed
        tiles[f"on_time_{suffix}"] = rate_words(counts.on_time, counts.timed)
        tiles[f"solved_{suffix}"] = rate_words(counts.solved, counts.rated)
        tiles[f"satisfied_{suffix}"] = rate_words(counts.satisfied, counts.judged)
        tiles[f"reworked_{suffix}"] = rate_words(counts.reworked, counts.closed)
    return tiles


def area_values(area: AreaRef, loads: dict[str, Load]) -> dict[str, dict[str, Any]]:
    """Share of open orders that is overdue (percent), and the words for it, by area code."""
    shown = {child.path: child for child in areas.drawn_in(area)}
    inside: dict[str, Load] = dict.fromkeys(shown, Load())
    for path, load in loads.items():
        above = _shown_above(path, inside)
        if above:
            inside[above] += load
    values = {}
    for path, load in inside.items():
        share = load.overdue_share
        label = _("在办%(open)d件，超时%(over)d件") % {"open": load.open, "over": load.overdue}
        values[shown[path].code] = {
            "value": round(share * 100, 1) if share is not None else 0,
            "label": label,
        }
    return values


def _shown_above(path: str, shown: Container[str]) -> str:
    """The area of the map in which a path lies; empty when the matter lies above them."""
    while path and path not in shown:
        path = path[: path.rstrip(".").rfind(".") + 1]
    return path


def _inside(actor: Actor, area: AreaRef) -> QuerySet[Order]:
    """The state is shared by all who see the area, so what is confined is in none of its lists."""
    found: QuerySet[Order] = Order.objects.visible_to(actor).in_area(area.path)
    return found.filter(confined=False)


def _points(actor: Actor, area: AreaRef, now: datetime) -> list[dict[str, Any]]:
    """Overdue orders, and open emergencies, that have a place."""
    mine = _inside(actor, area).exclude(phase="closed")
    mine = mine.filter(lon__isnull=False).select_related("category")
    rows = [
        *mine.filter(emergency=True)[:POINTS],
        *mine.filter(due_at__lt=now, emergency=False)
        .exclude(phase="paused")
        .order_by("due_at")[:POINTS],
    ]
    urgent = _("紧急")
    return [
        {
            "lon": order.lon,
            "lat": order.lat,
            "lamp": "red" if lamp_of(order, now) == "red" else "yellow",
            "title": " · ".join(
                part
                for part in (
                    urgent if order.emergency else "",
                    label_of(order.category),
                    short_of(order.holder_body_id),
                )
                if part
            ),
            "href": reverse("command:order", args=[order.number]),
            "id": order.number,
        }
        for order in rows
    ]


def _trend(days: dict[Any, Tally]) -> dict[str, Any]:
    return {
        "title": _("近30天新增和办结"),
        "x": [f"{day.month}-{day.day}" for day in days],
        "series": [
            {"name": _("新增"), "data": [t.reported for t in days.values()], "tone": "main"},
            {"name": _("办结"), "data": [t.closed for t in days.values()], "tone": "warn"},
        ],
    }


def _hours(actor: Actor, area: AreaRef) -> dict[str, Any]:
    """The last 24 full hours and the 24 before them: the hour that runs is not half a bar."""
    until = clock.local(clock.now()).replace(minute=0, second=0, microsecond=0)
    counts = by_hour(actor=actor, area_path=area.path, until=until, hours=48)
    hours = [until - timedelta(hours=back) for back in range(24, 0, -1)]
    return {
        "title": _("近24小时来件"),
        "x": [str(hour.hour) for hour in hours],
        "series": [
            {"name": _("近24小时"), "data": counts[24:], "tone": "main"},
            {"name": _("前24小时"), "data": counts[:24], "tone": "quiet"},
        ],
    }


def _overdue(actor: Actor, area: AreaRef, now: datetime) -> list[dict[str, Any]]:
    found = overdue_by_body(actor=actor, area_path=area.path, now=now, most=TOP_BODIES)
    return [
        {
            "name": short_of(row.body_id),
            "count": row.overdue,
            "longest": now - row.oldest_due,
            "href": list_link("overdue", area, body=row.body_id),
            "press": f"{reverse('command:press')}?area={area.code}&body={row.body_id}",
        }
        for row in found
    ]


def _newest(actor: Actor, area: AreaRef, now: datetime) -> list[dict[str, Any]]:
    """Class, grid, state and hour only: no words of the reporter, no door number."""
    rows = (
        _inside(actor, area)
        .exclude(state="void")
        .select_related("category")
        .order_by("-reported_at")[:NEWEST]
    )
    found = []
    for order in rows:
        grid = areas.ancestors(order.area_path)
        found.append(
            {
                "at": order.reported_at,
                "category": label_of(order.category) or kind_of(order) or _("还没有分类"),
                "grid": grid[-1].label(get_language() or "zh") if grid else "",
                "state": state_name(order),
                "lamp": lamp_of(order, now),
                "emergency": order.emergency,
                "href": reverse("command:order", args=[order.number]),
            }
        )
    return found


def _classes(actor: Actor, area: AreaRef) -> list[dict[str, Any]]:
    """What came in 30 days: by the parts of the city's model where these name classes, else the
    most frequent items."""
    counts = by_class(actor=actor, area_path=area.path, span=last_days(DAYS))
    language = get_language() or "zh"
    rows = [
        (part.label(language), ",".join(part.classes), _came(counts, part.classes))
        for part in parts()
        if part.classes
    ]
    if not rows:
        names = {row.pk: row for row in active_categories()}
        ranked = sorted(
            ((t.reported, key) for key, t in counts.items() if key in names and t.reported),
            key=lambda pair: (-pair[0], pair[1]),
        )[:TOP_CLASSES]
        rows = [(label_of(names[key]), names[key].code, n) for n, key in ranked]
    most = max((n for _name, _codes, n in rows), default=0) or 1
    return [
        {
            "name": name,
            "count": n,
            "most": most,
            "href": list_link("reported", area, span=str(DAYS), category=codes),
        }
        for name, codes, n in rows
    ]


def _came(counts: Mapping[int | None, Tally], codes: Iterable[str]) -> int:
    keys = {key for code in codes for key in ids_below(code)}
    return sum(counts[key].reported for key in keys if key in counts)


def _calls(actor: Actor, area: AreaRef, now: datetime) -> list[dict[str, Any]]:
    """Forces on their way, and those that answered within the last half hour."""
    waiting = Call.objects.filter(fed_back_at=None, cancelled_at=None)
    answered = Call.objects.filter(fed_back_at__gte=now - timedelta(minutes=30), cancelled_at=None)
    rows = [*waiting.order_by("called_at")[:40], *answered.order_by("-fed_back_at")[:10]]
    numbers = dict(
        _inside(actor, area)
        .filter(pk__in=[row.order_id for row in rows])
        .values_list("pk", "number")
    )
    return [call_json(row, numbers[row.order_id]) for row in rows if row.order_id in numbers][:6]


def call_json(row: Call, number: str) -> dict[str, Any]:
    """A call as the countdown shows it: the deadline of the step that is due next.

    Whoever said that it cannot come is not waited for: the caller decides.
    """
    _step, due = next_step(row)
    declined = row.declined_at if row.arrived_at is None else None
    return {
        "id": row.pk,
        "title": short_of(row.body_id),
        "href": reverse("command:order", args=[number]),
        "due_at": None if declined else due,
        "declined_at": declined,
        "signed_at": row.received_at,
        "arrived_at": row.arrived_at,
        "answered_at": row.fed_back_at,
    }
