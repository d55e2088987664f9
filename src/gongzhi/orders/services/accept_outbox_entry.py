"""Take one entry of a field worker's outbox, exactly once, also when the network made it late.

The client key of the entry is unique in the database (on the order it makes, or on the event it
becomes), and the answer is kept with that event: a repeat gets the first answer. When the order
has moved on meanwhile, the entry is not lost and does not undo anything: it becomes a note.
"""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.accounts.login.idle import FIELD_ROLES
from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid, NotFound, TooMany
from gongzhi.kernel.numbers import whole_number
from gongzhi.kernel.scope import Actor

from ..dispatch.catalogue import category_by_code
from ..engine.policies import Relations, permits
from ..hooks.outbox import Answer, Entry, Handler, Result, handler_of
from ..models import Call, Category, Order, OrderEvent, OrderParty
from ..process.current import MATTER
from ..process.spec import spec_of
from ..words.field import done_words, moved_words, reason_words, record_words
from .act import act, lock_order, name_of
from .answer_call import StepName, answer, locked_call
from .attach import attach
from .check_place import check_place
from .look_up_caller import ROLES as ENTER_ROLES
from .report import Draft, report

_log = logging.getLogger(__name__)

# Which process action an entry is, and as what its photos are kept.
ACTION_KINDS = {
    "verify_true": ("verify_true", "before"),
    "verify_false": ("verify_false", "note"),
    "check_pass": ("check_pass", "after"),
    "check_back": ("check_back", "note"),
    "settle": ("settle", "after"),
    "finish": ("finish", "after"),
    "note": ("note", "note"),
}
CALL_KINDS: dict[str, StepName] = {
    "call_received": "received",
    "call_declined": "declined",
    "call_arrived": "arrived",
    "call_feedback": "feedback",
}
INTAKE_KINDS = ("report", "settle_new")
PLACE_KIND = "place_seen"
__all__ = ["KINDS", "Answer", "Entry", "Result", "accept_outbox_entry", "take_in"]

INTAKE_ROLES = (*sorted(FIELD_ROLES), *ENTER_ROLES)
KINDS = (*INTAKE_KINDS, *ACTION_KINDS, *CALL_KINDS, PLACE_KIND)


def accept_outbox_entry(*, actor: Actor, entry: Entry) -> Answer:
    """Carry an entry out, or note it, or say why not; never half. Staff only (Denied)."""
    if actor.kind != "staff":
        raise Denied
    try:
        with transaction.atomic():
            return _kind_of(entry)(actor, entry)
    except TooMany:
        raise  # only just now: the phone keeps the entry and sends it again
    except GongzhiError as error:
        _log.info("refused entry %.24r to %s: %s", entry.kind, name_of(actor), type(error).__name__)
        return Answer(entry.client_key, "refused", str(error), entry.number)


def _kind_of(entry: Entry) -> Handler:
    if entry.kind in INTAKE_KINDS:
        return take_in
    if entry.kind in ACTION_KINDS:
        return _carry_out
    if entry.kind in CALL_KINDS:
        return _answer_call
    if entry.kind == PLACE_KIND:
        return _see_place
    found = handler_of(entry.kind)
    if found is not None:
        return found
    raise Invalid(_("没有这种记录，请更新应用后再传。"), "kind")


# --- the first answer ----------------------------------------------------------------------


def _kept(entry: Entry, result: Result, message: str) -> dict[str, Any]:
    """What the event keeps, so that a repeat gets this answer."""
    kept: dict[str, Any] = {"kind": entry.kind, "result": result, "message": message}
    if entry.made_at is not None:
        kept["made_at"] = entry.made_at.isoformat()
    return {"outbox": kept}


def _first_answer(actor: Actor, entry: Entry, key: uuid.UUID) -> Answer | None:
    """The answer kept with the event of this key; a stranger's key tells nothing."""
    event = OrderEvent.reached.filter(client_key=key).annotate(number=F("order__number")).first()
    if event is None:
        return None
    kept = (event.payload or {}).get("outbox")
    if event.user_id != actor.user_id or not kept:
        raise NotFound
    return Answer(entry.client_key, kept["result"], kept["message"], event.number)


# --- what was found in the field -----------------------------------------------------------


def _then(entry: Entry) -> uuid.UUID:
    """The key of the step that follows the report within the same entry."""
    return uuid.uuid5(entry.client_key, "then")


def take_in(actor: Actor, entry: Entry, process: str = MATTER) -> Answer:
    """Report what was found; settled on the spot or verified, since the finder saw it.

    Whoever calls names the process, never the entry.
    """
    if not actor.has_role(*INTAKE_ROLES):
        raise Denied(_("您的岗位不登记诉求。"))
    wanted = entry.payload
    category = _category(wanted)
    receipt = report(
        actor=actor,
        draft=Draft(
            client_key=entry.client_key,
            text=str(wanted.get("text") or ""),
            category_code=category.code if category else None,
            lon=_degrees(wanted.get("lon")),
            lat=_degrees(wanted.get("lat")),
            area_code=str(wanted.get("area") or ""),
            place=str(wanted.get("place") or ""),
            source="grid",
            public=bool(category and category.public_default),
            process=process,
        ),
    )
    if receipt.repeated:
        first = _first_answer(actor, entry, _then(entry))
        if first is None:
            raise NotFound
        return first
    _stay_with_finder(actor, receipt.number)
    before, after = _split_photos(entry)
    if before:
        attach(actor=actor, number=receipt.number, kind="report", blobs=before)
    if after:
        attach(actor=actor, number=receipt.number, kind="after", blobs=after)
    order = lock_order(actor, receipt.number)
    return _follow(actor, entry, order, has_after=bool(after))


def _stay_with_finder(actor: Actor, number: str) -> None:
    """What was found beyond one's own area (a step over the border, a lost position) is another's
    or the county's; whoever found it adds the photos and sees it through all the same.
    """
    if Order.objects.visible_to(actor).filter(number=number).exists():
        return
    order = Order.reached.get(number=number)
    body_id = next((p.body_id for p in actor.postings_as(*INTAKE_ROLES) if p.body_id), None)
    if body_id is not None:
        OrderParty.objects.create(
            order=order, body_id=body_id, role="first", since=order.reported_at
        )


def _follow(actor: Actor, entry: Entry, order: Order, *, has_after: bool) -> Answer:
    """Settle or verify the new order where its process lets this actor; else keep the words."""
    number = order.number
    result = str(entry.payload.get("result") or "").strip() or _("当场办好了。")
    if entry.kind == "settle_new":
        if not has_after:
            raise Invalid(_("请拍一张办好以后的照片。"), "after")
        if _may(actor, order, "settle"):
            message = _("当场办好了，已记一件。")
            payload = {"result": result, **_kept(entry, "done", message)}
            act(actor=actor, number=number, action="settle", payload=payload,
                client_key=_then(entry))  # fmt: skip
            return Answer(entry.client_key, "done", message, number)
        message = _("这类事要由专门的单位确认。已上报，您办的情况和照片已加上。")
        payload = {"note": result, **_kept(entry, "noted", message)}
        act(actor=actor, number=number, action="note", payload=payload, client_key=_then(entry))
        return Answer(entry.client_key, "noted", message, number)
    verifies = _may(actor, order, "verify_true")
    message = _("已交上去，转出去不算您头上。")
    payload = _kept(entry, "done", message)
    if not verifies:
        payload["note"] = _("网格员现场发现并上报。")
    act(actor=actor, number=number, action="verify_true" if verifies else "note",
        payload=payload, client_key=_then(entry))  # fmt: skip
    return Answer(entry.client_key, "done", message, number)


def _category(payload: dict[str, Any]) -> Category | None:
    """The class that was chosen; a code that is none is left to the centre rather than refused,
    since the report may be hours old and the list may have changed meanwhile.
    """
    found = category_by_code(str(payload.get("category") or ""))
    return found if found is not None and found.kind == "item" else None


def _degrees(value: Any) -> float | None:
    if value in (None, ""):
        return None
    try:
        return float(str(value))
    except ValueError:
        raise Invalid(_("位置不对，请重新选一下地点。"), "place") from None


def _split_photos(entry: Entry) -> tuple[list[bytes], list[bytes]]:
    """(before, after). Unnamed photos are in the order taken: of a settled thing the last is
    the one after.
    """
    before, after = list(entry.before), list(entry.after)
    photos = list(entry.photos)
    if photos and not after and entry.kind in {"settle", "settle_new"}:
        after = [photos.pop()]
    return [*before, *photos], after


# --- what was done with an order -----------------------------------------------------------


def _may(actor: Actor, order: Order, action: str) -> bool:
    spec = spec_of(order.process_id).actions.get(action)
    return (
        spec is not None
        and order.state in spec.sources
        and permits(actor, spec, Relations(order, actor))
    )


def _carry_out(actor: Actor, entry: Entry) -> Answer:
    order = lock_order(actor, entry.number)
    first = _first_answer(actor, entry, entry.client_key)
    if first is not None:
        return first
    action, photo_kind = ACTION_KINDS[entry.kind]
    moved = _moved_on(order, action, entry.seq)
    if moved is not None and entry.kind != "note":
        return _as_note(actor, entry, order, moved)
    _attach(actor, entry, order.number, photo_kind)
    message = done_words(entry.kind)
    payload = {**_action_payload(entry), **_kept(entry, "done", message)}
    act(actor=actor, number=order.number, action=action, payload=payload,
        client_key=entry.client_key)  # fmt: skip
    return Answer(entry.client_key, "done", message, order.number)


def _moved_on(order: Order, action: str, seq: int | None) -> OrderEvent | None:
    """The last change of state since the page was shown, or that makes the action impossible.

    Notes of others do not count: they leave what the worker saw as it was.
    """
    changes = OrderEvent.reached.filter(order=order).exclude(from_state=F("to_state"))
    last = changes.order_by("-seq").select_related("user").first()
    spec = spec_of(order.process_id).actions.get(action)
    if spec is None or order.state not in spec.sources:
        return last
    return last if last is not None and seq is not None and last.seq > seq else None


def _as_note(actor: Actor, entry: Entry, order: Order, moved: OrderEvent) -> Answer:
    """Keep what the worker found and photographed beside the order."""
    if not _may(actor, order, "note"):
        raise Conflict(moved_words(order, moved, added=False))
    _attach(actor, entry, order.number, "note", all_as_one=True)
    message = moved_words(order, moved, added=True)
    payload = {"note": record_words(entry.kind, entry.payload), **_kept(entry, "noted", message)}
    act(actor=actor, number=order.number, action="note", payload=payload,
        client_key=entry.client_key)  # fmt: skip
    return Answer(entry.client_key, "noted", message, order.number)


def _attach(
    actor: Actor, entry: Entry, number: str, kind: str, *, all_as_one: bool = False
) -> None:
    before, after = _split_photos(entry)
    if all_as_one or kind != "after":
        before, after = [], [*before, *after]
    elif entry.kind != "settle":
        before, after = list(entry.before), [*entry.photos, *entry.after]
    if before:
        attach(actor=actor, number=number, kind="before", blobs=before)
    if after:
        attach(actor=actor, number=number, kind=kind, blobs=after)


_TEXTS = ("reason", "note", "result")


def _action_payload(entry: Entry) -> dict[str, Any]:
    """Only the words that these actions take; whatever else a client sends is dropped."""
    kept = {key: str(entry.payload.get(key) or "").strip()[:2000] for key in _TEXTS}
    kept["reason"] = reason_words(entry.kind, str(entry.payload.get("why") or ""), kept["reason"])
    return {key: value for key, value in kept.items() if value}


# --- calls to my team ----------------------------------------------------------------------


def _answer_call(actor: Actor, entry: Entry) -> Answer:
    """Coming or not, arrival, feedback. A step that is there already is not recorded again."""
    step = CALL_KINDS[entry.kind]
    call_id = whole_number(entry.payload.get("call") or "")
    if call_id is None:
        raise NotFound
    if not Call.objects.filter(pk=call_id, body_id__in=actor.body_ids).exists():
        raise NotFound
    row, _order = locked_call(call_id)
    said = str(entry.payload.get("feedback") or "").strip()
    there = {
        "received": row.received_at is not None,
        "declined": row.declined_at is not None,
        "arrived": row.arrived_at is not None,
        "feedback": row.fed_back_at is not None and row.feedback == said[:500],
    }
    if not there[step]:
        _attach(actor, entry, row.order.number, "note", all_as_one=True)
        answer(actor=actor, call_id=row.pk, step=step, feedback=said)
    return Answer(entry.client_key, "done", done_words(entry.kind), row.order.number)


# --- places of a campaign ------------------------------------------------------------------


def _see_place(actor: Actor, entry: Entry) -> Answer:
    """Looked at, with a fault or without. The place keeps who and which fault: a repeat finds it."""
    place_id = whole_number(entry.words("check"))
    if place_id is None:
        raise NotFound
    row = check_place(
        actor=actor, place_id=place_id, client_key=entry.client_key,
        note=entry.words("note"), fault=entry.words("fault"),
        blobs=(*entry.before, *entry.photos, *entry.after),
    )  # fmt: skip
    if row.found is None:
        return Answer(entry.client_key, "done", _("已记下：看过，没有问题。"))
    message = _("问题已上报，编号 %(n)s。") % {"n": row.found.number}
    return Answer(entry.client_key, "done", message, row.found.number)
