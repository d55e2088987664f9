"""Who is told about what: each event and each clock that turns yellow or red."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings as django_settings
from django.utils import translation

from gongzhi.kernel import clock
from gongzhi.notify.services.tell_body import tell_body
from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.notify.services.tell_user import tell_user
from gongzhi.orgs.selectors import BodyRef
from gongzhi.profiles.selectors import current

from .engine.holding import holder_body
from .models import Call, Order, OrderClock, OrderEvent, OrderParty
from .process.spec import spec_of
from .selectors.resident import area_of
from .selectors.resident_catalogue import headline_of, title_for_others
from .settings import order_settings
from .words.wording import resident_sentence, seconds_words, sentence_for, short_of, when
from .words.written import text_of

TellClock = Callable[[Order, OrderClock], None]
Readers = Mapping[int, str]  # resident id → the language of their messages

HEADS = ("body_head", "street_director", "community_secretary", "duty_officer", "grid_head")
SUPERVISORS = ("street_director", "duty_officer", "supervisor")
WORKERS = (
    "handler", "acceptor", "dispatcher", "grid_worker", "community_clerk", "street_clerk",
)  # fmt: skip

_TITLE_CHARACTERS = 20

# Kinds of messages by action; everything else the reporter reads is sent as "progress".
RATE = "rate_please"
KINDS = {
    "confirm": "received",
    "dispatch": "dispatched",
    "sign": "signed",
    "finish": "finished",
    "check_pass": RATE,
    "verify_false": "progress",  # nothing was done that could be rated
    "answer": RATE,
    "settle": RATE,
    "return": "returned",
    "grant_extension": "extended",
    "refuse": "refused",
    "ask_reporter": "asked",
    "rate_unsolved": "rework",
}
# Texts that end in a reason: where none was given the plain sentence says it better.
WITH_REASON = frozenset({"returned", "extended", "refused", "asked", "rework"})


def context_of(order: Order, event: OrderEvent | None = None) -> dict[str, Any]:
    """What the profile's texts may name."""
    payload = (event.payload or {}) if event else {}
    settings = order_settings()
    return {
        "number": order.number,
        "title": title_of(order),
        "lead": short_of(order.lead_body_id),
        "body": short_of(event.body_id if event else order.holder_body_id),
        "due": when(order.due_at if order.lead_body_id is None else order.promised_at),
        "reason": str(payload.get("reason") or payload.get("note") or ""),
        "result": str(payload.get("result") or ""),
        "area": order.place,
        "link": f"{django_settings.PUBLIC_URL}/o/{order.number}/",
        "days": settings.rating_days,
        "minutes": settings.call_minutes.receipt,
    }


def context_for_others(order: Order, event: OrderEvent) -> dict[str, Any]:
    """The same for a follower: the class, the grid and the bodies, nobody's own words."""
    return {
        **context_of(order, event),
        "title": title_for_others(order.category),
        "reason": "",
        "result": "",
        "area": area_of(order),
    }


def title_of(order: Order) -> str:
    """The class, or the first words of the report, shown to be cut where they are.

    A message may be read by whoever looks at the phone: of a confined order it says the kind.
    """
    if order.confined:
        return spec_of(order.process_id).name()
    if order.category and headline_of(order.category):
        return headline_of(order.category)
    words = " ".join(text_of(order).split())
    return words if len(words) <= _TITLE_CHARACTERS else f"{words[:_TITLE_CHARACTERS]}…"


def readers_of(order: Order, followers: Mapping[int, str]) -> Readers:
    """Who follows it: the reporter and those who support it, with their languages."""
    if order.reporter is None:
        return followers
    return {order.reporter.pk: order.reporter.language, **followers}


def after_move(order: Order, events: Sequence[OrderEvent], readers: Readers) -> None:
    """Tell about what happened in one go: each reader once, and the body that must act next."""
    first, latest = events[0], events[-1]
    if latest.to_state != "draft":
        if first.seq == 1:
            _tell_received(order, events, readers)
        else:
            _tell_residents(order, events, readers)
    if first.from_state != latest.to_state and order.state == latest.to_state:
        _tell_next(order, latest)
    for event in events:
        _tell_side(order, event)


def _tell_next(order: Order, event: OrderEvent) -> None:
    """An emergency rings for all who can act, a matter in somebody's hands for that person.

    Everything else waits in the worklist, which counts it: a bell for each would ring all day.
    """
    if order.emergency:
        _tell(order, "assigned", order.holder_body_id, WORKERS, event)
    elif (
        order.handler_id not in (None, event.user_id) and order.holder_body_id == order.lead_body_id
    ):
        tell_user(
            user_id=order.handler_id or 0,
            kind="assigned",
            context=partial(context_of, order, event),
            order_number=order.number,
            dedupe=f"{order.pk}:{event.seq}:assigned",
        )


def _tell_side(order: Order, event: OrderEvent) -> None:
    """Whom an action tells besides: a holder who is pressed, those who watch, a force called."""
    if "tell_holder" in _effects(order, event.action):
        kind = "pressed" if event.action == "press" else "nudged"
        _tell(order, kind, order.holder_body_id, (*WORKERS, *HEADS), event)
    if event.action in {"rate_unsolved", "rating_attempt"}:
        kind = "rework" if event.action == "rate_unsolved" else "rating_attempt"
        for body_id in _watching(order):
            _tell(order, kind, body_id, (*HEADS, "supervisor"), event)
    if order.emergency and "add_co" in _effects(order, event.action):
        joined = OrderParty.objects.filter(order=order, role="co", since=event.at)
        for body_id in joined.values_list("body_id", flat=True):
            _tell(order, "assigned", body_id, WORKERS, event)
    if event.action == "call":
        calls = Call.objects.filter(order=order, called_at=event.at, cancelled_at=None)
        for call in calls:
            words = partial(_of_call, call, lead=call.caller_body_id)
            _tell(order, "called", call.body_id, (*WORKERS, "grid_head", "body_head"), event, words)
    if event.action in {"call_raised", "call_declined"}:
        _tell_about_call(order, event)


def _tell_about_call(order: Order, event: OrderEvent) -> None:
    """To whom it rises that nobody answered; the caller, that a body cannot come."""
    payload = event.payload or {}
    call = Call.objects.filter(pk=payload.get("call") or 0).first()
    if call is None:
        return
    words = partial(_of_call, call, lead=call.body_id)
    if event.action == "call_raised":
        roles = (*HEADS, *SUPERVISORS, "commander")
        _tell(order, "call_raised", payload.get("to"), roles, event, words)
    else:
        _tell(order, "call_declined", call.caller_body_id, (*WORKERS, *HEADS), event, words)


def _of_call(call: Call, *, lead: int | None) -> Mapping[str, str]:
    return {
        "due": when(call.receipt_due), "lead": short_of(lead), "reason": call.declined_why,
    }  # fmt: skip


def _effects(order: Order, action: str) -> tuple[str, ...]:
    found = spec_of(order.process_id).actions.get(action)
    return found.effects if found else ()


def _tell_received(order: Order, events: Sequence[OrderEvent], readers: Readers) -> None:
    """A receipt is the reporter's alone: whoever follows already has just seen where it stands."""
    for resident_id, language in readers.items():
        if resident_id == order.reporter_id:
            with translation.override(language or "zh-hans"):
                sentence = resident_sentence(order)
                if order.event_seq > events[-1].seq:  # it has moved on: that is news of its own
                    told = (sentence_for(order, e, resident_id) for e in reversed(events))
                    sentence = next(filter(None, told), sentence)
                _text(order, events[0], resident_id, language, kind="received", sentence=sentence)


def _tell_residents(order: Order, events: Sequence[OrderEvent], readers: Readers) -> None:
    """The latest news, in each one's own language; whoever did it knows it, but for a receipt.

    That a resident pressed or added something moves nothing, and is no news to the others.
    """
    news = [e for e in events if e.actor_kind != "resident" or e.from_state != e.to_state]
    for resident_id, language in readers.items():
        with translation.override(language or "zh-hans"):
            for event in reversed(news):
                sentence = sentence_for(order, event, resident_id)
                if sentence:
                    break
            else:
                continue
            if resident_id == event.resident_id and event.action != "confirm":
                continue
            kind = KINDS.get(event.action) or _kind_by_state(order, event)
            if resident_id != order.reporter_id and kind != RATE:
                kind = "progress"  # the other texts speak to the reporter
            _text(order, event, resident_id, language, kind=kind, sentence=sentence)


def _kind_by_state(order: Order, event: OrderEvent) -> str:
    """Whoever finishes asks for a rating where the process has one; all else is progress."""
    waits = spec_of(order.process_id).actions_from(event.to_state)
    asks = any("record_rating" in action.effects for action in waits)
    return RATE if asks and "finish" in _effects(order, event.action) else "progress"


def _text(
    order: Order, event: OrderEvent, resident_id: int, language: str, *, kind: str, sentence: str
) -> None:
    mine = resident_id == order.reporter_id
    context = context_of(order, event) if mine else context_for_others(order, event)
    if kind in WITH_REASON and not context["reason"]:
        kind = "progress"
    tell_resident(
        resident_id=resident_id,
        kind=kind,
        context={**context, "sentence": sentence},
        order_number=order.number,
        dedupe=f"{order.pk}:{event.seq}:r{resident_id}",
        language=language,
    )


def _tell(
    order: Order, kind: str, body_id: int | None, roles: tuple[str, ...], event: OrderEvent,
    words: Callable[[], Mapping[str, str]] = dict,
) -> None:  # fmt: skip
    if body_id is not None:
        tell_body(
            body_id=body_id,
            roles=roles,
            kind=kind,
            context=lambda: {**context_of(order, event), **words()},
            order_number=order.number,
            dedupe=f"{order.pk}:{event.seq}:{kind}:{body_id}",
        )


def _street_of(order: Order) -> BodyRef | None:
    """None for a confined order: without a part in it the street learns nothing of it."""
    if order.confined:
        return None
    return holder_body(
        "street", area_path=order.area_path, lead_id=order.lead_body_id, outside=order.outside
    )


def _watching(order: Order) -> set[int]:
    """The bodies that press it, the street of the place unless it is confined, and the lead."""
    supervisors = OrderParty.objects.filter(order=order, role="supervisor")
    watching = set(supervisors.values_list("body_id", flat=True))
    street = _street_of(order)
    if street is not None:
        watching.add(street.id)
    if order.lead_body_id is not None:
        watching.add(order.lead_body_id)
    return watching


def due_soon(order: Order, row: OrderClock) -> None:
    """Yellow: whom the profile names for it."""
    _by_profile(order, row, "due_soon")


def overdue(order: Order, row: OrderClock) -> None:
    """Red: whom the profile names for it."""
    _by_profile(order, row, "overdue")


def _by_profile(order: Order, row: OrderClock, happened: str) -> None:
    """`escalation` of notify.yaml: handler, body_head (of the clock's body), supervisor."""
    for rule in current().section("notify")["escalation"]:
        if rule["when"] == happened:
            for whom in rule["tell"]:
                _tell_clock(order, row, rule["text"], whom)


def _tell_clock(order: Order, row: OrderClock, kind: str, whom: str) -> None:
    context = partial(_of_clock, order, row)
    dedupe = f"{order.pk}:clock{row.pk}:{row.due_at:%y%m%d%H%M%S}:{kind}:{whom}"
    if whom == "handler" and row.stage == "handle" and order.handler_id:
        tell_user(
            user_id=order.handler_id,
            kind=kind,
            context=context,
            order_number=order.number,
            dedupe=dedupe,
        )
        return
    street = _street_of(order) if whom == "supervisor" else None
    body_id = street.id if street else row.body_id
    roles = {"handler": WORKERS, "body_head": HEADS, "supervisor": SUPERVISORS}[whom]
    if body_id is not None:
        tell_body(
            body_id=body_id,
            roles=roles,
            kind=kind,
            context=context,
            order_number=order.number,
            dedupe=dedupe,
        )


def _of_clock(order: Order, row: OrderClock) -> Mapping[str, Any]:
    over = max(0, int((clock.now() - row.due_at).total_seconds())) if row.due_at else None
    return {
        **context_of(order),
        "due": when(row.due_at),
        "lead": short_of(row.body_id),
        "over": "" if over is None else seconds_words(over),
    }
