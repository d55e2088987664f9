"""Who sees which row of the registers. Every list, count, search, map and export starts here."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Q, Value

from gongzhi.kernel.scope import Actor, subtree
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.orgs.reach import body_ids_within
from gongzhi.registers import reach
from gongzhi.registers.bodyreach import asking_paths, party_reach

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


class HomeDutyQuerySet(ScopedQuerySet[Any]):
    """Who answers for a home."""

    def scope_for(self, actor: Actor) -> Q:
        """Posts that work with the people of the area; a resident for the own home."""
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(home__people__account_id=actor.resident_id, home__people__ended_on=None)
        return within("home__area_path", reach.area_paths(actor, reach.PEOPLE_ROLES))


class OwnOnlyQuerySet(ScopedQuerySet[Any]):
    """What a resident keeps about the own person; no post reads it as a list."""

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            return Q(resident_id=actor.resident_id)
        return NOBODY


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


class PartyMemberQuerySet(RegisterQuerySet):
    """Members as the census knows them."""

    def scope_for(self, actor: Actor) -> Q:
        """The post of Party affairs alone, for the organisations that it reaches."""
        found = party_reach(actor)
        if found.everything:
            return Q()
        if found.nothing:
            return NOBODY
        return Q(body_id__in=body_ids_within(found))


class TalentQuerySet(RegisterQuerySet):
    """The pool of talent."""

    def scope_for(self, actor: Actor) -> Q:
        """Posts that bring a need of the community and a skill together, within their areas."""
        return within("area_path", reach.area_paths(actor, reach.TALENT_ROLES))

    def with_any(self, tokens: list[int]) -> Self:
        """People who have one of these search tokens."""
        return self.filter(having_any(tokens))


class EventQuerySet(ScopedQuerySet[Any]):
    """What was done to rows: read with the row, by whoever sees rows of its kind in the area."""

    def scope_for(self, actor: Actor) -> Q:
        """Of people, members and talent as those; of everything else as places."""
        closed = {
            "people": reach.PEOPLE_ROLES, "members": reach.CENSUS_ROLES,
            "talent": reach.TALENT_ROLES,
        }  # fmt: skip
        found = ~Q(register__in=closed) & within(
            "area_path", reach.area_paths(actor, reach.PLACE_ROLES)
        )
        for register, roles in closed.items():
            found |= Q(register=register) & within("area_path", reach.area_paths(actor, roles))
        return found


class QuestionQuerySet(ScopedQuerySet[Any]):
    """Saved questions: of one's own areas, and of those above, which hold one's own."""

    def scope_for(self, actor: Actor) -> Q:
        """Those whose area covers an area of mine or lies in it; about members for the census."""
        members = Q(register="members")
        return (~members & _around(asking_paths(actor))) | (
            members & _around(reach.area_paths(actor, reach.CENSUS_ROLES))
        )


class AnswerQuerySet(ScopedQuerySet[Any]):
    """Answers that were given."""

    def scope_for(self, actor: Actor) -> Q:
        """For areas that one reaches; about members for the census."""
        members = Q(question__register="members")
        return (~members & within("area_path", asking_paths(actor))) | (
            members & within("area_path", reach.area_paths(actor, reach.CENSUS_ROLES))
        )


def _around(paths: tuple[str, ...]) -> Q:
    """Rows of areas that lie in one of the paths or above it."""
    found = within("area_path", paths)
    for path in paths:
        above = [path[: at + 1] for at, letter in enumerate(path) if letter == "."]
        found |= Q(area_path__in=above)
    return found


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
