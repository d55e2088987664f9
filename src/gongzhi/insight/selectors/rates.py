"""What the page of the three rates shows: bodies and areas, each figure with its orders."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles import selectors as profiles

from ..figures import results
from ..figures.closed import closed_orders
from ..figures.rates import RATES, Counts, Weights, cut, score, share
from ..figures.scope import checked
from ..figures.window import Span
from ..profile_section import KEY

NAMES: dict[str, str | Promise] = {
    "response": _("响应率"),
    "solved": _("解决率"),
    "satisfied": _("满意率"),
}


RESULT_NAMES: dict[str, str | Promise] = {
    "on_time": _("按期（按表）"),
    "on_time_or_exempt": _("按期，免责的也算"),
    "visited": _("回访了"),
    "reached": _("联系上了"),
    "said_solved": _("回访中说解决了"),
    "said_glad": _("回访中说满意"),
}


@dataclass(frozen=True)
class Cell:
    """One rate: its counts, and where the orders behind each of them stand."""

    name: str | Promise
    part: int
    whole: int
    rate: float | None
    part_link: str
    whole_link: str


@dataclass(frozen=True)
class RateRow:
    """A body or an area; no score where too few were judged."""

    name: str
    cells: list[Cell]
    score: Decimal | None
    link: str = ""


@dataclass(frozen=True)
class RatesPage:
    area: AreaRef
    span: Span
    weights: Weights
    whole: RateRow
    bodies: list[RateRow]
    areas: list[RateRow]
    results: list[RateRow]  # the area, then its bodies by name

    @property
    def whole_rows(self) -> list[RateRow]:
        """The one line of the area itself, as a table takes it."""
        return [self.whole]


def weights() -> Weights:
    """Of the release in force."""
    document = profiles.current().section(KEY)
    return Weights(**document["weights"], least=document["least"])


# Everybody of an office asks for the same, and today is counted order by order.
_shown: TtlCache[tuple[str, Span, str], RatesPage] = TtlCache(seconds=5, size=512)


def forget() -> None:
    """Count anew at the next call."""
    _shown.forget()


def rates_shown(*, actor: Actor, area: AreaRef, span: Span) -> RatesPage:
    """`rates_page`, at most five seconds old. NotFound for an area outside the actor's posts."""
    key = (checked(actor, area.path), span, get_language() or "zh")
    return _shown.get(key, lambda: rates_page(actor=actor, area=area, span=span))


def rates_page(*, actor: Actor, area: AreaRef, span: Span) -> RatesPage:
    """Everything on the page. NotFound for an area outside the actor's posts."""
    chosen, language = weights(), get_language() or "zh"
    below = list(areas.children(area.id))
    closed = closed_orders(actor=actor, area=area, below=below, span=span)
    counted, led = cut(closed), results.of_leads(closed)
    bodies = [
        _row(body.label(language), counts, chosen, area, span, body.code)
        for body_id, counts in counted.bodies.items()
        if (body := orgs.body_by_id(body_id)) is not None
    ]
    inner = [
        _row(
            one.label(language), counted.below[one.id], chosen, one, span, "", link=_page(one, span)
        )
        for one in below
    ]
    return RatesPage(
        area,
        span,
        chosen,
        _row(area.label(language), counted.total, chosen, area, span, ""),
        # By name: where weights are a matter of taste a table is no ranking.
        sorted(bodies, key=lambda row: row.name),
        inner,
        [
            _result_row(area.label(language), results.whole_of(led), area, span, ""),
            *sorted(
                (
                    _result_row(body.label(language), found, area, span, body.code)
                    for body_id, found in led.items()
                    if body_id is not None and (body := orgs.body_by_id(body_id)) is not None
                ),
                key=lambda row: row.name,
            ),
        ],
    )


def _result_row(name: str, found: results.Results, area: AreaRef, span: Span, body: str) -> RateRow:
    behind = _orders(area, span, body)
    return RateRow(name, [_cell(found.pairs[one], behind, one) for one in results.RESULTS], None)


def _row(
    name: str, counts: Counts, chosen: Weights, area: AreaRef, span: Span, body: str,
    link: str = "",
) -> RateRow:  # fmt: skip
    behind = _orders(area, span, body)
    cells = [_cell(getattr(counts, rate), behind, rate) for rate in RATES]
    return RateRow(name, cells, score(counts, chosen), link)


def _cell(pair: tuple[int, int], behind: str, figure: str) -> Cell:
    found = share(pair)
    return Cell(
        (NAMES | RESULT_NAMES)[figure],
        *pair,
        float(found) if found is not None else None,
        f"{behind}&rate={figure}&side=part",
        f"{behind}&rate={figure}&side=whole",
    )


def _dates(span: Span) -> dict[str, str]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _page(area: AreaRef, span: Span) -> str:
    return f"{reverse('rates:rates')}?{urlencode({'area': area.code, **_dates(span)})}"


def _orders(area: AreaRef, span: Span, body: str) -> str:
    """Where the orders of a row stand; each cell says which of them."""
    values = {"area": area.code, **_dates(span)}
    if body:
        values["body"] = body
    return f"{reverse('rates:orders')}?{urlencode(values)}"
