"""Projects of bought services with what was counted, and what residents and the community said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.held import Held, held_of
from gongzhi.orders.models import Order
from gongzhi.orders.models.voice import Rating
from gongzhi.orders.words.wording import short_of
from gongzhi.web.words import quarter_text

from ..models import Purchase, PurchasedService, PurchaseWord
from ..purchasing import GRADES, STATES, phase_of, quarter_on, stands_for
from .purchasable import activities_left, orders_left
from .windows import minutes_of

SHOWN: Final = 300


@dataclass(frozen=True)
class Said:
    """Residents' ratings of the orders counted: all of them, none is replaced by a later one."""

    satisfied: int = 0
    fairly: int = 0
    not_satisfied: int = 0

    @property
    def n(self) -> int:
        return self.satisfied + self.fairly + self.not_satisfied


@dataclass(frozen=True)
class PurchaseLine:
    """One project. `minutes` and `person_times` are what the community confirmed."""

    row: Purchase
    buyer: str
    contractor: str
    body: str
    phase: str
    minutes: int
    person_times: int
    waiting: int
    said: Said
    grade: str

    @property
    def hours(self) -> float:
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class Totals:
    """Of the projects listed."""

    projects: int
    contractors: int
    amount: Decimal
    hours: float
    person_times: int
    said: Said


def purchase_lines(actor: Actor, *, now: datetime, all_of_them: bool = False) -> list[PurchaseLine]:
    """The projects in scope, those that go on first; `all_of_them` for the export."""
    rows = Purchase.objects.visible_to(actor).order_by("-ends_on", "pk")
    return _lines(list(rows if all_of_them else rows[:SHOWN]), now)


def totals(lines: Iterable[PurchaseLine]) -> Totals:
    found = list(lines)
    return Totals(
        len(found), len({one.row.contractor_id for one in found}),
        sum((one.row.amount for one in found), Decimal()),
        round(sum(one.minutes for one in found) / 60, 1),
        sum(one.person_times for one in found),
        Said(sum(one.said.satisfied for one in found), sum(one.said.fairly for one in found),
             sum(one.said.not_satisfied for one in found)),
    )  # fmt: skip


@dataclass(frozen=True)
class ServiceLine:
    """One order or activity of a project. `order` names one that the reader may open."""

    row: PurchasedService
    title: str
    at: datetime
    minutes: int
    person_times: int
    state: str
    order: str
    href: str


@dataclass(frozen=True)
class WordLine:
    quarter: str
    grade: str
    text: str
    at: datetime


@dataclass(frozen=True)
class PurchasePage:
    """A project, and what the reader may do with it."""

    line: PurchaseLine
    services: list[ServiceLine]
    words: list[WordLine]
    orders_left: list[tuple[Order, int | None]]
    activities_left: list[Held]
    quarters_left: list[tuple[str, str]]
    may_confirm: bool
    may_count: bool
    may_stop: bool


def purchase_page(actor: Actor, purchase_id: int, *, now: datetime) -> PurchasePage:
    """NotFound outside the scope."""
    row: Purchase | None = Purchase.objects.visible_to(actor).filter(pk=purchase_id).first()
    if row is None:
        raise NotFound
    own, serves = stands_for(actor, row.body_id), stands_for(actor, row.contractor_id)
    left = orders_left(actor, row) if own or serves else []
    usual = minutes_of([order.pk for order in left])
    words = list(row.words.order_by("quarter_on"))
    return PurchasePage(
        line=_lines([row], now)[0],
        services=_services(actor, row, now),
        words=[
            WordLine(quarter_text(one.quarter_on), str(GRADES[one.grade]), one.text, one.at)
            for one in words
        ],
        orders_left=[(order, usual.get(order.pk)) for order in left],
        activities_left=activities_left(row, now=now) if own else [],
        quarters_left=_quarters_left(row, words, now) if own else [],
        may_confirm=own,
        may_count=own or serves,
        may_stop=stands_for(actor, row.buyer_id) and row.stopped_at is None,
    )


def _services(actor: Actor, row: Purchase, now: datetime) -> list[ServiceLine]:
    rows = list(row.services.select_related("activity").order_by("-at", "-pk")[:SHOWN])
    orders = Order.reached.in_bulk([one.order_id for one in rows if one.order_id])
    seen = Order.objects.visible_to(actor).filter(pk__in=list(orders))
    mine = set(seen.values_list("pk", flat=True))
    held = held_of([one.activity_id for one in rows if one.activity_id], now=now)
    found = []
    for one in rows:
        state = str(STATES[one.state])
        if one.order_id:
            order = orders[one.order_id]
            found.append(
                ServiceLine(one, order.number, order.finished_at or one.at, one.minutes or 0, 1,
                            state, order.number if order.pk in mine else "", "")
            )  # fmt: skip
        elif deed := held.get(one.activity_id or 0):
            found.append(
                ServiceLine(one, deed.title, deed.starts, deed.minutes, deed.person_times, state,
                            "", deed.href)
            )  # fmt: skip
    return found


def _lines(rows: list[Purchase], now: datetime) -> list[PurchaseLine]:
    """Four statements, however many there are."""
    ids = [row.pk for row in rows]
    minutes: dict[int, int] = defaultdict(int)
    times: dict[int, int] = defaultdict(int)
    waiting: dict[int, int] = defaultdict(int)
    of_order: dict[int, int] = {}
    services = list(PurchasedService.objects.filter(purchase__in=ids).exclude(state="refused"))
    held = held_of([one.activity_id for one in services if one.activity_id], now=now)
    for one in services:
        if one.state == "waiting":
            waiting[one.purchase_id] += 1
        elif one.order_id:
            minutes[one.purchase_id] += one.minutes or 0
            times[one.purchase_id] += 1
            of_order[one.order_id] = one.purchase_id
        elif deed := held.get(one.activity_id or 0):
            minutes[one.purchase_id] += deed.minutes
            times[one.purchase_id] += deed.person_times
    said = _said(of_order)
    grades = dict(
        PurchaseWord.objects.filter(purchase__in=ids)
        .order_by("quarter_on").values_list("purchase_id", "grade")
    )  # fmt: skip
    today = clock.local(now).date()
    return [
        PurchaseLine(
            row, short_of(row.buyer_id), short_of(row.contractor_id), short_of(row.body_id),
            phase_of(row, today), minutes[row.pk], times[row.pk], waiting[row.pk],
            said.get(row.pk, Said()), str(GRADES.get(grades.get(row.pk, 0), "")),
        )
        for row in rows
    ]  # fmt: skip


def _said(of_order: dict[int, int]) -> dict[int, Said]:
    """By project. "Not solved" without a grade counts as not satisfied."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    rows = Rating.objects.filter(order__in=list(of_order)).values_list("order_id", "satisfaction")
    for order_id, grade in rows:
        counts[of_order[order_id]][grade or 1] += 1
    return {key: Said(n[3], n[2], n[1]) for key, n in counts.items()}


def _quarters_left(
    row: Purchase, words: list[PurchaseWord], now: datetime
) -> list[tuple[str, str]]:
    """Quarters of the project up to today that the community has not judged, the newest first."""
    judged = {one.quarter_on for one in words}
    day = quarter_on(min(row.ends_on, clock.local(now).date()))
    found = []
    while day >= quarter_on(row.starts_on):
        if day not in judged:
            found.append((day.isoformat(), quarter_text(day)))
        day = date(day.year - 1, 10, 1) if day.month == 1 else date(day.year, day.month - 3, 1)
    return found
