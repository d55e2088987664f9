"""Work counted by function of the grid (XY-14): read from what was done, never filled in.

Orders are those that the actor may open, so that every figure is as long as its list. Visits and
rounds are counts of an area and tell nobody; talks with residents are not counted at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.db.models.lookups import Exact

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.fieldwork.models import HazardRound, Visit
from gongzhi.kernel.scope import Actor, covers
from gongzhi.orders.dispatch.catalogue import active_categories
from gongzhi.orders.models import Order
from gongzhi.orgs import selectors as orgs
from gongzhi.venues.models import Activity
from gongzhi.volunteering.models import Post

from ..functions_section import ALONE, Functions
from .scope import checked
from .window import Span

ORDERS, POSTS, ACTIVITIES, VISITS = "orders", "posts", "activities", "visits"
WORKS: Final = (ORDERS, POSTS, ACTIVITIES, VISITS)
NONE: Final = ""  # of work that belongs to no function
Where = Callable[[str], int | None]
# (function, kind of work, id of the area below; None: the area itself) → how many
Counts = Counter[tuple[str, str, int | None]]


def counts(
    *, actor: Actor, area: AreaRef, below: Sequence[AreaRef], span: Span, functions: Functions
) -> Counts:
    """Of work that began within the span. NotFound for an area outside the actor's posts."""
    path = checked(actor, area.path)
    found: Counts = Counter()
    for function, work, where, number in _all(actor, path, span, functions):
        if not covers(path, where):
            continue
        found[function, work, None] += number
        child = next((one.id for one in below if covers(one.path, where)), None)
        if child is not None:
            found[function, work, child] += number
    return found


def orders_behind(
    *, actor: Actor, area: AreaRef, span: Span, functions: Functions, function: str
) -> QuerySet[Order]:
    """The orders of one figure, the newest first; `function` may be NONE."""
    rows = _orders(actor, checked(actor, area.path), span)
    mine = Exact(_function_of(functions), Value(function))
    return rows.filter(mine).order_by("-reported_at", "-pk")


def _orders(actor: Actor, path: str, span: Span) -> QuerySet[Order]:
    first, end = span.bounds()
    rows = Order.objects.visible_to(actor).in_area(path).exclude(state="draft")
    return rows.filter(reported_at__gte=first, reported_at__lt=end)


def _function_of(functions: Functions) -> Case:
    """Of an order: by its process, else by the nearest class above."""
    processes = functions.of["processes"].items()
    return Case(
        *(When(process__key=key, then=Value(function)) for key, function in processes),
        *(When(category_id__in=ids, then=Value(key)) for key, ids in _classes(functions)),
        default=Value(NONE),
        output_field=CharField(),
    )


def _classes(functions: Functions) -> Iterator[tuple[str, list[int]]]:
    """(function, ids of its classes and all below that name no other)."""
    rows = {row.pk: row for row in active_categories()}
    named = functions.of["classes"]
    by_function: dict[str, list[int]] = {}
    for pk in rows:
        above: int | None = pk
        while above in rows and rows[above].code not in named:
            above = rows[above].parent_id
        if above in rows:
            by_function.setdefault(named[rows[above].code], []).append(pk)
    yield from by_function.items()


def _all(
    actor: Actor, path: str, span: Span, functions: Functions
) -> Iterator[tuple[str, str, str, int]]:
    """(function, kind of work, path, how many)."""
    orders = _orders(actor, path, span).annotate(function=_function_of(functions))
    for function, where, number in _counted(orders, "function", "area_path"):
        yield function, ORDERS, where, number
    first, end = span.bounds()
    times = {"during__startswith__gte": first, "during__startswith__lt": end}
    for kind, body, number in _counted(Post.objects.filter(**times), "kind", "community_id"):
        yield functions.of["posts"].get(kind, NONE), POSTS, _path_of(body), number
    held = Activity.objects.filter(cancelled_at=None, **times)
    for kind, body, number in _counted(held, "group__kind", "body_id"):
        function = functions.of["activities"].get(kind or ALONE, NONE)
        yield function, ACTIVITIES, _path_of(body), number
    visits = Visit.reached.filter(at__gte=first, at__lt=end, home__area_path__startswith=path)
    for where, number in _counted(visits, "home__area_path"):
        yield functions.of["visits"].get(VISITS, NONE), VISITS, where, number
    rounds = HazardRound.objects.filter(done_at__gte=first, done_at__lt=end)
    for area_id, number in _counted(rounds, "area_id"):
        area = areas.area_by_id(area_id)
        yield functions.of["rounds"].get("rounds", NONE), VISITS, area.path if area else "", number


def _counted(rows: QuerySet[Any], *by: str) -> Iterator[tuple[Any, ...]]:
    """The values and how many rows have them, grouped by the database."""
    return rows.order_by().values_list(*by).annotate(n=Count("pk")).iterator()


def _path_of(body_id: int) -> str:
    body = orgs.body_by_id(body_id)
    area = areas.area_by_id(body.area_id or 0) if body else None
    return area.path if area else ""
