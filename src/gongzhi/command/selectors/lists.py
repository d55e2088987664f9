"""The orders behind a number of the wall: the same condition, so the same count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas.selectors import AreaRef
from gongzhi.insight.figures.measures import MEASURES, Measure, condition
from gongzhi.insight.figures.window import EARLIEST, Span, last_days, today_span
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.catalogue import category_by_code, ids_below
from gongzhi.orders.models import Category, Order
from gongzhi.orders.selectors.field import lamp_of
from gongzhi.orders.selectors.resident_catalogue import label_of
from gongzhi.orders.words.wording import kind_of, short_of, state_name
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import joined

from ..access import chosen_area

SPANS = {"7": 7, "30": 30}


@dataclass(frozen=True)
class Asked:
    """What a list was asked for."""

    measure: Measure
    area: AreaRef
    span: Span | None
    span_name: str | Promise
    body: orgs.BodyRef | None
    categories: tuple[Category, ...]

    @property
    def title(self) -> str:
        """`按期办结 · 今天 · 城管局`."""
        language = get_language() or "zh"
        parts = [str(self.measure.name), self.area.label(language)]
        if self.span is not None:
            parts.append(str(self.span_name))
        if self.body is not None:
            parts.append(self.body.label(language))
        if self.categories:
            parts.append(joined(label_of(category) for category in self.categories))
        return " · ".join(parts)


def read(actor: Actor, query: Mapping[str, str]) -> Asked:
    """From a query string; NotFound for an area outside the actor's, or names that are none."""
    measure = MEASURES.get(query.get("measure", "open"))
    if measure is None:
        raise NotFound
    span, span_name = None, ""
    if measure.base != "open":
        span, span_name = _span(query.get("span", "today"))
    return Asked(
        measure=measure,
        area=chosen_area(actor, query.get("area", "")),
        span=span,
        span_name=span_name,
        body=_body(query.get("body", "")),
        categories=_categories(query.get("category", "")),
    )


def _span(name: str) -> tuple[Span, str]:
    if name == "today":
        return today_span(), _("今天")
    if name in SPANS:
        return last_days(SPANS[name]), _("近%(n)d天") % {"n": SPANS[name]}
    try:
        day = date.fromisoformat(name)
    except ValueError:
        raise NotFound from None
    if not EARLIEST <= day <= clock.today():
        raise NotFound
    return Span(day, day), name


def _body(text: str) -> orgs.BodyRef | None:
    if not text:
        return None
    number = whole_number(text)
    found = orgs.body_by_id(number) if number is not None else orgs.body_by_code(text)
    if found is None:
        raise NotFound
    return found


def _categories(codes: str) -> tuple[Category, ...]:
    found = [category_by_code(code) for code in codes.split(",") if code]
    if None in found:
        raise NotFound
    return tuple(category for category in found if category is not None)


def orders(actor: Actor, asked: Asked) -> QuerySet[Order]:
    """The orders, most urgent first for open ones, newest first for the rest."""
    low, high = asked.span.bounds() if asked.span is not None else (None, None)
    wanted = condition(asked.measure, low=low, high=high, now=clock.now())
    found = Order.objects.visible_to(actor).in_area(asked.area.path).filter(wanted)
    if asked.body is not None:
        column = "holder_body_id" if asked.measure.base == "open" else "lead_body_id"
        found = found.filter(**{column: asked.body.id})
    if asked.categories:
        ids = {one for category in asked.categories for one in ids_below(category.code)}
        found = found.filter(category__in=ids)
    order = {"open": "due_at", "reported": "-reported_at", "closed": "-closed_at"}
    return found.select_related("category").order_by(order[asked.measure.base], "pk")


def row(order: Order) -> dict[str, Any]:
    """One line of the list; the reporter's words are left to the order's own page."""
    now = clock.now()
    return {
        "number": order.number,
        "category": label_of(order.category) or kind_of(order) or _("还没有分类"),
        "place": order.place,
        "state": state_name(order),
        "holder": short_of(order.holder_body_id),
        "lead": short_of(order.lead_body_id),
        "lamp": lamp_of(order, now),
        "due_at": order.due_at,
        "at": order.reported_at,
        "closed_at": order.closed_at,
    }
