"""ORM side of the scope: the only kernel module that imports django.db.

A scoped model inherits ScopedModel, whose table is then guarded:

    class OrderQuerySet(ScopedQuerySet["Order"]):
        def scope_for(self, actor: Actor) -> Q: ...

    class Order(ScopedModel):
        objects = ScopedManager.from_queryset(OrderQuerySet)()

`Order.objects.visible_to(actor)` filters and marks. `Order.reached` marks without a filter: it is
the base manager, by which Django saves a row, refreshes it and follows a foreign key to it; in
services it stands only where the row's scope has been checked just before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from django.db import connections, models
from django.db.models.signals import class_prepared

from gongzhi.kernel.scope import GUARD, MARKER, Actor, register_scoped

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class ScopeMarker(models.Expression):
    """A condition that is always true and carries the marker into the SQL text."""

    conditional = True
    output_field = models.BooleanField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return MARKER, ()


class ScopedQuerySet(models.QuerySet[M_co]):
    """A queryset that runs inside the guard only after `visible_to` or `marked`."""

    def scope_for(self, actor: Actor) -> models.Q | models.Expression:
        """Rows that this actor may see; anyone unknown gets the public view. Domains override."""
        raise NotImplementedError(f"{self.model.__name__} does not say who sees its rows")

    def visible_to(self, actor: Actor) -> Self:
        """Only what the actor may see; the system sees every row."""
        if actor.is_system:
            return self.marked()
        return self.filter(self.scope_for(actor), ScopeMarker())

    def marked(self) -> Self:
        """Vouch for this query: its filter is itself a scope (a secret number, a held row)."""
        return self.filter(ScopeMarker())


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Default manager of a scoped model: unmarked, so it fails closed inside the guard."""


class ReachedManager(models.Manager[M_co]):
    """Base manager: marks every query, since the row was reached through a scope before."""

    def get_queryset(self) -> models.QuerySet[M_co]:
        return super().get_queryset().filter(ScopeMarker())


class ScopedModel(models.Model):
    """Abstract parent that puts its table under the guard and sets the managers."""

    objects = ScopedManager()
    reached: models.Manager[Any] = ReachedManager()

    class Meta:
        abstract = True
        base_manager_name = "reached"
        default_manager_name = "objects"


def _guard_table(sender: type[models.Model], **_kwargs: Any) -> None:
    meta = sender._meta
    if issubclass(sender, ScopedModel) and not meta.abstract and not meta.proxy:
        register_scoped(meta.db_table, pk=str(meta.pk.column))


class_prepared.connect(_guard_table, dispatch_uid="gongzhi.kernel.scope")


@contextmanager
def guarded(using: str = "default") -> Iterator[None]:
    """Guard every statement of this thread's connection inside the block (nests)."""
    connection = connections[using]
    if GUARD in connection.execute_wrappers:
        yield
        return
    with connection.execute_wrapper(GUARD):
        yield
