"""The wall of a community or a unit, and the page of a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, Sum

from gongzhi.evidence.models import Picture, Project
from gongzhi.evidence.reading.subjects import title_of
from gongzhi.kernel import clock
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.venues.models import Activity
from gongzhi.volunteering.models import Post
from gongzhi.web.words import date_text

PAGE = 24
_RECENT = timedelta(days=60)


@dataclass(frozen=True)
class Hung:
    """A picture with what it is of."""

    row: Picture
    title: str
    community: BodyRef | None
    unit: BodyRef | None

    @property
    def alt(self) -> str:
        return self.row.caption or self.title


def hung(rows: Any) -> list[Hung]:
    """Pictures in words; three kinds of subjects are read along."""
    return [
        Hung(
            row, title_of(row), orgs.body_by_id(row.community_id),
            orgs.body_by_id(row.unit_id) if row.unit_id else None,
        )
        for row in rows.select_related("post", "activity", "project")
    ]  # fmt: skip


def wall(body: BodyRef, number: Any = 1) -> Page[Any]:
    """What is shown of a community or a unit, the newest first: the same for everybody."""
    rows = Picture.objects.visible_to(PUBLIC).filter(Q(community_id=body.id) | Q(unit_id=body.id))
    page = Paginator(rows.order_by("-id"), PAGE).get_page(number)
    page.object_list = hung(page.object_list)
    return page


def desk_wall(actor: Actor, community: BodyRef, number: Any = 1) -> Page[Any]:
    """The keeper's: what waits first."""
    rows = Picture.objects.visible_to(actor).filter(community_id=community.id)
    rows = rows.exclude(state=Picture.State.GONE).order_by("-state", "-id")
    page = Paginator(rows, PAGE).get_page(number)
    page.object_list = hung(page.object_list)
    return page


def subjects(community: BodyRef) -> list[tuple[str, str]]:
    """What a keeper may hang pictures of: recent posts and activities, projects; (key, title)."""
    since, now = clock.now() - _RECENT, clock.now()
    found = [
        (f"project-{row.pk}", row.title)
        for row in Project.objects.filter(community_id=community.id).order_by("-started_on")[:20]
    ]
    posts = Post.objects.filter(
        community_id=community.id, cancelled_at=None, during__startswith__gte=since,
        during__startswith__lte=now,
    )  # fmt: skip
    found += [
        (f"post-{row.pk}", f"{row.title} {date_text(clock.local(row.during.lower).date())}")
        for row in posts.order_by("-during")[:40]
    ]
    held = Activity.objects.filter(
        body_id=community.id, cancelled_at=None, during__startswith__gte=since,
        during__startswith__lte=now,
    )  # fmt: skip
    return found + [
        (f"activity-{row.pk}", f"{row.title} {date_text(clock.local(row.during.lower).date())}")
        for row in held.order_by("-during")[:40]
    ]


@dataclass(frozen=True)
class ProjectPage:
    """A project: what was done in all, pairs of before and after, the other pictures."""

    row: Project
    community: BodyRef | None
    sums: list[tuple[str, int, str]]
    days: int
    pairs: list[tuple[Hung, Hung]]
    others: list[Hung]


def project_page(row: Project) -> ProjectPage:
    """The same for everybody."""
    sums = (
        row.deeds.filter(struck_at=None)
        .order_by()
        .values_list("what", "unit")
        .annotate(total=Sum("amount"))
        .order_by("-total")
    )
    found = hung(Picture.objects.visible_to(PUBLIC).filter(project=row).order_by("id"))
    photos = [one for one in found if not one.row.is_video]
    before = [one for one in photos if one.row.moment == Picture.Moment.BEFORE]
    after = [one for one in photos if one.row.moment == Picture.Moment.AFTER]
    pairs = list(zip(before, after, strict=False))
    paired = {one.row.pk for pair in pairs for one in pair}
    last: date = row.ended_on or clock.today()
    return ProjectPage(
        row, orgs.body_by_id(row.community_id), [(what, n, unit) for what, unit, n in sums],
        (last - row.started_on).days + 1, pairs, [x for x in found if x.row.pk not in paired],
    )  # fmt: skip


def projects_of(community: BodyRef) -> list[Project]:
    """The newest first."""
    return list(Project.objects.filter(community_id=community.id).order_by("-started_on", "-id"))
