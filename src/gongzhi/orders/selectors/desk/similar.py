"""What else happened here: the same kind nearby, this place in the past year, this reporter's own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from gongzhi.areas import selectors as areas
from gongzhi.kernel.geometry import distance_m
from gongzhi.kernel.scope import Actor

from ...models import Order
from ...process.spec import spec_of
from ...querysets import OrderQuerySet
from ...words.written import texts_of
from .names import category_name, category_with_id
from .rows import COLUMNS, shorten

SIMILAR_DAYS = 90
SIMILAR_METRES = 800
SIMILAR_MOST = 3
PLACE_DAYS = 365
PLACE_MOST = 5
PERSON_MOST = 5
_POOL = 60  # the newest of the class around here from which the nearest are taken


@dataclass(frozen=True)
class Other:
    """Another order in one line."""

    number: str
    sentence: str
    state_name: str
    category: str
    reported_at: datetime
    closed: bool
    metres: int | None = None
    result: str = ""


def similar_to(order: Order, actor: Actor, *, now: datetime) -> list[Other]:
    """Up to three of the same class around here in 90 days, open ones first, then the nearest."""
    if order.category_id is None:
        return []
    rows = (
        _around(order, actor)
        .filter(
            category_id=order.category_id,
            reported_at__gte=now - timedelta(days=SIMILAR_DAYS),
        )
        .exclude(pk=order.pk)
        .only(*COLUMNS, "lon", "lat", "result")
        .order_by("-reported_at")[:_POOL]
    )
    near = []
    for row in rows:
        metres = _distance(order, row)
        if metres is None or metres <= SIMILAR_METRES:
            near.append((row.phase == "closed", metres if metres is not None else math.inf, row))
    near.sort(key=lambda one: one[:2])
    return _others((row, None if m == math.inf else round(m)) for _c, m, row in near[:SIMILAR_MOST])


def _around(order: Order, actor: Actor) -> OrderQuerySet:
    """Orders of the community that the place lies in."""
    chain = areas.ancestors(order.area_path)
    above = chain[-2] if len(chain) > 1 else chain[-1]
    return Order.objects.visible_to(actor).in_area(above.path)


def _distance(one: Order, other: Order) -> float | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return distance_m((one.lon, one.lat), (other.lon, other.lat))


@dataclass(frozen=True)
class PlaceHistory:
    """This grid in the past year: how many, and the newest."""

    total: int
    same_class: int
    newest: list[Other]


def place_history(order: Order, actor: Actor, *, now: datetime) -> PlaceHistory | None:
    """Orders of the same grid in a year, this one apart. A place outside has no history.

    None where no place was named, or no grid is known but only a community, a street or the
    whole city: what happened anywhere in it says nothing about this matter.

    What is confined (a tip, a quarrel, a request about one's data) is nobody's by place, so it
    stands beside no other order, not even for those who handle it.
    """
    if not (order.category_id or order.place or order.lon is not None):
        return None
    if order.outside:
        return PlaceHistory(0, 0, [])
    if areas.children(int(order.area_path.rstrip(".").rpartition(".")[2])):
        return None
    since = now - timedelta(days=PLACE_DAYS)
    rows = (
        Order.objects.visible_to(actor)
        .in_area(order.area_path)
        .filter(reported_at__gte=since, confined=False)
    )
    same = Count("pk", filter=Q(category_id=order.category_id, category_id__isnull=False))
    # Counted with itself, and taken off: so the index alone answers (order_area_recent).
    counts = rows.aggregate(total=Count("pk"), same=same)
    itself = int(order.reported_at >= since and not order.confined)
    newest = rows.exclude(pk=order.pk).only(*COLUMNS, "result").order_by("-reported_at")
    return PlaceHistory(
        counts["total"] - itself,
        counts["same"] - (itself if order.category_id is not None else 0),
        _others((row, None) for row in newest[:PLACE_MOST]),
    )


def of_reporter(order: Order, actor: Actor) -> list[Other]:
    """What else this reporter waits for, within the actor's scope; never a list of persons.

    A report with a hidden name stands beside no other, since the other would tell whose it is; what
    is confined (a quarrel, a request about one's data) neither beside others nor with them.
    """
    if order.reporter_id is None or order.hide_name or order.confined:
        return []
    rows = (
        Order.objects.visible_to(actor)
        .open()
        .filter(reporter_id=order.reporter_id, hide_name=False, confined=False)
        .exclude(pk=order.pk)
        .only(*COLUMNS, "result")
        .order_by("-reported_at")[:PERSON_MOST]
    )
    return _others((row, None) for row in rows)


def _others(rows: Iterable[tuple[Order, int | None]]) -> list[Other]:
    """(order, metres away) as lines."""
    found = list(rows)
    texts = texts_of(row for row, _metres in found)
    return [_other(row, metres, texts[row.pk]) for row, metres in found]


def _other(row: Order, metres: int | None, text: str) -> Other:
    return Other(
        number=row.number,
        sentence=shorten(text, 40),
        state_name=spec_of(row.process_id).states[row.state].name(),
        category=category_name(category_with_id(row.category_id)),
        reported_at=row.reported_at,
        closed=row.phase == "closed",
        metres=metres,
        result=shorten(row.result, 60),
    )
