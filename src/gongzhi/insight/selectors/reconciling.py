"""A period's figures by area, under the boundaries of then and of now, and how the two reconcile."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries import history
from gongzhi.areas.models import BoundaryChange
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor

from ..figures import selectors as figures
from ..figures.tally import Tally, total
from ..figures.then import boundaries_of, shifts
from ..figures.window import EARLIEST, Span

DAYS_MOST = 366


@dataclass(frozen=True)
class Side:
    """One area and its figures; `other` is set where the other side has none of the name."""

    area_id: int
    name: str
    tally: Tally
    changed: bool


@dataclass(frozen=True)
class Flow:
    """What counts in one area then and in another now."""

    then: str
    now: str
    reported: int
    closed: int


@dataclass(frozen=True)
class Reconciled:
    """`rest` is what lies in the area itself, in none of those below; `came` minus `went` is by
    how much the area itself grew."""

    area: AreaRef
    span: Span
    day: date
    then: list[Side]
    now: list[Side]
    rest_then: Tally
    rest_now: Tally
    total_then: Tally
    total_now: Tally
    flows: list[Flow]
    came: Tally
    went: Tally
    changes: list[BoundaryChange]

    @property
    def agrees(self) -> bool:
        """Now = then + what came in − what went out; and each side is the sum of its parts."""
        return (
            self.total_now == self.total_then + self.came - self.went
            and total(side.tally for side in self.then) + self.rest_then == self.total_then
            and total(side.tally for side in self.now) + self.rest_now == self.total_now
        )


def read_span(first: str, last: str) -> Span:
    """From two dates of an address; the last 30 days where they mean nothing."""
    today = clock.today()
    try:
        span = Span(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return Span(today - timedelta(days=29), today)
    end = min(span.last, today)
    begin = max(span.first, EARLIEST, end - timedelta(days=DAYS_MOST - 1))
    return Span(begin, end) if begin <= end else Span(end, end)


def reconciled(*, actor: Actor, area: AreaRef, span: Span, day: date) -> Reconciled:
    """Figures of the areas below one, by today's boundaries and by those of `day`.

    Raises NotFound for an area outside the actor's posts.
    """
    where = {"actor": actor, "area_path": area.path, "span": span}
    now = figures.by_child(**where)  # type: ignore[arg-type]
    then = figures.by_child(**where, boundaries=day)  # type: ignore[arg-type]
    total_now = figures.tally(**where)  # type: ignore[arg-type]
    total_then = figures.tally(**where, boundaries=day)  # type: ignore[arg-type]
    tree, language = history.tree_on(day), get_language() or "zh"
    refs = {one.id: one for one in areas.children(area.id)}
    names_then = {
        i: tree[i].label(language) if i in tree else refs[i].label(language) for i in then
    }
    names_now = {i: refs[i].label(language) for i in now}
    flows, came, went = _flows(area, span, day, names_then, names_now)
    return Reconciled(
        area=area,
        span=span,
        day=day,
        then=[Side(i, names_then[i], t, now.get(i) != t) for i, t in then.items()],
        now=[Side(i, names_now[i], t, then.get(i) != t) for i, t in now.items()],
        rest_then=total_then - total(then.values()),
        rest_now=total_now - total(now.values()),
        total_then=total_then,
        total_now=total_now,
        flows=flows,
        came=came,
        went=went,
        changes=_changes(day),
    )


def _flows(
    area: AreaRef, span: Span, day: date, then_names: dict[int, str], now_names: dict[int, str]
) -> tuple[list[Flow], Tally, Tally]:
    then = boundaries_of(day)
    if then is None:
        return [], Tally(), Tally()
    path_then = then.path(area.id) or "-"
    counts: Counter[tuple[str, str]] = Counter()
    closed: Counter[tuple[str, str]] = Counter()
    came, went = Tally(), Tally()
    for shift in shifts(then, span.days()):
        was_in, is_in = shift.then.startswith(path_then), shift.now.startswith(area.path)
        if is_in and not was_in:
            came += shift.tally
        if was_in and not is_in:
            went += shift.tally
        pair = (
            _below(shift.then, path_then, then_names) if was_in else _("别处"),
            _below(shift.now, area.path, now_names) if is_in else _("别处"),
        )
        if (was_in or is_in) and pair[0] != pair[1]:
            counts[pair] += shift.tally.reported
            closed[pair] += shift.tally.closed
    flows = [Flow(a, b, counts[a, b], closed[a, b]) for a, b in counts]
    return sorted(flows, key=lambda flow: (-flow.reported, flow.then)), came, went


def _below(path: str, above: str, names: dict[int, str]) -> str:
    rest = path[len(above) :].split(".", maxsplit=1)[0]
    return names.get(int(rest), rest) if rest else _("没有落到下级")


def _changes(day: date) -> list[BoundaryChange]:
    rows = BoundaryChange.objects.filter(
        status=BoundaryChange.Status.APPLIED, effective_on__gt=day, effective_on__lte=clock.today()
    )
    return list(rows.order_by("effective_on", "id")[:20])
