"""Reading the classes of matters: what to choose from, and what was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.ttlcache import TtlCache

from ..models import Category, CategoryLimit, Order


@dataclass(frozen=True)
class _Classes:
    by_code: dict[str, Category]
    by_id: dict[int, Category]
    ordered: tuple[Category, ...]
    limits: dict[int, tuple[CategoryLimit, ...]]


_kept: TtlCache[str, _Classes] = TtlCache(seconds=3, size=1)


def _classes() -> _Classes:
    return _kept.get("classes", _read)


def _read() -> _Classes:
    rows = tuple(Category.objects.filter(active=True).order_by("position", "code"))
    limits: dict[int, list[CategoryLimit]] = {}
    for limit in CategoryLimit.objects.order_by("position"):
        limits.setdefault(limit.category_id, []).append(limit)
    return _Classes(
        by_code={row.code: row for row in rows},
        by_id={row.pk: row for row in rows},
        ordered=rows,
        limits={key: tuple(value) for key, value in limits.items()},
    )


def forget() -> None:
    """Read the classes at the next call."""
    _kept.forget()


def active_categories() -> tuple[Category, ...]:
    """All groups, classes and items, in the order of the profile's file."""
    return _classes().ordered


def limits_of(category_id: int) -> tuple[CategoryLimit, ...]:
    """The (condition, limit, clock) rows of an item; the first is the default."""
    return _classes().limits.get(category_id, ())


def category_by_code(code: str) -> Category | None:
    return _classes().by_code.get(code)


def category_by_id(category_id: int) -> Category | None:
    """An active class."""
    return _classes().by_id.get(category_id)


def ids_below(code: str) -> list[int]:
    """Ids of a class and everything below it; empty for an unknown code."""
    rows = active_categories()
    wanted = {row.pk for row in rows if row.code == code}
    while True:
        more = {row.pk for row in rows if row.parent_id in wanted} - wanted
        if not more:
            return sorted(wanted)
        wanted |= more


def with_class(order: Order) -> Order:
    """The order with its class and limit at hand, so that asking for them costs no query."""
    category = _classes().by_id.get(order.category_id or 0)
    if category is not None:
        order.category = category
        rows = limits_of(category.pk)
        limit = next((row for row in rows if row.pk == order.limit_id), None)
        if limit is not None:
            order.limit = limit
    return order


def chosen_category(
    code: str | None, limit_key: str | None
) -> tuple[Category | None, CategoryLimit | None]:
    """The item and the condition that were chosen; (None, None) when nothing was.

    Raises Invalid for a code that is no item of the catalogue.
    """
    if not code:
        return None, None
    category = category_by_code(code)
    if category is None or category.kind != "item":
        raise Invalid(_("没有这个类别，请从列表里选。"), "category")
    rows = limits_of(category.pk)
    named = next((row for row in rows if row.condition_key == limit_key), None)
    return category, named or (rows[0] if rows else None)
