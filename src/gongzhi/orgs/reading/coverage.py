"""Rates of coverage, counted from rows and down to names (ML-20, ML-23, JN-36, JN-40, QJ-16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongzhi.areas import selectors as areas
from gongzhi.orgs import rules
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kinds_of, relations
from gongzhi.orgs.models import CrossAppointment, Membership
from gongzhi.orgs.profile.relations_file import Sector
from gongzhi.orgs.reach import Reach
from gongzhi.orgs.rules import Coverage
from gongzhi.orgs.selectors import BodyRef


@dataclass(frozen=True)
class Board:
    """All rates inside a reach on one day. Estates are area ids, everything else body ids."""

    estates: Coverage
    red: Coverage
    firms: Coverage
    sectors: tuple[tuple[Sector, Coverage], ...]
    cross: Coverage

    @property
    def new_sector(self) -> Coverage:
        """Parks, buildings, malls and chains together."""
        return rules.together(part for _sector, part in self.sectors)


def board(reach: Reach, day: date) -> Board:
    """Every rate, from rows in force on a day."""
    spec = relations().coverage
    estates = [a for a in areas.current_areas() if a.kind in spec.estate_kinds]
    estates = [area for area in estates if reach.holds_area(area.path)]
    firms = _inside(reach, spec.firm_kind)
    having = _with_party(day)
    branched = {b.area_id for b in orgs.bodies_of_kind(*spec.branch_kinds) if b.area_id}
    return Board(
        estates=rules.coverage((area.id for area in estates), branched),
        red=rules.red_estates(
            [area.id for area in estates],
            _firm_of(estates, spec.firm_kind),
            having | _in_alliance(spec.alliance_kind, day),
        ),
        firms=rules.firms_with_party((firm.id for firm in firms), having, ()),
        sectors=tuple(
            (sector, rules.coverage((b.id for b in _inside(reach, sector.kind)), having))
            for sector in spec.sectors
        ),
        cross=rules.coverage(
            [
                body.id
                for kind in (spec.owners_kind, spec.firm_kind)
                for body in _inside(reach, kind)
            ],
            _crossed(day),
        ),
    )


def _inside(reach: Reach, kind: str) -> list[BodyRef]:
    return [body for body in orgs.bodies_of_kind(kind) if reach.holds_body(body)]


def _with_party(day: date) -> set[int]:
    """Bodies in which a Party organisation is set up: by a membership, or below them in the tree."""
    rows = Membership.objects.filter(role=Membership.Role.COVERED).on(day).facts("member_id")
    below = {b.parent_id for b in orgs.bodies_of_kind(*kinds_of("party")) if b.parent_id}
    return {member for (member,) in rows} | below


def _in_alliance(kind: str, day: date) -> set[int]:
    rows = Membership.objects.filter(body__kind=kind, body__active=True).on(day)
    return {member for (member,) in rows.facts("member_id")}


def _firm_of(estates: list[areas.AreaRef], kind: str) -> dict[int, int]:
    """The nearest firm of each estate, as `responsible_body` finds it, for all of them at once."""
    serving: dict[str, int] = {}
    for firm in orgs.bodies_of_kind(kind):
        for area_id in orgs.areas_of(firm.id):
            serving.setdefault(str(area_id), firm.id)
    found: dict[int, int] = {}
    for area in estates if serving else ():
        for part in reversed(area.path.split(".")):
            if part in serving:
                found[area.id] = serving[part]
                break
    return found


def _crossed(day: date) -> set[int]:
    """Bodies with somebody of another body in a post today, or with somebody in another's."""
    rows = CrossAppointment.objects.filter(
        Q(state=CrossAppointment.State.APPOINTED), office__valid__contains=day
    ).facts("from_body_id", "to_body_id")
    return {body for pair in rows for body in pair}
