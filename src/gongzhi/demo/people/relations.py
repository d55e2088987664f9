"""Made-up relations between bodies: memberships, pairings, agreements, posts, responsibilities.

Everything is made up but the counts, which a profile may give exactly (`demo.yaml: relations`).
The same seed and day give the same rows. Written in bulk: a large city has tens of thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.names import person_name
from gongzhi.demo.people.relation_counts import RelationCounts
from gongzhi.demo.people.temporary import fill_temporary
from gongzhi.kernel.copyrows import copy_rows
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kinds_of, relations
from gongzhi.orgs.models import (
    Agreement,
    AgreementItem,
    AgreementParty,
    CrossAppointment,
    Membership,
    OfficePost,
    Pairing,
    Programme,
    ProgrammeTask,
    Responsibility,
)
from gongzhi.orgs.reading.duty import wanted_areas
from gongzhi.orgs.selectors import BodyRef

BATCH = 2000
_OPEN_DAYS = 330  # how long ago most relations began
_PROMISES = (
    "工作日晚上和周末向居民开放停车位", "每季度组织一次义诊或义剪", "提供会议室供居民议事",
    "认领两处卫生责任区", "资助一项社区微改造", "为老年食堂提供志愿者",
)  # fmt: skip
_TITLES = {
    Agreement.Kind.CO_BUILD: "共驻共建协议（示例）",
    Agreement.Kind.SPONSOR: "一对一包保协议（示例）",
    Agreement.Kind.ALLIANCE: "党建联盟共建协议（示例）",
}


def fill_relations(seed: str, day: date, counts: RelationCounts) -> None:
    """Fill an empty city. Counts that need bodies which the profile lacks raise LookupError."""
    maker = _Maker(seed, day, counts)
    with transaction.atomic():
        maker.memberships()
        maker.coverage()
        maker.pairings()
        maker.agreements()
        maker.posts()
        maker.crosses()
        maker.responsibilities()
        maker.programmes()
        fill_temporary(seed, day, counts.temporary)


class _Maker:
    def __init__(self, seed: str, day: date, counts: RelationCounts) -> None:
        self.rng = Random(f"{seed}:relations")
        self.day, self.counts = day, counts
        self.since = DateRange(day - timedelta(days=_OPEN_DAYS), None)
        self.units = orgs.bodies_of_kind(*counts.member_kinds)

    def memberships(self) -> None:
        """Members of joint bodies, from their own area first; one of them convenes."""
        rows: list[Membership] = []
        for kind, total in self._members_by_kind().items():
            holders = orgs.bodies_of_kind(kind)
            if not holders:
                raise LookupError(f"demo.yaml relations.members: no body of kind {kind}")
            firms = kind == relations().coverage.alliance_kind
            pool = orgs.bodies_of_kind("property") if firms else self.units
            rows += self._spread(holders, pool, total)
        copy_rows(rows)

    def _members_by_kind(self) -> dict[str, int]:
        if self.counts.members is not None:
            return self.counts.members
        joint = [k for k in (*kinds_of("leading"), *kinds_of("joint")) if orgs.bodies_of_kind(k)]
        return {kind: min(len(self.units), 7 * len(orgs.bodies_of_kind(kind))) for kind in joint}

    def _spread(
        self, holders: Sequence[BodyRef], pool: Sequence[BodyRef], total: int
    ) -> list[Membership]:
        """Every unit once; a round through the holders takes from each one's own area."""
        if total > len(pool):
            raise LookupError(f"demo.yaml relations.members: {total} members of {len(pool)} bodies")
        own: dict[int, list[BodyRef]] = {holder.id: [] for holder in holders}
        standing = {str(holder.area_id): holder.id for holder in reversed(holders)}
        rest: list[BodyRef] = []
        for unit in pool:
            above = (standing.get(part) for part in reversed(_path(unit).split(".")))
            near = next((one for one in above if one is not None), None)
            (rest if near is None else own[near]).append(unit)
        rows: list[Membership] = []
        begun: set[int] = set()
        while len(rows) < total:
            for holder in holders:
                if len(rows) == total:
                    break
                source = own[holder.id] or rest or max(own.values(), key=len)
                unit = source.pop(0)
                role = Membership.Role.MEMBER if holder.id in begun else Membership.Role.CONVENER
                begun.add(holder.id)
                rows.append(self._member(holder, unit, role))
        return rows

    def _member(self, holder: BodyRef, unit: BodyRef, role: str) -> Membership:
        return Membership(
            body_id=holder.id, member_id=unit.id, role=role, valid=self.since,
            representative=person_name(self.rng), post_title=self.rng.choice(("负责人", "联络员")),
        )  # fmt: skip

    def coverage(self) -> None:
        """A Party organisation in so many firms, parks, buildings and malls."""
        rows = []
        for kind in (relations().coverage.firm_kind, *self._sector_kinds()):
            bodies = orgs.bodies_of_kind(kind)
            wanted = self.counts.covered.get(kind, len(bodies))
            if wanted > len(bodies):
                raise LookupError(f"demo.yaml relations.covered: {wanted} of {len(bodies)} {kind}")
            for body in bodies[:wanted]:
                party = self._party_near(body)
                rows.append(
                    Membership(
                        body_id=party.id, member_id=body.id, role=Membership.Role.COVERED,
                        valid=self.since,
                    )
                )  # fmt: skip
        copy_rows(rows)

    def _sector_kinds(self) -> list[str]:
        return [sector.kind for sector in relations().coverage.sectors]

    def _party_near(self, body: BodyRef) -> BodyRef:
        """The nearest Party organisation of the body's (first) area, else the first of the city."""
        path = ""
        for area_id in orgs.areas_of(body.id):
            area = areas.area_by_id(area_id)
            path = area.path if area else ""
            break
        for kind in kinds_of("party"):
            found = orgs.responsible_body(kind, path) if path else None
            if found is not None and kind != "party_household":
                return found
        any_party = orgs.bodies_of_kind(*kinds_of("party"))
        if not any_party:
            raise LookupError("demo.yaml relations.covered: the profile has no Party organisation")
        return any_party[0]

    def pairings(self) -> None:
        """A leader for every community but some, and units that stand by communities."""
        communities = orgs.bodies_of_kind(*kinds_of("community"))
        if not communities:
            return
        leaders = orgs.bodies_of_kind("department", "street") or communities
        wanted = self.counts.leader_pairings
        rows = [
            Pairing(
                kind=Pairing.Kind.LEADER, from_body_id=leaders[n % len(leaders)].id,
                community_id=community.id, leader_name=person_name(self.rng), post_title="副局长",
                valid=self.since,
            )
            for n, community in enumerate(communities[:wanted])
        ]  # fmt: skip
        units = self.units[: self.counts.unit_pairings]
        rows += [
            Pairing(
                kind=Pairing.Kind.UNIT, from_body_id=unit.id, valid=self.since,
                community_id=(_near(unit, communities) or communities[n % len(communities)]).id,
            )
            for n, unit in enumerate(units)
        ]  # fmt: skip
        copy_rows(rows)

    def agreements(self) -> None:
        """Of a year or two each; some expire within the days of the alert, one is over."""
        communities = orgs.bodies_of_kind(*kinds_of("community"))
        pool = self.units
        if not communities or not pool:
            return
        kinds, alert = list(_TITLES), relations().alert_days
        joined = self._alliances()
        rows, sides = [], []
        for number in range(self.counts.agreements):
            unit = pool[number % len(pool)]
            community = _near(unit, communities) or communities[number % len(communities)]
            kind = kinds[number % len(kinds)]
            alliance = joined.get(unit.id) if kind == Agreement.Kind.ALLIANCE else None
            community = alliance or community
            expires = self.day + timedelta(days=self._days_left(number, alert))
            sides.append((community, unit))
            rows.append(
                Agreement(
                    kind=kind, title=f"{community.short_name or community.name}{_TITLES[kind]}",
                    signed_on=min(expires, self.day) - timedelta(days=300), expires_on=expires,
                )
            )  # fmt: skip
        Agreement.reached.bulk_create(rows, batch_size=BATCH)
        AgreementParty.reached.bulk_create(
            [
                AgreementParty(agreement=row, body_id=one.id, signatory=person_name(self.rng))
                for row, pair in zip(rows, sides, strict=True)
                for one in pair
            ],
            batch_size=BATCH,
        )
        AgreementItem.objects.bulk_create(
            [
                AgreementItem(agreement=row, number=n, text=text, body_id=unit.id)
                for row, (_community, unit) in zip(rows, sides, strict=True)
                for n, text in enumerate(self.rng.sample(_PROMISES, 3), 1)
            ],
            batch_size=BATCH,
        )

    def _alliances(self) -> dict[int, BodyRef]:
        """Member → its alliance: such an agreement is signed with the alliance itself."""
        rows = Membership.reached.filter(body__kind="alliance").values_list("member_id", "body_id")
        found = ((member, orgs.body_by_id(body)) for member, body in rows)
        return {member: body for member, body in found if body is not None}

    def _days_left(self, number: int, alert: int) -> int:
        if number < self.counts.expiring:
            return 3 + number * max(1, (alert - 4) // max(1, self.counts.expiring))
        return -20 if number == self.counts.expiring else alert + 15 + number * 9

    def posts(self) -> None:
        """Secretaries of branches above the buildings, chairs of owners' committees."""
        kinds = {
            "party_committee": "secretary", "party_general_branch": "secretary",
            "party_branch": "secretary", "leading_group": "head",
            "owners_committee": "vice_chair", "property": "project_manager",
        }  # fmt: skip
        rows = [
            OfficePost(
                body_id=body.id, post=post, holder_name=person_name(self.rng), valid=self.since
            )
            for kind, post in kinds.items()
            for body in orgs.bodies_of_kind(kind)[: self.counts.posts_most]
        ]
        copy_rows(rows)

    def crosses(self) -> None:
        """Two-way entry for so large a share, and some that are still on their way."""
        spec = relations().coverage
        bodies = orgs.bodies_of_kind(spec.owners_kind, spec.firm_kind)
        done = round(len(bodies) * self.counts.cross_share)
        rows = [
            self._cross(body, self._party_near(body), number < done, agreed=number == done)
            for number, body in enumerate(bodies[: done + 3])
        ]
        posts = [row.office for row in rows if row.office is not None]
        OfficePost.reached.bulk_create(posts, batch_size=BATCH)
        for row in rows:
            row.office = row.office  # takes over the id that the post has now
        CrossAppointment.reached.bulk_create(rows, batch_size=BATCH)

    def _cross(
        self, body: BodyRef, party: BodyRef, done: bool, *, agreed: bool
    ) -> CrossAppointment:
        recommended = self.day - timedelta(days=200 if done else 12)
        owners = body.kind == relations().coverage.owners_kind
        row = CrossAppointment(
            person_name=person_name(self.rng), to_post="chair" if owners else "part_time",
            from_body_id=party.id if owners else body.id,
            to_body_id=body.id if owners else party.id,
            from_post="committee" if owners else "project_manager",
            recommended_on=recommended, state=CrossAppointment.State.RECOMMENDED,
        )  # fmt: skip
        if done or agreed:
            row.agreed_on, row.agreed_by = recommended + timedelta(days=7), "支部党员大会"
            row.state = CrossAppointment.State.AGREED
        if done:
            elected = recommended + timedelta(days=30)
            row.decided_on, row.basis = elected, "示例文号"
            row.how = CrossAppointment.How.ELECTED if owners else CrossAppointment.How.APPOINTED
            row.state = CrossAppointment.State.APPOINTED
            row.office = OfficePost(
                body_id=row.to_body_id, post=row.to_post, holder_name=row.person_name,
                valid=DateRange(elected, None), basis="示例文号",
            )  # fmt: skip
        return row

    def responsibilities(self) -> None:
        """Somebody for every area and grid but a few, which the map then shows."""
        rows = []
        for kind, orphans in (
            ("area", self.counts.orphan_areas),
            ("grid", self.counts.orphan_grids),
        ):
            wanted = wanted_areas(kind)
            spared = set(self.rng.sample(range(len(wanted)), min(orphans, len(wanted))))
            for number, area in enumerate(wanted):
                party = self._party_of(area) if number not in spared else None
                if party is not None:
                    rows.append(
                        Responsibility(
                            kind=kind, area_id=area.id, body_id=party.id, valid=self.since,
                            person_name=person_name(self.rng),
                        )
                    )  # fmt: skip
        copy_rows(rows)

    def _party_of(self, area: areas.AreaRef) -> BodyRef | None:
        kinds: Iterable[str] = kinds_of("party")
        branches = ("party_branch", "party_general_branch", "party_committee")
        for kind in (*branches, *kinds):
            found = orgs.responsible_body(kind, area.path)
            if found is not None:
                return found
        return None

    def programmes(self) -> None:
        """The plans that the profile names, each under a leading group."""
        groups = orgs.bodies_of_kind(*kinds_of("leading"))
        for number, plan in enumerate(self.counts.programmes):
            if not groups:
                raise LookupError("demo.yaml relations.programmes: no leading group")
            row = Programme.objects.create(
                name=plan.name, basis=plan.basis, group_id=groups[number % len(groups)].id,
                starts_on=self.since.lower,
            )  # fmt: skip
            ProgrammeTask.objects.bulk_create(
                ProgrammeTask(programme=row, number=n, text=text)
                for n, text in enumerate(plan.tasks, 1)
            )


def _path(body: BodyRef) -> str:
    area: Any = areas.area_by_id(body.area_id) if body.area_id else None
    return area.path if area else ""


def _near(unit: BodyRef, communities: Sequence[BodyRef]) -> BodyRef | None:
    """The community in whose area a unit lies."""
    path = _path(unit)
    return orgs.responsible_body(communities[0].kind, path) if path else None
