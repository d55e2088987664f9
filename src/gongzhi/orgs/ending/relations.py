"""What stands between a body and others, and how it goes to the body that takes over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from gongzhi.orgs.ending.parts import Watched
from gongzhi.orgs.models import Membership, OfficePost, Pairing, Responsibility

# Model, column of the body, and what makes two rows of the successor the same.
_PASSED: tuple[tuple[type[Any], str, Callable[[Any], dict[str, Any]]], ...] = (
    (Responsibility, "body_id", lambda row: {
        "kind": row.kind, "area_id": row.area_id, "body_id": row.body_id}),
    (Membership, "body_id", lambda row: {"body_id": row.body_id, "member_id": row.member_id}),
    (Membership, "member_id", lambda row: {"body_id": row.body_id, "member_id": row.member_id}),
    (Pairing, "from_body_id", lambda row: {
        "kind": row.kind, "from_body_id": row.from_body_id, "community_id": row.community_id}),
    (Pairing, "community_id", lambda row: {
        "kind": row.kind, "from_body_id": row.from_body_id, "community_id": row.community_id}),
)  # fmt: skip

# Both bodies are locked while it is done, so nobody else adds a row of the successor's.
_EITHER = "ARRAY[%(from)s, %(to)s]::bigint[]"
WATCHED = tuple(
    Watched(table, f"{_EITHER} && ARRAY[{ends}]", f"{_EITHER} && ARRAY[{ends}]", strict=True)
    for table, ends in (
        ("orgs_responsibility", "t.body_id"),
        ("orgs_membership", "t.body_id, t.member_id"),
        ("orgs_pairing", "t.from_body_id, t.community_id"),
        ("orgs_officepost", "t.body_id"),
    )
)


def _alive(model: type[Any], column: str, body_id: int, day: date) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.reached.filter(
        **{column: body_id}, valid__overlap=DateRange(day, None)
    )
    return rows


def count_relations(body_id: int, day: date) -> int:
    """Rows in force on the day or later that a successor would get."""
    return sum(_alive(model, column, body_id, day).count() for model, column, _same in _PASSED)


def pass_relations(from_id: int, to_id: int, day: date) -> int:
    """Each goes on for the successor from the day; what was before stays as it was.

    Posts end: another body's posts are filled anew. What the successor has already, or would be
    between it and itself, ends.
    """
    passed = 0
    for model, column, same in _PASSED:
        for row in _alive(model, column, from_id, day).select_for_update().order_by("pk"):
            rest = _end(row, day)
            setattr(row, column, to_id)
            ends = {row.body_id, row.member_id} if model is Membership else set()
            if len(ends) == 1 or model.reached.filter(**same(row), valid__overlap=rest).exists():
                continue
            row.pk, row.valid = None, rest
            row.save(force_insert=True)
            passed += 1
    for post in _alive(OfficePost, "body_id", from_id, day).select_for_update():
        _end(post, day)
    return passed


def _end(row: Any, day: date) -> DateRange:
    """End a row before the day (take it away when it had not begun); the rest of its term."""
    rest = DateRange(max(row.valid.lower, day), row.valid.upper)
    if row.valid.lower < day:
        row.valid = DateRange(row.valid.lower, day)
        row.save(update_fields=["valid"])
    elif not _held_by_a_cross(row):
        row.delete()
    return rest


def _held_by_a_cross(row: Any) -> bool:
    """A post that an appointment across bodies led to stays with it."""
    return isinstance(row, OfficePost) and hasattr(row, "cross")
