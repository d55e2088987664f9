"""What a grid worker sees: today's list, the grid, one order, calls to the team.

Every list is read from `order_party` (whose turn it is) or from the open orders of an area, so
that both come from a small partial index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.reading.geojson import collection
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.geometry import box_around, distance_m
from gongzhi.kernel.scope import Actor, covers

from ..calling import next_step
from ..models import Call, Order, OrderParty
from ..process.spec import spec_of
from ..words.wording import short_of, state_name, when
from ..words.written import text_of
from .resident_catalogue import label_of

NEAR_METRES = 300
NEAR_MOST = 10
LIST_MOST = 200
TITLE_LENGTH = 26
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Task:
    """One order as a row of a field list; `kind` is what is to be done with it, in a word."""

    number: str
    title: str
    kind: str
    lamp: str | None
    due_at: datetime | None
    place: str
    lon: float | None
    lat: float | None
    state_words: str
    supports: int
    href: str
    bucket: str
    distance: int | None = None
    at: datetime | None = None
    seq: int = 0  # the order's newest event: a phone that did more than this knows the row is old


@dataclass(frozen=True)
class Start:
    """A place to count "on the way" from; chosen by the worker, never tracked."""

    key: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Today:
    tasks: list[Task]
    shown: list[Task]
    counts: dict[str, int]
    bucket: str
    near: list[Task]
    starts: list[Start]
    start: Start | None
    calls: list[CallView]


@dataclass(frozen=True)
class CallView:
    """A call to my team, with the step that is due next."""

    id: int
    number: str
    title: str
    place: str
    lon: float | None
    lat: float | None
    called_at: datetime
    note: str
    next_step: str
    next_due: datetime | None
    late: bool
    href: str
    by: str = ""
    declined: str = ""
    team: str = ""
    steps: tuple[tuple[str, bool], ...] = field(default_factory=tuple)


def home_areas(actor: Actor) -> list[AreaRef]:
    """The areas of the actor's posts, topmost only, by code."""
    paths = {p.area_path for p in actor.postings if p.area_path}
    top = [p for p in paths if not any(q != p and covers(q, p) for q in paths)]
    found = (areas.ancestors(path) for path in top)
    return sorted((refs[-1] for refs in found if refs), key=lambda area: area.code)


def lamp_of(order: Order, now: datetime) -> str | None:
    """green, yellow, red, paused, or None where no clock runs."""
    if order.phase == "paused":
        return "paused"
    if order.phase == "closed" or order.due_at is None:
        return None
    if order.due_at < now:
        return "red"
    return "yellow" if order.soon_at is not None and order.soon_at <= now else "green"


def bucket_of(order: Order, now: datetime) -> str:
    """overdue, today or other: the three counters of the list."""
    if order.due_at is None or order.phase == "paused":
        return "other"
    if order.due_at < now:
        return "overdue"
    return "today" if clock.local(order.due_at).date() == clock.local(now).date() else "other"


def task_word(order: Order) -> str:
    """What is to be done: 核实 before, 核查 after the handling, 办理, or the state's name."""
    spec = spec_of(order.process_id)
    offered = {action.key for action in spec.actions_from(order.state)}
    if "verify_true" in offered:
        return _("核实")
    if "check_pass" in offered:
        return _("核查")
    if "finish" in offered:
        return _("办理")
    return spec.states[order.state].name()


def title_of(order: Order) -> str:
    """The class when there is one, else the first words."""
    words = order.brief or " ".join(text_of(order).split())
    short = words if len(words) <= TITLE_LENGTH else words[: TITLE_LENGTH - 1] + "…"
    return f"{label_of(order.category)} · {short}" if order.category else short


def as_task(order: Order, now: datetime, *, distance: int | None = None) -> Task:
    return Task(
        number=order.number,
        title=title_of(order),
        kind=task_word(order),
        lamp=lamp_of(order, now),
        due_at=order.due_at,
        place=order.place,
        lon=order.lon,
        lat=order.lat,
        state_words=state_name(order),
        supports=order.supporters,
        href=reverse("field:order", args=[order.number]),
        bucket=bucket_of(order, now),
        distance=distance,
        at=order.reported_at,
        seq=order.event_seq,
    )


def _held(actor: Actor) -> QuerySet[Order]:
    """Orders on which one of the actor's bodies must act next, inside the actor's own areas.

    A community's team holds the orders of all its grids; a worker answers for some of them.
    """
    mine = OrderParty.objects.filter(body_id__in=actor.body_ids, role="holder", open=True)
    held = (
        Order.objects.visible_to(actor)
        .filter(pk__in=mine.values("order_id"))
        .exclude(phase="closed")
        .select_related("category")
    )
    return held.filter(_in_own_areas(actor))


def _in_own_areas(actor: Actor) -> Q:
    wanted = Q(outside=True)
    for area in home_areas(actor):
        low, high = area.path, area.path[:-1] + "/"
        wanted |= Q(area_path__gte=low, area_path__lt=high)
    return wanted


def _clock_order(tasks: Iterable[Task]) -> list[Task]:
    """By deadline; what has none comes last, oldest first."""
    late = clock.now() + timedelta(days=36_500)
    return sorted(tasks, key=lambda t: (t.due_at or late, t.at or late))


def today(actor: Actor, *, bucket: str = "", start_key: str = "") -> Today:
    """Today's list: what to do first by the clock, what lies on the way, calls to the team."""
    now = clock.now()
    tasks = _clock_order(as_task(order, now) for order in _held(actor)[:LIST_MOST])
    counts = dict.fromkeys(("overdue", "today", "other"), 0)
    for task in tasks:
        counts[task.bucket] += 1
    starts = _starts(actor, tasks)
    start = next((s for s in starts if s.key == start_key), None)
    shown = [t for t in tasks if t.bucket == bucket] if bucket in counts else tasks
    return Today(
        tasks=tasks,
        shown=shown,
        counts=counts,
        bucket=bucket if bucket in counts else "",
        near=_near(actor, start, now) if start else [],
        starts=starts,
        start=start,
        calls=open_calls(actor),
    )


def _starts(actor: Actor, tasks: Sequence[Task]) -> list[Start]:
    """Where I could start from: my areas, and the places of what I have to do."""
    found = [
        Start(f"a{area.id}", area.label(_language()), area.centre_lon, area.centre_lat)
        for area in home_areas(actor)
        if area.centre_lon is not None and area.centre_lat is not None
    ]
    found += [
        Start(t.number, f"{t.kind} {t.place or t.title}", t.lon, t.lat)
        for t in tasks
        if t.lon is not None and t.lat is not None
    ]
    return found[:40]


def _language() -> str:
    return get_language() or "zh"


def _near(actor: Actor, start: Start, now: datetime) -> list[Task]:
    """Open orders within 300 m of the start, nearest first."""
    west, south, east, north = box_around((start.lon, start.lat), NEAR_METRES)
    box = Q(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
    found: list[Task] = []
    for order in _open_in_areas(actor).filter(box)[:LIST_MOST]:
        if order.number == start.key or order.lon is None or order.lat is None:
            continue
        metres = round(distance_m((start.lon, start.lat), (order.lon, order.lat)))
        if metres <= NEAR_METRES:
            found.append(as_task(order, now, distance=metres))
    return sorted(found, key=lambda t: t.distance or 0)[:NEAR_MOST]


def _open_in_areas(actor: Actor) -> QuerySet[Order]:
    """Open orders of my areas, whoever holds them."""
    return (
        Order.objects.visible_to(actor)
        .exclude(phase="closed")
        .filter(_in_own_areas(actor) & Q(outside=False))
        .select_related("category")
        .order_by("due_at")
    )


def grid_orders(actor: Actor, *, query: str = "") -> list[Task]:
    """Open orders of my areas by deadline; `query` looks into number, words and place."""
    now = clock.now()
    found = _open_in_areas(actor)
    for word in query.split()[:4]:
        found = found.filter(
            Q(number__icontains=word)
            | Q(text__icontains=word)
            | Q(place__icontains=word)
            | Q(category__name__icontains=word)
        )
    return _clock_order(as_task(order, now) for order in found[:LIST_MOST])


def first_handled(actor: Actor, *, closed: bool = False) -> list[Task]:
    """Orders that I took first (首办): where they are now, to the end."""
    now = clock.now()
    mine = Order.objects.visible_to(actor).filter(first_handler_id__in=actor.user_ids)
    mine = mine.filter(phase="closed") if closed else mine.exclude(phase="closed")
    rows = mine.select_related("category").order_by("-reported_at")[:LIST_MOST]
    return [as_task(order, now) for order in rows]


def grid_areas(actor: Actor, *, plain: bool = False) -> dict[str, Any]:
    """GeoJSON of the leaf areas within my areas, with how many open orders each has.

    `plain` leaves the numbers out, for a map that only shows where something is.
    """
    counts: Counter[str] = Counter()
    if not plain:
        counts.update(_open_in_areas(actor).order_by().values_list("area_path", flat=True))
    shown = []
    for home in home_areas(actor):
        for area in areas.shapes_at(None, within_path=home.path):
            properties: dict[str, Any] = {"name": area.label(_language())}
            if not plain:
                here = counts[area.path]
                properties |= {"value": here, "label": _("在办%(n)d件") % {"n": here}}
            shown.append((area, properties))
    return collection(shown)


def grid_points(actor: Actor) -> dict[str, Any]:
    """Open orders of my areas that have a place, for the map."""
    now = clock.now()
    tasks = (as_task(order, now) for order in _open_in_areas(actor)[:500])
    return {
        "points": [
            {
                "lon": t.lon,
                "lat": t.lat,
                "lamp": t.lamp or "green",
                "title": f"{t.kind} {t.title}",
                "href": t.href,
                "id": t.number,
            }
            for t in tasks
            if t.lon is not None
        ]
    }


def field_order(actor: Actor, number: str) -> Order | None:
    """One order with what its page shows; None when it is not there for this actor."""
    return (
        Order.objects.visible_to(actor)
        .select_related("category", "first_handler", "merged_into")
        .filter(number=number)
        .first()
    )


def open_calls(actor: Actor) -> list[CallView]:
    """Calls to my teams that wait for receipt, arrival or feedback, the next due first."""
    now = clock.now()
    waiting = Call.objects.filter(
        body_id__in=actor.body_ids, fed_back_at=None, cancelled_at=None
    ).order_by("called_at")
    rows = list(waiting[:50])
    orders = {
        order.pk: order
        for order in Order.objects.visible_to(actor)
        .filter(pk__in=[row.order_id for row in rows])
        .select_related("category")
    }
    calls = [_call_view(row, orders[row.order_id], now) for row in rows if row.order_id in orders]
    return sorted(calls, key=lambda call: call.next_due or NEVER)


def _call_view(row: Call, order: Order, now: datetime) -> CallView:
    step, due = next_step(row)
    return CallView(
        id=row.pk,
        number=order.number,
        title=title_of(order),
        place=order.place,
        lon=order.lon,
        lat=order.lat,
        called_at=row.called_at,
        note=row.note,
        next_step=step,
        next_due=due,
        late=due is not None and due < now,
        by=short_of(row.caller_body_id),
        declined=row.declined_why,
        href=reverse("field:order", args=[order.number]),
        team=short_of(row.body_id),
        steps=(
            (_("签收"), row.received_at is not None),
            (_("到场"), row.arrived_at is not None),
            (_("反馈"), row.fed_back_at is not None),
        ),
    )


def today_json(actor: Actor) -> dict[str, Any]:
    """Today's list for the phone to keep: what the tasks need, no name and no phone number."""
    now = clock.now()
    seen = today(actor)
    items = [
        {
            "number": t.number,
            "title": t.title,
            "kind": t.kind,
            "lamp": t.lamp or "green",
            "due_at": t.due_at.isoformat() if t.due_at else None,
            "due_words": _("%(time)s前") % {"time": when(t.due_at)} if t.due_at else "",
            "place": t.place,
            "href": t.href,
            "seq": t.seq,
        }
        for t in seen.tasks
    ]
    counts = {"red": seen.counts["overdue"], "yellow": seen.counts["today"]}
    return {
        "as_of": now.isoformat(),
        "items": items,
        "counts": {**counts, "other": seen.counts["other"]},
    }
