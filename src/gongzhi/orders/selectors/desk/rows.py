"""One order as a line of a list: what the table shows, without a query per line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor

from ...dispatch.routing import propose
from ...engine.policies import Relations, permits, steps_of
from ...models import Attachment, Order
from ...process.spec import ActionSpec, spec_of
from ...words.wording import kind_of
from ...words.written import texts_of
from ..threefold import Threefold, threefold
from .lamps import lamp_of
from .names import area_name, body_name, category_name, category_with_id, source_word

# Fields that a line needs; the sealed, the hashes and the result stay in the table.
COLUMNS = (
    "number", "process_id", "state", "phase", "source", "emergency", "category_id", "text", "brief",
    "place", "area_path", "outside", "holder_body_id", "lead_body_id", "first_handler_id",
    "reporter_id", "reported_at", "due_at", "soon_at", "answer_on", "supporters", "presses",
    "returns", "extensions", "suspensions", "reworks", "handler_id", "solved", "satisfaction",
    "finished_at", "confined",
)  # fmt: skip
SENTENCE = 60
# What may be done from the list without opening the order.
FROM_LIST = ("accept", "file", "dispatch", "sign")


@dataclass(frozen=True)
class Press:
    """A button on a line: what it says and which key presses it; `ready` when one press is enough."""

    action: str
    label: str
    key: str
    ready: bool
    tone: str = "normal"


@dataclass(frozen=True)
class Row:
    """One line."""

    id: int
    number: str
    sentence: str
    lamp: str | None
    due_at: datetime | None
    state: str
    state_name: str
    place: str
    area: str
    category: str
    category_sure: bool
    lead: str
    proposed: bool
    why: str
    undecided: bool
    source: str
    supporters: int
    presses: int
    emergency: bool
    outside: bool
    reworks: int
    reported_at: datetime
    handler_id: int | None
    photo_url: str = ""
    owner: str = ""  # said where somebody else than the lead answers for it
    supervisor: str = ""
    buttons: tuple[Press, ...] = field(default_factory=tuple)

    @property
    def href(self) -> str:
        """Of the order's page: written out, since asking the resolver costs a tenth of a list."""
        return f"/desk/orders/{self.number}/"


def photo_url(photo_id: int, size: str) -> str:
    return f"/media/photo/{photo_id}/{size}/"


def rows_of(orders: Iterable[Order], *, actor: Actor, now: datetime) -> list[Row]:
    """Lines for a page of orders; one query, for the thumbnails."""
    found = list(orders)
    thumbs, texts = _thumbs([order.pk for order in found]), texts_of(found)
    return [_row(order, actor, now, thumbs.get(order.pk, ""), texts[order.pk]) for order in found]


def _thumbs(order_ids: Sequence[int]) -> dict[int, str]:
    """Address of the first photo of each order."""
    if not order_ids:
        return {}
    firsts = (
        Attachment.reached.filter(order_id__in=order_ids, kind="report")
        .order_by("order_id", "id")
        .distinct("order_id")
        .values_list("order_id", "id")
    )
    return {order_id: photo_url(photo_id, "thumb") for order_id, photo_id in firsts}


def _row(
    order: Order,
    actor: Actor,
    now: datetime,
    thumb: str,
    text: str,
) -> Row:
    spec = spec_of(order.process_id)
    category = category_with_id(order.category_id)
    lead, proposed, why = body_name(order.lead_body_id), False, ""
    # What was settled on the spot or answered at once needs no body any more.
    needs_lead = order.phase != "closed" and order.finished_at is None
    if order.state == "returned" and lead:
        why = _("%(lead)s刚退回，请打开工单人工定") % {"lead": lead}
    elif not lead and needs_lead:
        proposal = propose(category, order.area_path)
        why = proposal.why
        if proposal.lead is not None:
            lead, proposed = body_name(proposal.lead.id), True
    three: Threefold | None = threefold(order) if order.lead_body_id else None
    if three is not None and not three.apart:
        three = None
    return Row(
        id=order.pk,
        number=order.number,
        sentence=order.brief or shorten(text),
        lamp=lamp_of(order, now),
        due_at=order.due_at,
        state=order.state,
        state_name=spec.states[order.state].name(),
        place=order.place,
        area=area_name(order.area_path),
        category=category_name(category) or kind_of(order),
        category_sure=category is not None,
        lead=lead,
        proposed=proposed,
        why=why,
        undecided=needs_lead and not lead,
        source=source_word(order.source, spec),
        supporters=order.supporters,
        presses=order.presses,
        emergency=order.emergency,
        outside=order.outside,
        reworks=order.reworks,
        reported_at=order.reported_at,
        handler_id=order.handler_id,
        photo_url=thumb,
        owner=body_name(three.owner.id) if three and three.owner else "",
        supervisor=body_name(three.supervisor.id) if three and three.supervisor else "",
        buttons=_buttons(order, actor, lead_named=lead if proposed else ""),
    )


def shorten(text: str, length: int = SENTENCE) -> str:
    """One line of somebody's words, cut with an ellipsis; never rewritten."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _buttons(order: Order, actor: Actor, *, lead_named: str) -> tuple[Press, ...]:
    spec = spec_of(order.process_id)
    relations = Relations(order, actor, ask=False)
    found: list[Press] = []
    steps = steps_of(spec, order.state)
    main = next((step for step in steps if permits(actor, step, relations)), None)
    if main is not None:
        found.append(_main_button(main, order, lead_named))
    back = next((a for a in spec.actions_from(order.state) if a.key == "return"), None)
    if back is not None and permits(actor, back, relations):
        found.append(Press(back.key, back.name(), "k", ready=False, tone="quiet"))
    return tuple(found)


def _main_button(action: ActionSpec, order: Order, lead_named: str) -> Press:
    """`派给 城管局` when the catalogue decides; else the button opens the order."""
    key = "d" if action.key == "dispatch" else "j"
    label, ready = action.name(), action.key in FROM_LIST
    if action.key == "dispatch":
        ready = bool(lead_named)
        label = f"{action.name()} {lead_named}" if lead_named else action.name()
    elif action.key == "accept":
        ready = order.category_id is not None
    return Press(action.key, label, key, ready=ready, tone="primary" if ready else "normal")
