"""Which orders an actor may see. Every query of the product starts here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from django.db.models import BooleanField, Expression, F, Q

from gongzhi.kernel.scope import Actor, subtree
from gongzhi.kernel.scoped_orm import ScopedQuerySet

# Roles that see every order of their area, and roles that see what their body has a part in.
AREA_ROLES = frozenset(
    {
        "acceptor", "dispatcher", "duty_officer", "arbiter", "commander", "supervisor",
        "street_clerk", "street_director", "community_clerk", "community_secretary",
        "grid_worker", "grid_head",
    }
)  # fmt: skip
BODY_ROLES = frozenset({"handler", "body_head"}) | AREA_ROLES


class OrderQuerySet(ScopedQuerySet[Any]):
    """Orders within a scope; `visible_to` adds the filter and the marker for the guard."""

    def scope_for(self, actor: Actor) -> Q | Expression:
        """Staff: their areas, and whatever their bodies have a part in; of what is confined only the
        latter. Residents: their own and what they support; who wrote with a secret code: that one.
        Programs: like the user of their key. Everybody else: the public view.
        """
        if actor.kind == "resident" and actor.resident_id:
            return ResidentScope(actor.resident_id)
        if actor.kind == "writer" and actor.order_id:
            return Q(pk=actor.order_id)
        if actor.kind in {"staff", "api"}:
            return staff_filter(actor)
        return published_filter()

    def published(self) -> Self:
        """What anybody may see; callers show public fields only (Beijing art. 14, PIPL 25)."""
        return self.filter(published_filter()).marked()

    def joinable(self) -> Self:
        """Open reports that neighbours may join, with the leave of their reporters; not only the
        verified ones, since what is broken for many is reported by many within the hour. Callers
        show the class, the cell and where it stands.
        """
        return self.open().filter(public=True).exclude(state="draft").marked()

    def shown(self, states: Sequence[tuple[int, str]]) -> Self:
        """Orders in states (process version, key) whose words the process shows to everybody."""
        wanted = Q(pk__in=())
        for process_id, state in states:
            wanted |= Q(process_id=process_id, state=state)
        return self.filter(wanted).marked()

    def open(self) -> Self:
        return self.exclude(phase="closed")

    def in_area(self, path: str) -> Self:
        low, high = subtree(path)
        return self.filter(area_path__gte=low, area_path__lt=high)


def published_filter() -> Q:
    return Q(published=True)


def staff_filter(actor: Actor) -> StaffScope:
    """Orders of the postings' areas, or with a part of the postings' bodies; never drafts."""
    areas: set[tuple[str, str]] = set()
    bodies: set[int] = set()
    for posting in actor.postings:
        if posting.role in AREA_ROLES and posting.area_path:
            areas.add(subtree(posting.area_path))
        if posting.role in BODY_ROLES and posting.body_id:
            bodies.add(posting.body_id)
    return StaffScope(tuple(sorted(areas)), tuple(sorted(bodies)))


class OrderScope(Expression):
    """A condition on an order in SQL.

    One expression, since it stands in every query of everybody: composed of lookups it took a
    millisecond to build each time.
    """

    conditional = True
    output_field = BooleanField()
    needs: tuple[str, ...] = ()  # columns that the condition is about

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[Any] = [F(name) for name in self.needs]

    def get_source_expressions(self) -> list[Any]:
        return self.columns

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.columns = list(exprs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return self.condition(*(compiler.compile(column)[0] for column in self.columns))

    def condition(self, *columns: str) -> tuple[str, tuple[str | int, ...]]:
        """SQL with `%s` for its values, and those; `columns` are those of `needs` in SQL."""
        raise NotImplementedError


class ResidentScope(OrderScope):
    """What a resident reported or supports."""

    needs = ("pk", "reporter_id")

    def __init__(self, resident_id: int) -> None:
        super().__init__()
        self.resident_id = resident_id

    def condition(self, *columns: str) -> tuple[str, tuple[str | int, ...]]:
        key, reporter = columns
        supported = "SELECT s.order_id FROM orders_support AS s WHERE s.resident_id = %s"
        return f"({reporter} = %s OR {key} IN ({supported}))", (self.resident_id,) * 2


class StaffScope(OrderScope):
    """The condition of `staff_filter`. What is confined is nobody's by area."""

    needs = ("pk", "area_path", "state", "confined")

    def __init__(self, areas: tuple[tuple[str, str], ...], bodies: tuple[int, ...]) -> None:
        super().__init__()
        self.areas, self.bodies = areas, bodies

    def condition(self, *columns: str) -> tuple[str, tuple[str | int, ...]]:
        key, path, state, confined = columns
        inside = " OR ".join(f"({path} >= %s AND {path} < %s)" for _ in self.areas)
        either = [f"(NOT {confined} AND ({inside}))"] if inside else []
        values: list[Any] = [bound for area in self.areas for bound in area]
        if self.bodies:
            marks = ", ".join(["%s"] * len(self.bodies))
            either.append(
                "EXISTS (SELECT 1 FROM orders_orderparty AS part"
                f" WHERE part.order_id = {key} AND part.body_id IN ({marks}))"
            )
            values += self.bodies
        if not either:
            return "FALSE", ()
        return f"({state} <> 'draft' AND ({' OR '.join(either)}))", tuple(values)
