"""Which rows drafts change, found in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Field, ForeignKey, Lookup

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedModel
from gongzhi.registers.catalogue.base import Draft

_CHUNK = 5000


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values without doubles, some thousand at a time."""
    found = sorted(set(values), key=str)
    for at in range(0, len(found), _CHUNK):
        yield found[at : at + _CHUNK]


@ForeignKey.register_lookup  # which does not look at those of Field
@Field.register_lookup
class AnyOf(Lookup):
    """`column = ANY(values)`: one parameter, where `__in` takes one for each value."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*values, list(self.rhs)]


def any_of(column: str, values: Sequence[Any]) -> dict[str, Any]:
    """What a filter takes: rows whose column has one of these values."""
    return {f"{column}__any_of": values}


def match_by(
    model: type[ScopedModel],
    key: str,
    drafts: Sequence[Draft],
    columns: Sequence[str],
    actor: Actor,
) -> dict[int, Mapping[str, Any]]:
    """Rows whose unique `key` a draft names: fills row_id and version, gives their columns by id.

    A row outside the writer's scope is found too (its key is taken), with row_id -1, and nothing
    is told of it.
    """
    by_key: dict[Any, Mapping[str, Any]] = {}
    visible: set[int] = set()
    wanted = [draft.columns[key] for draft in drafts if draft.columns.get(key) is not None]
    for values in chunks(wanted):
        named = any_of(key, values)
        taken = model.reached.filter(**named)
        for row in taken.values("id", "version", "ended_on", key, *columns):
            by_key[row[key]] = row
        seen = model.objects.visible_to(actor).filter(**named)
        visible.update(seen.values_list("id", flat=True))
    old: dict[int, Mapping[str, Any]] = {}
    for draft in drafts:
        found = by_key.get(draft.columns.get(key))
        if found is None:
            continue
        draft.row_id = found["id"] if found["id"] in visible else -1
        draft.version = found["version"]
        if draft.row_id > 0:
            old[found["id"]] = found
    return old
