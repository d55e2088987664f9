"""Pages by the last line seen (keyset): equally fast on the first page and on the thousandth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from ...models import Order

PAGE = 50


@dataclass(frozen=True)
class Sorting:
    """By which instant a list is sorted; where the column may be null such lines come last.

    What is never null is sorted plainly, as its index is.
    """

    column: str
    descending: bool = False
    nullable: bool = False


BY_CLOCK = Sorting("due_at", nullable=True)
BY_REPORT = Sorting("reported_at", descending=True)


@dataclass(frozen=True)
class Page:
    """One page of orders; `next_mark` is "" on the last."""

    orders: list[Order]
    next_mark: str
    first: bool


def page_of(rows: QuerySet[Order], by: Sorting, mark: str, *, size: int = PAGE) -> Page:
    """The page after `mark` (anything unreadable gives the first); `rows` must be scoped."""
    at = read_mark(mark)
    if at is not None:
        rows = rows.filter(_after(by, *at))
    last_when_null = by.nullable or None
    sort: list[Any] = (
        [F(by.column).desc(nulls_last=last_when_null), "-pk"]
        if by.descending
        else [F(by.column).asc(nulls_last=last_when_null), "pk"]
    )
    found = list(rows.order_by(*sort)[: size + 1])
    more = len(found) > size
    found = found[:size]
    last = found[-1] if found and more else None
    next_mark = make_mark(getattr(last, by.column), last.pk) if last is not None else ""
    return Page(found, next_mark, first=at is None)


def make_mark(value: datetime | None, pk: int) -> str:
    return f"{value.isoformat() if value else '-'}~{pk}"


def read_mark(mark: str) -> tuple[datetime | None, int] | None:
    value, tilde, pk = mark.partition("~")
    if not tilde or not pk.isdecimal() or len(pk) > 18:
        return None
    if value == "-":
        return None, int(pk)
    try:
        at = datetime.fromisoformat(value.replace(" ", "+"))
    except ValueError:
        return None
    return (at, int(pk)) if at.tzinfo is not None else None


def _after(by: Sorting, value: datetime | None, pk: int) -> Q:
    """Lines behind (value, pk) in the list's own order."""
    column, beyond = by.column, "lt" if by.descending else "gt"
    if value is None:
        return Q(**{column: None, f"pk__{beyond}": pk})
    # The first condition is implied by the second, but an index can start from it.
    from_here = Q(**{f"{column}__{'lte' if by.descending else 'gte'}": value})
    later = Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"pk__{beyond}": pk})
    behind = from_here & later
    return behind | Q(**{column: None}) if by.nullable else behind
