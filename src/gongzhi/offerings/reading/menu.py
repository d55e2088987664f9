"""A community's menu: what residents lack, counted from what is there, and the lines put up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Prefetch, Q
from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import SYSTEM, Actor, subtree
from gongzhi.orders.counting import counted
from gongzhi.orders.dispatch.catalogue import category_by_code
from gongzhi.orders.hooks.painpoints import heard_in
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.resident_catalogue import label_of
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from ..catalogue import Item, line_item, menu_settings
from ..lists import classes
from ..menu import may_take, own_menus, readable_menus
from ..models import Entry, ItemOrder, MenuLine, MenuTake
from .left import left_over

SPAN: Final = timedelta(days=90)
SHOWN: Final = 20


@dataclass(frozen=True)
class PainPoint:
    """What residents lack: orders and visits' needs of a class of the span, open needs of lists."""

    key: str
    name: str
    orders: int
    visits: int
    needs: int
    answered: int  # lines of the menu that answer it
    query: str  # of the list of those orders

    @property
    def total(self) -> int:
        return self.orders + self.visits + self.needs


@dataclass(frozen=True)
class MenuRow:
    """A line with who took it and, since it stands, how often it was ordered and what came of it."""

    line: MenuLine
    taker: str
    at_once: int
    takers: list[BodyRef]
    may_give_back: bool
    ordered: int
    in_hand: int
    closed: int
    solved: int
    rated: int


@dataclass(frozen=True)
class MenuPage:
    body: BodyRef
    bodies: list[BodyRef]
    mine: bool
    points: list[PainPoint]
    rows: list[MenuRow]
    ended: list[MenuRow]


def menu_page(actor: Actor, *, code: str, now: datetime) -> MenuPage | None:
    """Of the chosen community, else the first; None where there is none to read yet. NotFound for
    another's, and where the city has no menus.
    """
    bodies = readable_menus(actor)
    if not bodies and not code and menu_settings() is not None:
        return None
    body = next((one for one in bodies if one.code == code), bodies[0] if bodies else None)
    if menu_settings() is None or body is None or (code and body.code != code):
        raise NotFound
    mine = body in own_menus(actor)
    lines = list(_lines(MenuLine.objects.filter(body_id=body.id)).order_by("ended_at", "pk"))
    rows = _rows(actor, body, lines, mine)
    return MenuPage(
        body, bodies, mine, pain_points(actor, body, now=now) if mine else [],
        [row for row in rows if row.line.ended_at is None],
        [row for row in rows if row.line.ended_at is not None],
    )  # fmt: skip


def pain_points(actor: Actor, body: BodyRef, *, now: datetime) -> list[PainPoint]:
    """The most often heard first. Nothing is asked for it: all of it is there already."""
    area = areas.area_by_id(body.area_id) if body.area_id else None
    orders: Counter[str] = Counter()
    visits: Counter[str] = Counter()
    if area is not None:
        low, high = subtree(area.path)
        rows = Order.objects.visible_to(actor).filter(
            counted(), area_path__gte=low, area_path__lt=high, reported_at__gte=now - SPAN,
            category__isnull=False,
        )  # fmt: skip
        grouped = rows.order_by().values_list("category__code")
        orders = Counter(dict(grouped.annotate(n=Count("pk"))))
        visits = heard_in(actor, area.path, now - SPAN)
    answered = Counter(
        MenuLine.objects.filter(body_id=body.id, ended_at=None).values_list("pain", flat=True)
    )
    since = clock.local(now - SPAN).date().isoformat()
    found = [
        PainPoint(
            key := f"cat:{code}", label_of(category_by_code(code)) or code, orders[code],
            visits[code], 0, answered[key],
            f"category={code}&area={area.code if area else ''}&since={since}&counted=1",
        )
        for code in orders | visits
    ]  # fmt: skip
    names = classes()
    for class_key, n in _unmet(body).items():
        key = f"class:{class_key}"
        found.append(PainPoint(key, names.get(class_key, class_key), 0, 0, n, answered[key], ""))
    return sorted(found, key=lambda one: (-one.total, one.key))[:SHOWN]


def pain_point(actor: Actor, body: BodyRef, key: str, *, now: datetime) -> PainPoint | None:
    return next((one for one in pain_points(actor, body, now=now) if one.key == key), None)


def menu_here(area: AreaRef | None, asked: str = "") -> list[tuple[Item, str]]:
    """The menu of the community that answers for an area, for residents: item and who provides it.

    Nothing where the city has no menus or nobody chose an area.
    """
    body = orgs.responsible_body("community", area.path) if area else None
    if body is None or menu_settings() is None:
        return []
    rows = _lines(MenuLine.objects.filter(body_id=body.id, ended_at=None)).order_by("pk")
    found = [(line_item(row), _taker(row)) for row in rows if asked.strip() in row.name]
    return sorted(found, key=lambda one: not one[1])


def _lines(rows: Any) -> Any:
    now = MenuTake.objects.filter(ended_at=None)
    return rows.prefetch_related(Prefetch("takes", queryset=now, to_attr="taken_now"))


def _taker(line: Any) -> str:
    body = orgs.body_by_id(line.taken_now[0].body_id) if line.taken_now else None
    return body.label(get_language() or "zh") if body else ""


def _unmet(body: BodyRef) -> Counter[str]:
    """Open needs of the community's list that nobody answers yet: entries by class."""
    rows = list(Entry.reached.filter(body_id=body.id, side="need", state="open"))
    left = left_over(rows)
    return Counter(row.class_key for row in rows if left[row.pk] > 0)


def _rows(actor: Actor, body: BodyRef, lines: list[Any], mine: bool) -> list[MenuRow]:
    """Counts of orders are of all of a line: it is one community's own, and tells no person."""
    codes = {
        row.order_id: row.code
        for row in ItemOrder.objects.filter(code__in=[line.code for line in lines])
    }
    counts: dict[str, Counter[str]] = {line.code: Counter() for line in lines}
    orders = Order.objects.visible_to(SYSTEM).filter(Q(pk__in=codes) & counted())
    for pk, phase, solved in orders.values_list("pk", "phase", "solved"):
        one = counts[codes[pk]]
        one["ordered"] += 1
        one["closed" if phase == "closed" else "in_hand"] += 1
        one["rated"] += solved is not None
        one["solved"] += bool(solved)
    takers = may_take(actor, body.id)
    own = {one.id for one in takers}
    found = []
    for line in lines:
        take = line.taken_now[0] if line.taken_now else None
        numbers = counts[line.code]
        found.append(
            MenuRow(
                line, short_of(take.body_id) if take else "", take.at_once if take else 0,
                takers if take is None else [], take is not None and (mine or take.body_id in own),
                numbers["ordered"], numbers["in_hand"], numbers["closed"], numbers["solved"],
                numbers["rated"],
            )
        )  # fmt: skip
    return found
