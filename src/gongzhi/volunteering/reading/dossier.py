"""The dossier (纪实档案, QJ-14): number, time and quality of services, of a person and of a unit.

Everything is computed from services done; what residents wrote stands before the community's own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Prefetch, QuerySet

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order
from gongzhi.orders.words.wording import satisfaction_words
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.models import Claim, Enrolment, Feedback, Post, Reply, UnitWord, Word
from gongzhi.volunteering.reach import BRANCH
from gongzhi.volunteering.reading.results import Counts, Span, claims, quarter_of, total
from gongzhi.volunteering.rules import LEAST_RATINGS, residents_decide

# Orders by which a unit serves residents.
_SERVICES: Final = ("service_order", "wish", "errand")
_SERVICES_SHOWN: Final = 60


@dataclass(frozen=True)
class Quality:
    """How many ratings of each grade; `decided` is what they come to, "" while they are too few."""

    satisfied: int = 0
    fairly: int = 0
    not_satisfied: int = 0
    decided: str = ""
    least: int = LEAST_RATINGS

    @property
    def total(self) -> int:
        return self.satisfied + self.fairly + self.not_satisfied


def quality_of(counts: Counter[int]) -> Quality:
    """Of ratings by grade."""
    grade = residents_decide(counts)
    return Quality(
        counts[3], counts[2], counts[1], str(satisfaction_words()[grade]) if grade else ""
    )


@dataclass(frozen=True)
class Said:
    """A word as it is read, with the answer of whom it concerns."""

    id: int
    by_resident: bool
    grade: str
    text: str
    at: datetime
    answer: str


@dataclass(frozen=True)
class Service:
    """One service done, and what was said of it, the residents' first."""

    claim_id: int
    title: str
    community: BodyRef | None
    at: datetime
    minutes: int
    said: list[Said]
    judged: bool


@dataclass(frozen=True)
class Dossier:
    """Of one person, within the reader's reach."""

    times: int
    minutes: int
    quality: Quality
    services: list[Service]


def own_dossier(actor: Actor) -> Dossier:
    """All that is in it: the person reads everything."""
    return _dossier(actor, Claim.objects.visible_to(actor), actor.resident_id or 0)


def volunteer_dossier(actor: Actor, enrolment_id: int) -> tuple[Enrolment, Dossier]:
    """Of somebody who stands at the actor's community: the services done there. NotFound."""
    row: Enrolment | None = (
        Enrolment.objects.visible_to(actor).filter(pk=enrolment_id, ended_at=None).first()
    )
    if row is None:
        raise NotFound
    rows = Claim.objects.visible_to(actor).filter(resident_id=row.resident_id)
    return row, _dossier(actor, rows, row.resident_id)


def _dossier(actor: Actor, rows: QuerySet[Claim], resident_id: int) -> Dossier:
    done = list(rows.filter(minutes__gt=0).select_related("post").order_by("-during", "-id")[:500])
    answers = Reply.objects.visible_to(actor).filter(resident_id=resident_id)
    words = list(
        Word.objects.visible_to(actor)
        .filter(post_id__in={row.post_id for row in done})
        .prefetch_related(Prefetch("replies", answers))
        .order_by("-by_resident", "id")
    )
    names = satisfaction_words()
    services, found = [], Counter[int]()
    for row in done:
        mine = [
            one
            for one in words
            if one.post_id == row.post_id
            and one.claim_id in (None, row.pk)
            # What the person wrote as somebody who was served elsewhere concerns others.
            and one.resident_id != resident_id
        ]
        found.update(one.grade for one in mine if one.by_resident)
        said = [
            Said(
                one.pk, one.by_resident, str(names[one.grade]), one.text, one.at,
                next((reply.text for reply in one.replies.all()), ""),
            )
            for one in mine
        ]  # fmt: skip
        services.append(
            Service(
                row.pk, row.post.title, orgs.body_by_id(row.post.community_id), row.during.lower,
                row.minutes or 0, said, any(not one.by_resident for one in mine),
            )
        )  # fmt: skip
    return Dossier(len(done), sum(row.minutes or 0 for row in done), quality_of(found), services)


@dataclass(frozen=True)
class Appraised:
    """A quarter at a community: the residents' ratings, which decide, then the community's own."""

    row: Feedback
    community: BodyRef | None
    quality: Quality
    grade: str


@dataclass(frozen=True)
class Daily:
    """One service in which people of the unit served: the residents' ratings, then the branch's word."""

    post_id: int
    title: str
    at: datetime
    community: BodyRef | None
    quality: Quality
    grade: str
    text: str
    may_write: bool


@dataclass(frozen=True)
class UnitDossier:
    """Of a unit in a span. Counts only: the unit does not read who of its people did what."""

    unit: BodyRef
    counts: Counts
    quality: Quality
    orders: int
    orders_quality: Quality
    appraised: list[Appraised]
    daily: list[Daily]


def unit_dossier(actor: Actor, unit: BodyRef, span: Span) -> UnitDossier:
    """What the actor may count of it."""
    rows = claims(actor, span, unit=unit.id)
    ordered = _orders(unit, span)
    grades = ordered.exclude(satisfaction=None).order_by().values_list("satisfaction")
    told = Feedback.objects.visible_to(actor).filter(
        unit_id=unit.id, quarter__gte=span.first.replace(day=1), quarter__lte=span.last
    )
    names = satisfaction_words()
    return UnitDossier(
        unit, total(rows), _quality(rows), ordered.count(),
        quality_of(Counter(dict(grades.annotate(n=Count("id"))))),
        [
            Appraised(
                row, orgs.body_by_id(row.community_id), _appraised(actor, row),
                str(names[row.grade]) if row.grade else "",
            )
            for row in told.order_by("-quarter", "community_id")
        ],
        _daily(actor, unit, rows),
    )  # fmt: skip


def _daily(actor: Actor, unit: BodyRef, rows: QuerySet[Claim]) -> list[Daily]:
    """By service, the newest first: of the post and the unit, never of a person."""
    done = rows.filter(minutes__gt=0).order_by().values("post_id")
    posts = list(Post.objects.filter(pk__in=done).order_by("-during")[:_SERVICES_SHOWN])
    ids = [post.pk for post in posts]
    written = UnitWord.objects.visible_to(actor).filter(unit_id=unit.id, post__in=ids)
    words = {row.post_id: row for row in written}
    rated: dict[int, Counter[int]] = {key: Counter() for key in ids}
    said = Word.objects.visible_to(SYSTEM).filter(by_resident=True, post__in=ids)
    for post_id, grade in said.values_list("post_id", "grade"):
        rated[post_id][grade] += 1
    names = satisfaction_words()
    own = {post.body_id for post in actor.postings_as(BRANCH)}
    return [
        Daily(
            post.pk, post.title, post.during.lower, orgs.body_by_id(post.community_id),
            quality_of(rated[post.pk]),
            str(names[words[post.pk].grade]) if post.pk in words else "",
            words[post.pk].text if post.pk in words else "",
            post.pk not in words and post.community_id in own,
        )
        for post in posts
    ]  # fmt: skip


def _appraised(actor: Actor, row: Feedback) -> Quality:
    span = quarter_of(row.quarter)
    return _quality(claims(actor, span, community=row.community_id, unit=row.unit_id))


def _quality(rows: QuerySet[Claim]) -> Quality:
    """Of residents' ratings of the posts where these services were done: counted, never listed."""
    done = rows.filter(minutes__gt=0)
    found = (
        Word.objects.visible_to(SYSTEM)
        .filter(by_resident=True, post_id__in=done.order_by().values("post_id"))
        .order_by()
        .values_list("grade")
        .annotate(n=Count("id"))
    )
    return quality_of(Counter(dict(found)))


def _orders(unit: BodyRef, span: Span) -> QuerySet[Order]:
    """Services that residents ordered and the unit carried out; of the unit, not of a person."""
    since, until = span.bounds()
    rows: QuerySet[Order] = Order.objects.visible_to(SYSTEM).filter(
        lead_body_id=unit.id, process__key__in=_SERVICES, phase="closed",
        closed_at__gte=since, closed_at__lt=until, confined=False,
    )  # fmt: skip
    return rows
