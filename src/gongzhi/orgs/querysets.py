"""Who may see the named rows between bodies.

That two bodies belong together is a public fact of the office; who stands for one is personal
data. The rows hold both, so they are guarded: `visible_to` gives whole rows inside the actor's
reach, `facts` gives named columns of any row, never those with a person.
"""

from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.orgs.reach import area_ids_within, body_ids_within, reach_of

# Columns that name a person, in any of the guarded tables.
PERSONAL = frozenset(
    {
        "representative",
        "post_title",
        "holder_name",
        "person_name",
        "leader_name",
        "signatory",
        "was",
        "became",
    }
)


class RelationQuerySet(ScopedQuerySet[Any]):
    """Rows that lie between bodies; `sides` names the columns that hold a body."""

    sides: tuple[str, ...] = ("body",)
    area_side: str = ""

    def scope_for(self, actor: Actor) -> Q:
        """Rows with a side inside the reach of a post of Party affairs; nobody else any."""
        reach = reach_of(actor)
        if reach.everything:
            return Q()
        if reach.nothing:
            return Q(pk__in=[])
        bodies = body_ids_within(reach)
        found = Q(pk__in=[])
        for side in self.sides:
            found |= Q(**{f"{side}_id__in": bodies})
        if self.area_side:
            found |= Q(**{f"{self.area_side}_id__in": area_ids_within(reach)})
        return found

    def facts(self, *columns: str) -> Any:
        """Rows of everybody as tuples of columns without a person. ValueError when one has."""
        personal = PERSONAL & {column.rsplit("__", 1)[-1] for column in columns}
        if personal or not columns:
            raise ValueError(f"not public facts: {sorted(personal)}")
        return self.marked().values_list(*columns)

    def on(self, day: Any) -> Self:
        """Rows whose term holds the day."""
        return self.filter(valid__contains=day)


class MembershipQuerySet(RelationQuerySet):
    """Memberships: seen from either side."""

    sides = ("body", "member")


class PostQuerySet(RelationQuerySet):
    """Who holds which post."""


class CrossQuerySet(RelationQuerySet):
    """Cross-appointments: seen from either side."""

    sides = ("from_body", "to_body")


class PairingQuerySet(RelationQuerySet):
    """Pairings: seen from either side."""

    sides = ("from_body", "community")


class ResponsibilityQuerySet(RelationQuerySet):
    """Responsibilities: seen by the body's post and by the area's."""

    area_side = "area"


class AgreementQuerySet(RelationQuerySet):
    """Agreements: seen by every party's post."""

    def scope_for(self, actor: Actor) -> Q:
        """Agreements of which a party lies inside the reach."""
        reach = reach_of(actor)
        if reach.everything:
            return Q()
        if reach.nothing:
            return Q(pk__in=[])
        signed = self.model.reached.filter(parties__body_id__in=body_ids_within(reach))
        return Q(pk__in=signed.values("pk"))  # a subquery: a join would give an agreement twice


class TemporaryQuerySet(RelationQuerySet):
    """Numbers by home organisation: seen by the post of the temporary branch."""

    sides = ("branch__body",)


class PartyQuerySet(RelationQuerySet):
    """Parties of an agreement, with whoever signed."""
