"""The street director's page: what to decide, what is late, how each community does.

Every number is counted by the filters that stand in its link, so the list behind it has exactly
as many lines. Rates are over what was reported in the last 30 days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.clock import local
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs

from ...models import Order
from ...querysets import OrderQuerySet
from .filters import Filters, where
from .names import body_name, category_name, category_with_id, language, speaks_english
from .rows import COLUMNS, Row, rows_of

ROLES = ("street_director", "duty_officer", "supervisor", "commander")
RATE_DAYS = 30
HOT_DAYS = 7
LONG_DAYS = 30
SMALL_SAMPLE = 20
HOT_MOST = 6
MOST_PARTS = 60
STREETS = frozenset({"street", "town"})
COMMUNITIES = frozenset({"community", "village"})
HOT_LEAST = 3
LONG_MOST = 6


@dataclass(frozen=True)
class Number:
    """A number and the filters of the list with exactly as many lines."""

    value: int
    filters: Filters

    @property
    def href(self) -> str:
        return f"/desk/all/?{self.filters.query()}"


@dataclass(frozen=True)
class Rate:
    """A share; `sample` is the list that it was counted over."""

    part: int
    sample: Number

    @property
    def value(self) -> float | None:
        return self.part / self.sample.value if self.sample.value else None

    @property
    def small(self) -> bool:
        return self.sample.value < SMALL_SAMPLE


@dataclass(frozen=True)
class LateBody:
    """A body with late orders."""

    name: str
    code: str
    phone: str
    late: Number
    oldest_due: datetime | None


@dataclass(frozen=True)
class PartLine:
    """One community, or one street of a large city."""

    name: str
    code: str
    today: Number
    live: Number
    late: Number
    solved: Rate
    satisfied: Rate
    reworked: Rate


@dataclass(frozen=True)
class HotClass:
    """A class that came often, and why it stands here."""

    name: str
    recent: Number
    before: int
    where: str
    there: int


@dataclass(frozen=True)
class DirectorPage:
    """What the page shows."""

    area: AreaRef
    choices: list[AreaRef]
    today: Number
    live: Number
    late: Number
    reopened: Number
    late_bodies: list[LateBody]
    part_name: str
    parts: list[PartLine]
    hot: list[HotClass]
    paused: Number
    older: Number
    long_standing: list[Row]
    answers_on: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.area.label(language())

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(area.code, area.label(language())) for area in self.choices]


def may_direct(actor: Actor) -> bool:
    """Whether this person has the page at all."""
    return any(posting.area_id for posting in actor.postings_as(*ROLES))


def areas_directed(actor: Actor) -> list[AreaRef]:
    """The areas whose page this person may see, widest first. Raises Denied for none."""
    found: dict[int, AreaRef] = {}
    for posting in actor.postings_as(*ROLES):
        area = areas.area_by_id(posting.area_id) if posting.area_id else None
        if area is None:
            continue
        for one in (area, *_streets_below(area)):
            found[one.id] = one
    if not found:
        raise Denied
    return sorted(found.values(), key=lambda area: (area.level, area.code))


def _streets_below(area: AreaRef) -> list[AreaRef]:
    """Streets and towns below, with the districts between."""
    found: list[AreaRef] = []
    for child in areas.children(area.id):
        if child.kind in STREETS:
            found.append(child)
        elif child.kind not in COMMUNITIES:
            below = _streets_below(child)
            found += [child, *below] if below else []
    return found


def director_page(actor: Actor, *, code: str = "", now: datetime) -> DirectorPage:
    """Count everything for one area (the widest when `code` is none of the person's)."""
    choices = areas_directed(actor)
    area = next((one for one in choices if one.code == code), choices[0])
    here = Filters(area=area.code)
    counted = here.with_(counted=1)
    parts = parts_of(area)
    inside = Order.objects.visible_to(actor).in_area(area.path)
    live_by_grid, recent_by_grid = _live(inside, now), _recent(inside, now)
    live, recent = _total(live_by_grid.values()), _total(recent_by_grid.values())
    today = local(now).date()
    long_rows = inside.open().filter(
        Q(phase="paused") | Q(reported_at__lt=now - timedelta(days=LONG_DAYS))
    )
    standing = list(long_rows.only(*COLUMNS).order_by("reported_at", "pk")[:LONG_MOST])
    return DirectorPage(
        area=area,
        choices=choices,
        today=Number(recent["today"], counted.with_(since=today)),
        live=Number(live["live"], here.with_(phase="live")),
        late=Number(live["late"], here.with_(lamp="red")),
        reopened=Number(live["reopened"], here.with_(phase="live", reworked="1")),
        late_bodies=_late_bodies(inside, here, now),
        part_name=areas.level_name(parts[0].level, language()) if parts else "",
        parts=_lines(parts, live_by_grid, recent_by_grid, now),
        hot=_hot(inside, counted, now),
        paused=Number(live["paused"], here.with_(phase="paused")),
        older=Number(live["older"], here.with_(phase="live", older=LONG_DAYS)),
        long_standing=rows_of(standing, actor=actor, now=now),
        answers_on={row.number: row.answer_on for row in standing},
    )


# --- counting ------------------------------------------------------------------------------


def _live(inside: OrderQuerySet, now: datetime) -> dict[str, Counter[str]]:
    """Open orders by grid path: how many, late, paused, brought back, old."""
    rows = inside.open().order_by().values("area_path").annotate(
        live=Count("pk"),
        late=Count("pk", filter=where(Filters(lamp="red"), now=now)),
        paused=Count("pk", filter=where(Filters(phase="paused"), now=now)),
        reopened=Count("pk", filter=where(Filters(reworked="1"), now=now)),
        older=Count("pk", filter=where(Filters(older=str(LONG_DAYS)), now=now)),
    )  # fmt: skip
    return _by_grid(rows)


def _recent(inside: OrderQuerySet, now: datetime) -> dict[str, Counter[str]]:
    """Reported in the last 30 days by grid path: judged, solved, satisfied, brought back, today."""
    since = where(Filters(since=_since(now, RATE_DAYS), counted="1"), now=now)
    today = Filters(since=local(now).date().isoformat())
    measures = {
        "today": today,
        "recent": Filters(),
        "judged": Filters(solved="any"),
        "solved": Filters(solved="1"),
        "scored": Filters(satisfied="any"),
        "satisfied": Filters(satisfied="1"),
        "reworked": Filters(reworked="1"),
    }
    counts = {name: Count("pk", filter=where(f, now=now)) for name, f in measures.items() if f}
    rows = (
        inside.filter(since).order_by().values("area_path").annotate(recent=Count("pk"), **counts)
    )
    return _by_grid(rows)


def _since(now: datetime, days: int) -> str:
    return (local(now).date() - timedelta(days=days)).isoformat()


def _by_grid(rows: Iterable[Any]) -> dict[str, Counter[str]]:
    return {row.pop("area_path"): Counter(row) for row in rows}


def _total(counters: Iterable[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def _under(by_grid: dict[str, Counter[str]], path: str) -> Counter[str]:
    return _total(counter for grid, counter in by_grid.items() if grid.startswith(path))


def parts_of(area: AreaRef) -> list[AreaRef]:
    """The communities inside; the streets when there are more than a page can show."""
    communities = _nearest(area, COMMUNITIES)
    if len(communities) <= MOST_PARTS:
        return communities or list(areas.children(area.id))
    return _nearest(area, STREETS) or communities


def _nearest(area: AreaRef, kinds: frozenset[str]) -> list[AreaRef]:
    found: list[AreaRef] = []
    for child in areas.children(area.id):
        found += [child] if child.kind in kinds else _nearest(child, kinds)
    return found


def _lines(
    parts: list[AreaRef],
    live_by_grid: dict[str, Counter[str]],
    recent_by_grid: dict[str, Counter[str]],
    now: datetime,
) -> list[PartLine]:
    """A line for each community (or street), by code; never ranked."""
    found = []
    for own in parts:
        live, recent = _under(live_by_grid, own.path), _under(recent_by_grid, own.path)
        here = Filters(area=own.code)
        counted = here.with_(counted=1)
        month = counted.with_(since=_since(now, RATE_DAYS))
        found.append(
            PartLine(
                name=own.label(language()),
                code=own.code,
                today=Number(recent["today"], counted.with_(since=local(now).date())),
                live=Number(live["live"], here.with_(phase="live")),
                late=Number(live["late"], here.with_(lamp="red")),
                solved=Rate(recent["solved"], Number(recent["judged"], month.with_(solved="any"))),
                satisfied=Rate(
                    recent["satisfied"], Number(recent["scored"], month.with_(satisfied="any"))
                ),
                reworked=Rate(recent["reworked"], Number(recent["recent"], month)),
            )
        )
    return found


def _late_bodies(inside: OrderQuerySet, here: Filters, now: datetime) -> list[LateBody]:
    """Who holds late orders, the most first."""
    rows = (
        inside.filter(where(Filters(lamp="red"), now=now))
        .exclude(holder_body=None)
        .order_by()
        .values("holder_body_id")
        .annotate(n=Count("pk"), oldest=Min("due_at"))
    )
    found = []
    for row in rows:
        body = orgs.body_by_id(row["holder_body_id"])
        if body is not None:
            late = Number(row["n"], here.with_(lamp="red", holder=body.code))
            found.append(LateBody(body_name(body.id), body.code, body.phone, late, row["oldest"]))
    return sorted(found, key=lambda one: (-one.late.value, one.code))


def _hot(inside: OrderQuerySet, here: Filters, now: datetime) -> list[HotClass]:
    """Classes that came at least three times in a week and more often than the week before."""
    recent, before = _since(now, HOT_DAYS), _since(now, 2 * HOT_DAYS)
    rows = (
        inside.filter(where(Filters(since=before, counted="1"), now=now))
        .exclude(category=None)
        .order_by()
        .values("category_id", "area_path")
        .annotate(
            all=Count("pk"),
            recent=Count("pk", filter=where(Filters(since=recent), now=now)),
        )
    )
    places: dict[int, Counter[str]] = defaultdict(Counter)
    totals: Counter[int] = Counter()
    for row in rows:
        totals[row["category_id"]] += row["all"]
        if row["recent"]:
            places[row["category_id"]][row["area_path"]] += row["recent"]
    found = []
    for category_id, by_place in places.items():
        count = by_place.total()
        earlier = totals[category_id] - count
        category = category_with_id(category_id)
        if category is None or count < HOT_LEAST or count < earlier:
            continue
        path, there = by_place.most_common(1)[0]
        own = areas.ancestors(path)
        found.append(
            HotClass(
                name=category_name(category),
                recent=Number(count, here.with_(category=category.code, since=recent)),
                before=earlier,
                where=own[-1].label(language()) if own else "",
                there=there,
            )
        )
    return sorted(found, key=lambda one: (-one.recent.value, one.name))[:HOT_MOST]


def late_words(page: DirectorPage, most: int = 3) -> str:
    """`城管局 3、物业 2`: who holds what is late."""
    return (", " if speaks_english() else "、").join(
        f"{body.name} {body.late.value}" for body in page.late_bodies[:most]
    )


def hot_words(page: DirectorPage) -> str:
    """`暖气不热（12 件，8 件在示例小区）` of the most frequent class; "" when nothing is hot."""
    if not page.hot:
        return ""
    top = page.hot[0]
    return _("%(name)s（近7天%(n)d件，其中%(there)d件在%(where)s）") % {
        "name": top.name,
        "n": top.recent.value,
        "there": top.there,
        "where": top.where,
    }
