"""Lists behind the figures of the home: pairings, temporary branches, programmes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count

from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import rules
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kinds_of, language, relations
from gongzhi.orgs.models import Membership, Pairing, Programme, TemporaryBranch, TemporaryCount
from gongzhi.orgs.reach import body_ids_within, reach_of
from gongzhi.orgs.rules import Coverage
from gongzhi.orgs.selectors import BodyRef

PAGE = 100


@dataclass(frozen=True)
class PairingLine:
    """One pairing in words."""

    row_id: int
    kind: str
    source: str
    source_code: str
    person: str
    community: str
    community_code: str
    since: date
    until: date | None
    tone: str = ""  # yellow within the days of the alert
    days_left: int = 0


@dataclass(frozen=True)
class Pairings:
    """A page of the pairings in force, and communities by whether they have one."""

    page: Page[Pairing]
    lines: tuple[PairingLine, ...]
    communities: Coverage
    without: tuple[BodyRef, ...]


def pairing_lines(actor: Actor, day: date, *, page: str = "1") -> Pairings:
    """In the actor's scope."""
    reach, kinds = reach_of(actor), dict(Pairing.Kind.choices)
    rows = Pairing.objects.visible_to(actor).on(day).order_by("community_id", "kind", "pk")
    shown = Paginator(rows, PAGE).get_page(page)
    lines = []
    for row in shown.object_list:
        source, target = orgs.body_by_id(row.from_body_id), orgs.body_by_id(row.community_id)
        if source is None or target is None:
            continue
        left, tone = _ending(row.valid.upper, day)
        lines.append(
            PairingLine(
                row.pk, str(kinds[row.kind]), source.label(language()), source.code,
                " ".join(filter(None, (row.post_title, row.leader_name))),
                target.label(language()), target.code, row.valid.lower, row.valid.upper,
                tone, left,
            )
        )  # fmt: skip
    pool = [b for b in orgs.bodies_of_kind(*kinds_of("community")) if reach.holds_body(b)]
    paired = {c for (c,) in Pairing.objects.on(day).facts("community_id")}
    part = rules.coverage([body.id for body in pool], paired)
    by_id = {body.id: body for body in pool}
    return Pairings(shown, tuple(lines), part, tuple(by_id[one] for one in part.missing))


def _ending(until: date | None, day: date) -> tuple[int, str]:
    """Days until the last day of a term, and its tone; nothing for one without an end."""
    if until is None:
        return 0, ""
    last = until - timedelta(days=1)
    return rules.days_left(last, day), rules.expiry_tone(last, day, relations().alert_days)


@dataclass(frozen=True)
class TemporaryRow:
    """A temporary branch and its numbers of a day (of its last day once it is closed)."""

    branch: TemporaryBranch
    in_service: int
    returned: int
    units: int


@dataclass(frozen=True)
class Temporaries:
    """A page of temporary branches and the totals of those that are open."""

    rows: tuple[TemporaryRow, ...]
    page: Page[TemporaryBranch]
    open_count: int
    in_service: int
    returned: int


def temporary_lines(actor: Actor, day: date, *, page: str = "1") -> Temporaries:
    """Open ones first, in the actor's scope."""
    from .party_home import members_of, open_branches

    reach = reach_of(actor)
    rows = TemporaryBranch.objects.select_related("body")
    if not reach.everything:
        rows = rows.filter(body_id__in=body_ids_within(reach))
    shown = Paginator(rows.order_by("closed_on", "-opened_on", "pk"), 50).get_page(page)
    branches = list(shown.object_list)
    counts: dict[int, list[int]] = {}
    facts = TemporaryCount.objects.filter(branch__in=branches).on(day)
    for branch_id, home, serving, returned in facts.facts(
        "branch_id", "body_id", "in_service", "returned"
    ):
        sums = counts.setdefault(branch_id, [0, 0, 0])
        sums[0] += serving
        sums[1] += returned
        sums[2] += home is not None
    opened = open_branches(reach, day)
    in_service, returned = members_of(opened.values("pk"), day)
    return Temporaries(
        tuple(TemporaryRow(b, *counts.get(b.pk, [0, 0, 0])) for b in branches),
        shown,
        opened.count(),
        in_service,
        returned,
    )


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme, its leading group, how many members it has, and its tasks."""

    programme: Programme
    group: BodyRef
    members: int


def programme_lines(area: AreaRef, day: date) -> list[ProgrammeLine]:
    """Programmes whose leading group stands on the area or above or below it."""
    from gongzhi.areas import selectors as areas

    found = []
    members = dict(
        Membership.objects.filter(body__kind__in=kinds_of("leading"))
        .on(day)
        .marked()
        .values_list("body_id")
        .annotate(n=Count("pk"))
    )
    for row in Programme.objects.prefetch_related("tasks").order_by("-starts_on"):
        group = orgs.body_by_id(row.group_id)
        place = areas.area_by_id(group.area_id) if group and group.area_id else None
        if group is None or place is None:
            continue
        if place.path.startswith(area.path) or area.path.startswith(place.path):
            found.append(ProgrammeLine(row, group, members.get(row.group_id, 0)))
    return found
