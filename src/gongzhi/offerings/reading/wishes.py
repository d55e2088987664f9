"""Wishes on the wall for everybody, one's own, those that one took, and the clerk's list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.panels import OrderPanel, register_order_panel
from gongzhi.orders.models import Order, OrderEvent, Process
from gongzhi.orders.process.formfields import words_of
from gongzhi.orders.process.opening import offered
from gongzhi.orders.process.spec import ProcessSpec, spec_of
from gongzhi.orders.selectors.resident import area_of
from gongzhi.orders.words.wording import resident_sentence, short_of

from ..models import Pledge
from ..wishing import PROCESS

MOST: Final = 60
OPEN, PLEDGED, DONE, THANKED = "wish_open", "wish_pledged", "wish_fulfilled", "wish_thanked"
_YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class ShownWish:
    """One wish; `by` is who claimed it, empty while it is open. Nothing here says whose it is."""

    number: str
    words: str
    state: str
    by: str
    area: str
    at: datetime
    open: bool
    gift: str = ""
    thanks: str = ""


@dataclass(frozen=True)
class MyWish(ShownWish):
    """One's own, or one that one took."""

    sentence: str = ""
    may_thank: bool = False
    may_give_back: bool = False


def register() -> None:
    """Make the panel known; the effects of the process are, as soon as `wishing` is imported."""
    register_order_panel(OrderPanel(PROCESS, "offerings/_wish_panel.html", panel))


def has_wishes() -> bool:
    """Whether something of what can be ordered here is shown to everybody."""
    return any(spec.key == PROCESS for spec in offered())


def shown() -> list[ShownWish]:
    """The newest first, those to be claimed before the others; at most 60."""
    rows = list(Order.objects.shown(_pairs()).order_by("-reported_at")[:MOST])
    told = _told(rows)
    found = [_wish(order, ShownWish, told) for order in rows]
    return sorted(found, key=lambda wish: not wish.open)


def _pairs() -> list[tuple[int, str]]:
    return [
        (process_id, state.key)
        for process_id in Process.objects.values_list("id", flat=True)
        for state in spec_of(process_id).states.values()
        if state.shown
    ]


def one_shown(number: str) -> ShownWish | None:
    order = Order.objects.shown(_pairs()).filter(number=number).first()
    return _wish(order, ShownWish, _told([order])) if order is not None else None


def _told(rows: Iterable[Any]) -> dict[int, dict[str, str]]:
    """By order: the gift in words, and the thanks that were passed on (checked words)."""
    specs: dict[int, ProcessSpec] = {row.pk: spec_of(row.process_id) for row in rows}
    found: dict[int, dict[str, str]] = {}
    events = OrderEvent.reached.filter(
        order_id__in=specs, action__in=("fulfil_wish", "thank")
    ).order_by("seq")
    for order_id, action, payload in events.values_list("order_id", "action", "payload"):
        said = payload or {}
        if action == "thank":
            found.setdefault(order_id, {})["thanks"] = str(said.get("note", ""))
        elif said.get("gift"):
            fields = specs[order_id].fields
            count = words_of(fields["gift_count"], said.get("gift_count", 1))
            gift = _("%(gift)s，%(count)s件，交到%(counter)s") % {
                "gift": said["gift"], "count": count, "counter": said.get("gift_counter", ""),
            }  # fmt: skip
            found.setdefault(order_id, {})["gift"] = gift
    return found


def _wish(order: Any, kind: type[Any], told: Mapping[int, Mapping[str, str]], **more: Any) -> Any:
    state = spec_of(order.process_id).states[order.state]
    waits = state.holder == "community" and order.finished_at is None
    lead = short_of(order.lead_body_id)
    by = "" if waits else lead
    if order.state == PLEDGED:
        by = _("一位邻居，经%(body)s转交") % {"body": lead}
    return kind(
        order.number, order.text, state.name(), by, area_of(order), order.reported_at, waits,
        **told.get(order.pk, {}), **more,
    )  # fmt: skip


def own_wishes(actor: Actor) -> list[MyWish]:
    """Those that one made, the newest first."""
    rows = list(
        Order.objects.visible_to(actor)
        .filter(reporter_id=actor.resident_id, process__key=PROCESS)
        .exclude(state__in=("draft", "void"))
        .order_by("-reported_at")[:MOST]
    )
    told = _told(rows)
    return [
        _wish(o, MyWish, told, sentence=resident_sentence(o), may_thank=o.state == DONE)
        for o in rows
    ]


def taken_wishes(actor: Actor) -> list[MyWish]:
    """Those that one took and did not give back; of the wish the checked sentence alone."""
    ids = list(
        Pledge.objects.visible_to(actor)
        .filter(ended_at=None)
        .order_by("-at")
        .values_list("order_id", flat=True)[:MOST]
    )
    rows = list(Order.objects.shown(_pairs()).filter(pk__in=ids))
    told = _told(rows)
    return [
        _wish(o, MyWish, told, may_give_back=o.state == PLEDGED)
        for o in sorted(rows, key=lambda one: ids.index(one.pk))
    ]


@dataclass(frozen=True)
class DeskWish:
    """One line of the clerk's list."""

    number: str
    words: str
    state: str
    by: str
    area: str
    due: datetime | None
    late: bool


@dataclass(frozen=True)
class DeskPage:
    """The list of a state with the counts of all; counts are of orders that the actor sees."""

    tabs: list[tuple[str, str, int]]
    chosen: str
    lines: list[DeskWish]
    fulfilled: int


def desk_wishes(actor: Actor, *, state: str, now: datetime) -> DeskPage:
    """Wishes of a year within the actor's scope; `fulfilled` is the figure of QA-11."""
    mine = Order.objects.visible_to(actor).filter(
        process__key=PROCESS, reported_at__gt=now - _YEAR
    )  # fmt: skip
    counted = Counter(mine.exclude(state__in=("draft", "void")).values_list("state", flat=True))
    spec = next((one for one in offered() if one.key == PROCESS), None)
    states = list(spec.states.values()) if spec else []
    tabs = [(s.key, s.name(), counted[s.key]) for s in states if s.key not in {"draft", "void"}]
    first = next((key for key, _name, n in tabs if n), tabs[0][0] if tabs else "")
    chosen = state if state in {key for key, _name, _n in tabs} else first
    rows = mine.filter(state=chosen).order_by("due_at", "-reported_at")[:MOST]
    lines = [_desk_line(order, now) for order in rows]
    return DeskPage(tabs, chosen, lines, counted[DONE] + counted[THANKED])


def _desk_line(order: Any, now: datetime) -> DeskWish:
    wish = _wish(order, ShownWish, {})
    claimed = spec_of(order.process_id).states[order.state].shown
    due = order.due_at if order.phase == "open" else None
    return DeskWish(
        order.number, order.text, wish.state, wish.by if claimed else "", wish.area, due,
        due is not None and due < now,
    )  # fmt: skip


def panel(actor: Actor, order: Order) -> Mapping[str, Any] | None:
    """For the community alone: which neighbour has it, by masked phone."""
    row = Pledge.objects.visible_to(actor).filter(order=order, ended_at=None).first()
    if row is None:
        return None
    resident = Resident.objects.marked().filter(pk=row.resident_id).first()
    phone = mask_phone(open_(resident.phone_sealed)) if resident else ""
    return {"phone": phone, "at": row.at}
