"""Who is told about what: each event and each clock that turns yellow or red."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongzhi.notify.services.tell_body import tell_body
from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.notify.services.tell_user import tell_user

from .holding import holder_body
from .models import ForceCall, Order, OrderClock, OrderEvent, OrderParty, Support
from .spec import spec_of
from .wording import event_sentence, short_of

TellClock = Callable[[Order, OrderClock], None]

HEADS = ("body_head", "street_director", "community_secretary", "duty_officer", "grid_head")
WORKERS = (
    "handler", "acceptor", "dispatcher", "grid_worker", "community_clerk", "street_clerk",
)  # fmt: skip

# Kinds of messages by action; everything else the reporter reads is sent as "progress".
KINDS = {
    "report": "received", "confirm": "received", "dispatch": "dispatched", "sign": "signed",
    "check_pass": "rate_please", "answer": "rate_please", "settle": "rate_please",
    "return": "returned", "rate_unsolved": "rework",
}  # fmt: skip


def after_event(order: Order, event: OrderEvent) -> None:
    """Tell the reporter and the followers what they may read, and the body that must act next."""
    spec = spec_of(order.process_id)
    sentence = event_sentence(order, event)
    if sentence and event.to_state != "draft":
        _tell_residents(order, event, sentence)
    context = {"number": order.number, "text": order.text[:40], "note": note_of(event)}
    if event.from_state != event.to_state and order.state == event.to_state:
        state = spec.states[event.to_state]
        _tell_body(order, "todo", order.holder_body_id, WORKERS, event, context, state.name("zh"))
    if "tell_holder" in _effects(spec, event.action):
        kind = "pressed" if event.action == "press" else "nudged"
        _tell_body(order, kind, order.holder_body_id, (*WORKERS, *HEADS), event, context)
    if event.action in {"rate_unsolved", "rating_attempt"}:
        _tell_supervisors(order, event.action, event, context)
    if event.action == "call_force":
        for call in ForceCall.objects.filter(order=order, called_at=event.at, cancelled_at=None):
            _tell_body(
                order,
                "called",
                call.body_id,
                ("grid_worker", "grid_head", "handler"),
                event,
                context,
            )


def _effects(spec: Any, action: str) -> tuple[str, ...]:
    found = spec.actions.get(action)
    return found.effects if found else ()


def note_of(event: OrderEvent) -> str:
    payload = event.payload or {}
    return str(payload.get("note") or payload.get("reason") or "")[:60]


def _tell_residents(order: Order, event: OrderEvent, sentence: str) -> None:
    people = set(Support.objects.filter(order=order).values_list("resident_id", flat=True))
    if order.reporter_id:
        people.add(order.reporter_id)
    if event.resident_id:
        people.discard(event.resident_id)  # whoever did it knows it
        if event.action in {"report", "confirm"}:
            people.add(event.resident_id)
    for resident_id in people:
        tell_resident(
            resident_id=resident_id,
            kind=KINDS.get(event.action, "progress"),
            context={
                "number": order.number,
                "sentence": sentence,
                "lead": short_of(order.lead_body_id),
            },
            order_number=order.number,
            dedupe=f"{order.pk}:{event.seq}:r{resident_id}",
        )


def _tell_body(
    order: Order, kind: str, body_id: int | None, roles: tuple[str, ...], event: OrderEvent,
    context: dict[str, Any], state: str = "",
) -> None:  # fmt: skip
    if body_id is None:
        return
    tell_body(
        body_id=body_id,
        roles=roles,
        kind=kind,
        context={**context, "state": state},
        order_number=order.number,
        dedupe=f"{order.pk}:{event.seq}:{kind}",
    )


def _tell_supervisors(order: Order, kind: str, event: OrderEvent, context: dict[str, Any]) -> None:
    """The bodies that watch it, the street of the place, and the lead's head."""
    watching = set(
        OrderParty.objects.filter(order=order, role="supervisor").values_list("body_id", flat=True)
    )
    street = holder_body(
        "street", area_path=order.area_path, lead_id=order.lead_body_id, outside=order.outside
    )
    watching |= {
        body_id for body_id in (street.id if street else None, order.lead_body_id) if body_id
    }
    for body_id in watching:
        tell_body(
            body_id=body_id,
            roles=(*HEADS, "supervisor"),
            kind=kind,
            context=context,
            order_number=order.number,
            dedupe=f"{order.pk}:{event.seq}:{kind}:{body_id}",
        )


def due_soon(order: Order, row: OrderClock) -> None:
    """Yellow: the person who handles it, else the workers of the body whose clock it is."""
    _tell_clock(order, row, "due_soon", WORKERS)


def overdue(order: Order, row: OrderClock) -> None:
    """Red: the body's head, and the supervisor: the street of the place."""
    _tell_clock(order, row, "overdue", HEADS)
    street = holder_body(
        "street", area_path=order.area_path, lead_id=order.lead_body_id, outside=order.outside
    )
    if street is not None and street.id != row.body_id:
        tell_body(
            body_id=street.id,
            roles=("street_director", "duty_officer", "supervisor"),
            kind="escalated",
            context={
                "number": order.number,
                "text": order.text[:40],
                "body": short_of(row.body_id),
            },
            order_number=order.number,
            dedupe=f"{order.pk}:clock{row.pk}:{row.due_at}:escalated",
        )


def _tell_clock(order: Order, row: OrderClock, kind: str, roles: tuple[str, ...]) -> None:
    context = {"number": order.number, "text": order.text[:40], "due": row.due_at}
    dedupe = f"{order.pk}:clock{row.pk}:{row.due_at}:{kind}"
    if kind == "due_soon" and row.stage == "handle" and order.handler_id:
        tell_user(
            user_id=order.handler_id,
            kind=kind,
            context=context,
            order_number=order.number,
            dedupe=dedupe,
        )
    elif row.body_id is not None:
        tell_body(
            body_id=row.body_id,
            roles=roles,
            kind=kind,
            context=context,
            order_number=order.number,
            dedupe=dedupe,
        )
