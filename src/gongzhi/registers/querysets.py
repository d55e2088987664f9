"""Who sees which row of the registers. Every list, count, search, map and export starts here."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Q, Value

from gongzhi.kernel.scope import Actor, subtree
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.registers import reach

NOBODY = Q(pk__in=())


def within(column: str, paths: tuple[str, ...]) -> Q:
    """Rows whose path lies in one of the subtrees."""
    found = NOBODY
    for path in paths:
        low, high = subtree(path)
        found |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    return found


def having_any(tokens: list[int]) -> Q:
    """People who have one of these search tokens."""
    # As one array: Django would send the numbers one by one, as 32-bit integers.
    return Q(tokens__overlap=Value(tokens, output_field=ArrayField(BigIntegerField())))


class RegisterQuerySet(ScopedQuerySet[Any]):
    """What the registers share."""

    def standing(self) -> Self:
        """Rows that have not ended: nobody died, moved away or was pulled down."""
        return self.filter(ended_on=None)

    def in_area(self, path: str) -> Self:
        """Rows of one subtree of areas."""
        return self.filter(within("area_path", (path,)))


class PlaceQuerySet(RegisterQuerySet):
    """Buildings and homes."""

    def scope_for(self, actor: Actor) -> Q:
        """Posts that send somebody there, within their areas."""
        return within("area_path", reach.area_paths(actor, reach.PLACE_ROLES))


class PersonQuerySet(RegisterQuerySet):
    """People."""

    def scope_for(self, actor: Actor) -> Q:
        """Posts that work with the people of their areas; everyone their own row."""
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(account_id=actor.resident_id)
        return within("area_path", reach.area_paths(actor, reach.PEOPLE_ROLES))

    def with_any(self, tokens: list[int]) -> Self:
        """People who have one of these search tokens (registers/tokens.py)."""
        return self.filter(having_any(tokens))


class ThingQuerySet(RegisterQuerySet):
    """Facilities, devices and records of units."""

    keeper = "keeper_id"

    def scope_for(self, actor: Actor) -> Q:
        """Posts of the area, and the body that keeps the thing."""
        found = within("area_path", reach.area_paths(actor, reach.PLACE_ROLES))
        keepers = reach.keeper_ids(actor)
        return found | Q(**{f"{self.keeper}__in": keepers}) if keepers else found


class UnitQuerySet(ThingQuerySet):
    """Records of units: of the area's posts, and of the unit itself."""

    keeper = "body_id"


class PartyMemberQuerySet(ScopedQuerySet[Any]):
    """Members as the census knows them, and the talent pool."""

    def scope_for(self, actor: Actor) -> Q:
        """The post of Party affairs, within its organisation."""
        return within("body__path", reach.body_paths(actor, reach.CENSUS_ROLES))


class EventQuerySet(ScopedQuerySet[Any]):
    """What was done to rows: read with the row, by whoever sees people of the area."""

    def scope_for(self, actor: Actor) -> Q:
        """Of people as people, of everything else as places."""
        people = Q(register="people")
        return (people & within("area_path", reach.area_paths(actor, reach.PEOPLE_ROLES))) | (
            ~people & within("area_path", reach.area_paths(actor, reach.PLACE_ROLES))
        )


class ImportQuerySet(ScopedQuerySet[Any]):
    """Workbooks: of whoever brought them."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind != "staff" or actor.user_id is None:
            return NOBODY
        return Q(user_id=actor.user_id)


class RequestQuerySet(ScopedQuerySet[Any]):
    """Requests about the own row: of whoever made them, and of the posts that keep the row."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(account_id=actor.resident_id)
        return within("person__area_path", reach.area_paths(actor, reach.PEOPLE_ROLES))
