"""What came of it, counted from claims and drilled down to posts (QJ-12, JN-34). Nobody types it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from gongzhi.kernel.clock import LOCAL_TZ, local
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.reach import body_ids_within
from gongzhi.registers.querysets import NOBODY
from gongzhi.volunteering.config import post_kinds
from gongzhi.volunteering.models import Claim
from gongzhi.volunteering.reach import keeper_ids, unit_ids, watching
from gongzhi.web.words import month_text

By = Literal["community", "unit", "kind", "month"]


@dataclass(frozen=True)
class Span:
    """Whole local days, both included."""

    first: date
    last: date

    def bounds(self) -> tuple[datetime, datetime]:
        """[from, to) as instants."""
        since = datetime.combine(self.first, time(), LOCAL_TZ)
        return since, datetime.combine(self.last + timedelta(days=1), time(), LOCAL_TZ)


@dataclass(frozen=True)
class Counts:
    """`activities` took place with somebody there; `claimed` places taken on; `in_hand` of them
    still to come or to be confirmed; `times` attendances; `minutes` credited.
    """

    activities: int = 0
    claimed: int = 0
    in_hand: int = 0
    times: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class ResultLine:
    """One part of the whole: its key in the address of the drill-down, and its name."""

    key: str
    name: str
    counts: Counts


@dataclass(frozen=True)
class PostLine:
    """One post behind the counts."""

    id: int
    title: str
    community: str
    at: datetime
    own: bool
    counts: Counts


def quarter_of(day: date) -> Span:
    """The quarter of the year that a day lies in."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    after = date(first.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)
    return Span(first, after - timedelta(days=1))


def within_reach(actor: Actor) -> Q:
    """Claims that an actor counts: of the own community, of those below, of the own unit's name."""
    wide = watching(actor)
    if wide.everything:
        return Q()
    found = NOBODY
    if not wide.nothing:
        found |= Q(post__community_id__in=body_ids_within(wide))
    return found | Q(post__community_id__in=keeper_ids(actor)) | Q(unit_id__in=unit_ids(actor))


def claims(
    actor: Actor, span: Span, *, community: int | None = None, unit: int | None = None
) -> QuerySet[Any]:
    """The claims of a span of shifts that an actor may count: counted only, never listed."""
    since, until = span.bounds()
    rows = Claim.objects.visible_to(SYSTEM).filter(
        within_reach(actor), state=Claim.State.PLACE,
        during__startswith__gte=since, during__startswith__lt=until,
    )  # fmt: skip
    if community is not None:
        rows = rows.filter(post__community_id=community)
    return rows if unit is None else rows.filter(unit_id=unit)


_COUNTS: dict[str, Any] = {
    "activities": Count("post_id", distinct=True, filter=Q(minutes__gt=0)),
    "claimed": Count("id"),
    "in_hand": Count("id", filter=Q(settled_at=None)),
    "times": Count("id", filter=Q(minutes__gt=0)),
    "total": Sum("minutes"),
}


def _counts(row: dict[str, Any]) -> Counts:
    return Counts(
        row["activities"], row["claimed"], row["in_hand"], row["times"], row["total"] or 0
    )


def total(rows: QuerySet[Any]) -> Counts:
    """Of all of them."""
    return _counts(rows.order_by().aggregate(**_COUNTS))


def lines(rows: QuerySet[Any], by: By) -> list[ResultLine]:
    """The parts, each with its counts; minutes, places and times add up to the whole."""
    column = {
        "community": F("post__community_id"), "unit": F("unit_id"), "kind": F("post__kind"),
        "month": TruncMonth("during__startswith", tzinfo=LOCAL_TZ),
    }[by]  # fmt: skip
    found = rows.order_by().annotate(part=column).values("part").annotate(**_COUNTS)
    made = [ResultLine(*_named(by, row["part"]), _counts(row)) for row in found]
    if by == "month":
        return sorted(made, key=lambda one: one.key)
    return sorted(made, key=lambda one: (one.key == "", -one.counts.minutes, one.name))


def _named(by: By, part: Any) -> tuple[str, str]:
    if by == "month":
        month = local(part) if isinstance(part, datetime) else part
        return f"{month:%Y-%m}", month_text(month)
    if by == "kind":
        return str(part), post_kinds().get(str(part), str(part))
    body = orgs.body_by_id(part) if part else None
    return (body.code if body else ""), short_of(part)


def post_lines(actor: Actor, rows: QuerySet[Any], *, most: int = 200) -> list[PostLine]:
    """The posts behind some counts, the newest first."""
    mine = set(keeper_ids(actor))
    found = (
        rows.order_by()
        .values("post_id", "post__title", "post__community_id", "during")
        .annotate(**_COUNTS)
        .order_by("-during", "post_id")[:most]
    )
    return [
        PostLine(
            row["post_id"], row["post__title"], short_of(row["post__community_id"]),
            row["during"].lower, row["post__community_id"] in mine, _counts(row),
        )
        for row in found
    ]  # fmt: skip
