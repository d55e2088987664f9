"""Units at communities, what the rule proposes, and how many people named them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Agreement, AgreementParty, Pairing
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Enrolment, UnitCheckin
from gongzhi.volunteering.reach import PAIRERS, keeper_ids, unit_ids, watching
from gongzhi.volunteering.rules import propose

PROPOSED = 100  # units that the rule pairs at a time


@dataclass(frozen=True)
class UnitLine:
    """A unit at a community; `people` named it when they enrolled there."""

    id: int
    unit: BodyRef
    community: BodyRef
    since: date
    until: date | None
    how: str
    contact: str
    contact_phone: str
    agreement: Agreement | None
    people: int


@dataclass(frozen=True)
class ProposalLine:
    """What the rule proposes for one unit."""

    unit: BodyRef
    community: BodyRef
    reason: str
    words: str

    @property
    def value(self) -> str:
        """What the form sends back."""
        return f"{self.unit.code} {self.community.code} {self.reason}"


def units_here(actor: Actor, q: str = "") -> QuerySet[UnitCheckin]:
    """What stands today within the actor's scope, by community and unit; `q` in either's name."""
    rows = UnitCheckin.objects.visible_to(actor).filter(valid__contains=clock.today())
    if q:
        rows = rows.filter(
            Q(unit__name__icontains=q)
            | Q(unit__short_name__icontains=q)
            | Q(community__name__icontains=q)
            | Q(community__short_name__icontains=q)
        )
    return rows.order_by("community_id", "unit_id")


def unit_lines(actor: Actor, rows: Iterable[UnitCheckin] | None = None) -> list[UnitLine]:
    """Units that are at communities; those of `rows`, without it all within the actor's scope."""
    today = clock.today()
    found = list(units_here(actor) if rows is None else rows)
    people = _people([(row.unit_id, row.community_id) for row in found])
    agreements = _agreements(actor, {row.unit_id for row in found}, today)
    lines = []
    for row in found:
        unit, community = orgs.body_by_id(row.unit_id), orgs.body_by_id(row.community_id)
        if unit is None or community is None:
            continue
        pair = (unit.id, community.id)
        lines.append(
            UnitLine(
                row.pk, unit, community, row.valid.lower, row.valid.upper, row.get_how_display(),
                row.contact, row.contact_phone, agreements.get(pair), people.get(pair, 0),
            )
        )  # fmt: skip
    return lines


def _people(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """How many stand at a community under a unit's name: a count, no names."""
    units = {unit for unit, _community in pairs}
    rows = (
        Enrolment.objects.visible_to(SYSTEM)
        .filter(ended_at=None, unit_id__in=units)
        .values_list("unit_id", "community_id")
        .annotate(n=Count("id"))
    )
    return {(unit, community): n for unit, community, n in rows}


def _agreements(actor: Actor, units: set[int], today: date) -> dict[tuple[int, int], Agreement]:
    """Agreements in force between a unit and a community, as `orgs` keeps them."""
    rows = Agreement.objects.visible_to(actor).filter(
        parties__body_id__in=units, expires_on__gte=today, ended_on=None
    )
    by_id = {row.pk: row for row in rows.distinct().order_by("id")}
    bodies: dict[int, list[int]] = defaultdict(list)
    signed = AgreementParty.reached.filter(agreement_id__in=by_id)
    for agreement_id, body_id in signed.values_list("agreement_id", "body_id"):
        bodies[agreement_id].append(body_id)
    return {
        (one, other): by_id[agreement_id]
        for agreement_id, both in bodies.items()
        for one in both
        for other in both
        if one != other
    }


def proposals(actor: Actor, *, most: int = PROPOSED) -> list[ProposalLine]:
    """Units that are nowhere yet, each with the community that the rule proposes, within reach.

    A community's own desk reads those that fall to it.
    """
    mine = set(keeper_ids(actor))
    wide = watching(actor, PAIRERS)
    communities = {
        body.id: body
        for body in orgs.bodies_of_kind("community")
        if body.id in mine or (not wide.nothing and wide.holds_body(body))
    }
    if not communities:
        return []
    today = clock.today()
    standing = UnitCheckin.objects.visible_to(SYSTEM).filter(valid__contains=today)
    load = dict.fromkeys((body.id for body in orgs.bodies_of_kind("community")), 0)
    taken: set[int] = set()
    for unit_id, community_id in standing.values_list("unit_id", "community_id"):
        taken.add(unit_id)
        if community_id in load:
            load[community_id] += 1
    free = [b for b in orgs.bodies_of_kind(*volunteer_settings().unit_kinds) if b.id not in taken]
    near = {body.id: place for body in free if (place := _near(body)) is not None}
    paired = dict(
        Pairing.objects.visible_to(SYSTEM)
        .filter(kind="unit", valid__contains=today)
        .values_list("from_body_id", "community_id")
    )
    by_id = {body.id: body for body in free}
    words = dict(UnitCheckin.How.choices)
    found: list[ProposalLine] = []
    for one in propose([body.id for body in free], near=near, paired=paired, load=load):
        if one.community_id in communities and len(found) < most:
            unit, community = by_id[one.unit_id], communities[one.community_id]
            found.append(ProposalLine(unit, community, one.reason, str(words[one.reason])))
    return found


def _near(body: BodyRef) -> int | None:
    """The community in whose area a unit stands."""
    area = areas.area_by_id(body.area_id) if body.area_id else None
    community = orgs.responsible_body("community", area.path) if area else None
    return community.id if community else None


def own_units(actor: Actor) -> list[BodyRef]:
    """Units for which the actor acts."""
    return [body for one in unit_ids(actor) if (body := orgs.body_by_id(one)) is not None]


def may_read_unit(actor: Actor, body: BodyRef) -> bool:
    """One's own unit, or one that is at a community within reach."""
    if body.id in unit_ids(actor):
        return True
    return bool(UnitCheckin.objects.visible_to(actor).filter(unit_id=body.id).exists())
