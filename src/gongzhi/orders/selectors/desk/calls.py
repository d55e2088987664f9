"""The calls of one order as its page shows them: who comes, who is there, who is done, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.textindex import initials
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kind_names
from gongzhi.web.words import headed

from ... import calling
from ...models import Call, CallRating, Order, OrderOrigin
from ...process.opening import startable
from ...process.spec import CallsSpec, OpeningSpec, ProcessSpec, spec_of
from ...words.wording import state_name
from .lamps import GREEN, RED
from .names import body_name, language

# Taken back at once: as if nobody had been called.
TAKEN_BACK = Q(cancelled_at__isnull=False, cancel_reason="")


@dataclass(frozen=True)
class CallStep:
    """Answer, arrival or feedback of one body: when it was, or by when it is due."""

    name: str
    at: datetime | None
    due_at: datetime | None
    lamp: str | None  # of the step that is due next, where nothing has come yet


@dataclass(frozen=True)
class Judgement:
    """What one side said of the other."""

    who: str
    satisfaction: int
    comment: str


@dataclass(frozen=True)
class Responder:
    """One body that was called. `next` is what it does next; empty when it is through."""

    id: int
    body: str
    phone: str
    note: str
    called_at: datetime
    steps: tuple[CallStep, ...]
    words: str
    raised: int
    over: bool
    next: str
    mine: bool  # the reader stands for it
    declined: bool
    releases: bool  # the reader may do without it
    judges: tuple[tuple[str, str], ...]  # as which side the reader may judge now, whom
    judged: tuple[Judgement, ...]


@dataclass(frozen=True)
class CallsPart:
    """The part of an order's page about calls; None where its process calls nobody."""

    name: str
    help: str
    rows: tuple[Responder, ...]
    open: int
    may_call: bool
    refusal: str
    groups: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]

    @property
    def mine(self) -> tuple[Responder, ...]:
        """Calls to the reader's own bodies that wait for them."""
        return tuple(row for row in self.rows if row.mine and row.next)


@dataclass(frozen=True)
class Thread:
    """Orders before and after this one, and what may be started out of it."""

    origin: tuple[str, str] | None
    led_to: tuple[tuple[str, str], ...]
    startable: tuple[ProcessSpec, ...]


def calls_part(actor: Actor, order: Order, *, now: datetime) -> CallsPart | None:
    """What the actor reads of the calls of an order that the actor may see."""
    calls = calling.calls_of(order)
    rows = tuple(Call.objects.filter(order=order).exclude(TAKEN_BACK).order_by("called_at", "id"))
    if calls is None:
        return None
    posting = calling.calling_post(actor, order)
    refusal = calling.refusal(calls, order)
    said = _said(rows)
    leads = posting is not None and posting.body_id == order.lead_body_id
    return CallsPart(
        name=calls.name(),
        help=calls.help(),
        rows=tuple(_responder(actor, calls, row, said.get(row.pk, ()), now, leads) for row in rows),
        open=sum(1 for row in rows if row.fed_back_at is None and row.cancelled_at is None),
        may_call=posting is not None and not refusal,
        refusal=refusal if posting is not None else "",
        groups=grouped(calling.choices(posting, order)) if posting and not refusal else (),
    )


def grouped(
    bodies: Sequence[orgs.BodyRef],
) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """Bodies to tick by kind: code, name, and the initials that find it."""
    names, found = kind_names(), dict[str, list[tuple[str, str, str]]]()
    for body in bodies:
        label = body.label(language())
        found.setdefault(body.kind, []).append((body.code, label, initials(label)))
    return tuple((names.get(kind, kind), tuple(rows)) for kind, rows in found.items())


def callable_bodies(actor: Actor, spec: ProcessSpec, opens: OpeningSpec) -> list[orgs.BodyRef]:
    """Whom the starter may call at once, in any place of the starter's posts; by code."""
    postings = [p for p in actor.postings_as(*opens.roles) if p.body_id and p.area_path]
    if spec.calls is None or not _starter_calls(spec):
        return []
    return [
        body
        for body in orgs.bodies_of_kind(*spec.calls.kinds)
        if any(body.id != p.body_id and calling.reaches(p, body, p.area_path) for p in postings)
    ]


def _starter_calls(spec: ProcessSpec) -> bool:
    """Whether the body that starts it leads it, and so may call from the beginning."""
    return spec.opening is not None and spec.opening.lead == "own"


def _said(rows: Sequence[Call]) -> dict[int, tuple[CallRating, ...]]:
    found: dict[int, tuple[CallRating, ...]] = {}
    for rating in CallRating.objects.filter(call__in=[row.pk for row in rows]).order_by("id"):
        found[rating.call_id] = (*found.get(rating.call_id, ()), rating)
    return found


def _responder(
    actor: Actor, calls: CallsSpec, row: Call, said: Sequence[CallRating], now: datetime,
    leads: bool,
) -> Responder:  # fmt: skip
    over = row.fed_back_at is not None or row.cancelled_at is not None
    mine = row.body_id in calling.answering_bodies(actor)
    body = orgs.body_by_id(row.body_id)
    may_judge = calls.judged and (row.fed_back_at is not None or bool(row.cancel_reason))
    there = {rating.by for rating in said}
    return Responder(
        id=row.pk,
        body=body_name(row.body_id),
        phone=body.phone if body else "",
        note=row.note,
        called_at=row.called_at,
        steps=_steps(row, over, now),
        words=_words(row),
        raised=row.raised,
        over=over,
        next="" if over else calling.next_step(row)[0],
        mine=mine,
        declined=row.declined_at is not None and row.arrived_at is None,
        releases=not over and (leads or calling.is_callers(actor, row)),
        judges=tuple(
            (side, body_name(row.body_id if side == "caller" else row.caller_body_id))
            for side in calling.sides(actor, row)
            if may_judge and side not in there
        ),
        judged=tuple(
            Judgement(
                body_name(row.caller_body_id if rating.by == "caller" else row.body_id),
                rating.satisfaction,
                rating.comment,
            )
            for rating in said
        ),
    )


def _words(row: Call) -> str:
    if row.cancel_reason:
        return headed(_("免去呼叫"), row.cancel_reason)
    return row.feedback or row.declined_why


def _steps(row: Call, over: bool, now: datetime) -> tuple[CallStep, ...]:
    """Whoever said that it cannot come is not waited for: the caller decides."""
    over = over or (row.declined_at is not None and row.arrived_at is None)
    first = _("来不了") if row.declined_at and not row.received_at else _("答复")
    done = (
        (first, row.received_at or row.declined_at, row.receipt_due),
        (_("到场"), row.arrived_at, row.arrival_due),
        (_("反馈"), row.fed_back_at, row.feedback_due),
    )
    return tuple(
        CallStep(name, at, due, None if over or at or due is None else RED if due < now else GREEN)
        for name, at, due in done
    )


def thread_of(actor: Actor, order: Order) -> Thread:
    """Where the order came from and what it led to, as far as the actor may see it."""
    seen = Order.objects.visible_to(actor).select_related("merged_into")
    before = OrderOrigin.objects.filter(order=order).values("origin_id")
    after = OrderOrigin.objects.filter(origin=order).values("order_id")
    first = seen.filter(pk__in=before).first()
    key = spec_of(order.process_id).key
    return Thread(
        origin=(first.number, state_name(first)) if first else None,
        led_to=tuple((o.number, state_name(o)) for o in seen.filter(pk__in=after).order_by("id")),
        startable=tuple(
            spec
            for spec in startable(actor)
            if order.phase != "closed" and spec.opening and key in spec.opening.takes
        ),
    )
