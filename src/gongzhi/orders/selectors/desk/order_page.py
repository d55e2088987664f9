"""Everything on one order's page, read once, within the scope of whoever looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.reading.geojson import collection
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.web.words import headed, joined

from ...dispatch import triaging
from ...dispatch.routing import Proposal, propose
from ...engine.policies import ActionView, allowed_actions, contact_refusal, next_step
from ...gathering.files import file_of
from ...models import Attachment, Exemption, Order, OrderClock, OrderEvent, OrderParty, WriterCode
from ...process.formfields import words_of
from ...process.spec import ProcessSpec, spec_of
from ...words.wording import (
    Line,
    events_of,
    holder_words,
    kind_of,
    limit_sum,
    limit_words,
    resident_sentence,
    state_name,
    timeline,
)
from ...words.written import class_named, is_written, text_of
from ..photo_steps import with_photos
from ..resident_words import public_sentence
from ..threefold import threefold
from .extension import Extension, extension_of
from .lamps import lamp_of
from .mapped import Mapped, mapped
from .names import area_name, body_name, category_name, language, source_word, speaks_english
from .options import LeadChoice, near_leads
from .rows import photo_url
from .similar import Other, PlaceHistory, of_reporter, place_history, similar_to

HANDLING = "handle"
DISPATCHING = frozenset({"dispatch", "reassign", "rule"})
CHECKED = "checked_words"  # the field whose words take the place of the person's own
EXTENDING = frozenset({"may_extend", "extend_handling"})


@dataclass(frozen=True)
class Photo:
    """As the strip of photos wants it."""

    url: str
    thumb_url: str
    alt: str


@dataclass(frozen=True)
class Part:
    """A body's part in the order; `answers`: it owes the lead an answer, or gave it."""

    role: str
    answers: bool
    body: str
    phone: str
    answered: bool
    answer: str
    at: datetime | None


@dataclass(frozen=True)
class Clock:
    """A stage's clock as it runs now; one fact a column."""

    stage: str
    body: str
    started_at: datetime
    due_at: datetime | None
    paused: bool


@dataclass(frozen=True)
class OrderPage:
    """What the page shows."""

    order: Order
    state_name: str
    phase: str
    lamp: str | None
    resident_reads: tuple[str, str] | None  # who reads where it stands, and in which words
    holder: str
    holder_phone: str
    own_body: bool  # it stands with a body of the reader
    lead: str
    handler: str
    first_handler: str
    category: str
    limit_words: str
    source: str
    area: str
    photos: dict[str, list[Photo]]
    steps: list[dict[str, Any]]
    filled_in: list[tuple[str, str]]
    file: str
    actions: list[ActionView]
    main: ActionView | None
    proposal: Proposal | None
    near_leads: list[LeadChoice]
    limit_sum: str
    clocks: list[Clock]
    parts: list[Part]
    similar: list[Other]
    history: PlaceHistory | None
    own: list[Other]
    has_contact: bool
    contact_refusal: str
    extension: Extension | None = None
    asked_why: str = ""
    mapped: list[Mapped] = field(default_factory=list)
    folded: list[ActionView] = field(default_factory=list)
    exempt: bool = False
    three: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, in the reader's language where the system wrote them."""
        return text_of(self.order)

    @property
    def words_title(self) -> str:
        """Whose words stand there: the person's own, or checked ones in their place, or nobody's."""
        spec = spec_of(self.order.process_id)
        checked = spec.fields.get(CHECKED)
        if checked is not None and (checked.name(), self.order.text) in self.filled_in:
            return checked.name()
        if spec.classed:
            return _("诉求原话")
        own = self.has_contact and not is_written(spec.key)
        return _("本人原话") if own else _("什么事")

    @property
    def has_class(self) -> bool:
        """Whether its process classes it."""
        return spec_of(self.order.process_id).classed

    @property
    def kind(self) -> str:
        """What kind of order it is, where its class does not say so."""
        return kind_of(self.order)

    @property
    def marker(self) -> list[float] | None:
        """Where the pin stands on the map, WGS 84."""
        if self.order.lon is None or self.order.lat is None:
            return None
        return [self.order.lon, self.order.lat]

    @property
    def may_reclassify(self) -> bool:
        return any(action.key == "reclassify" and action.allowed for action in self.actions)

    @property
    def proposed_gave_back(self) -> bool:
        """Whether the body that the catalogue names is the one that has just returned it."""
        lead = self.proposal.lead if self.proposal else None
        returned = self.order.returns > 0 and self.order.lead_body_id is not None
        return lead is not None and returned and lead.id == self.order.lead_body_id

    @property
    def proposal_lead(self) -> str:
        return self.proposal.lead.label(language()) if self.proposal and self.proposal.lead else ""

    @property
    def triage_why(self) -> str:
        """The three-way triage and why, where the city uses it."""
        ruled = self.proposal.triage if self.proposal else None
        return triaging.why(ruled) if ruled else ""

    @property
    def proposal_supporting(self) -> str:
        supporting = self.proposal.supporting if self.proposal else ()
        return joined(body.label(language()) for body in supporting)


def visible_order(actor: Actor, number: str) -> Order:
    """The order; NotFound for whoever may not see it, exactly as if it did not exist."""
    order = (
        Order.objects.visible_to(actor)
        .select_related("category", "limit", "handler", "first_handler", "merged_into")
        .filter(number=number)
        .first()
    )
    if order is None:
        raise NotFound
    return order


def order_page(actor: Actor, number: str, *, now: datetime) -> OrderPage:
    """Read one order's page. Raises NotFound."""
    order = visible_order(actor, number)
    actions = allowed_actions(actor, order)
    dispatches = any(a.key in DISPATCHING for a in actions)
    parties = list(OrderParty.objects.filter(order=order).select_related("body").order_by("id"))
    holder = next((p.body for p in parties if p.role == "holder"), None)
    owes = any(
        p.role == "co" and p.answered_at is None and p.body_id in actor.body_ids for p in parties
    )
    spec = spec_of(order.process_id)
    answering = any("co_answer" in action.effects for action in spec.actions.values())
    main = next_step(actions, spec, order.state, owes_answer=owes)
    extends = any(EXTENDING.intersection(spec.actions[a.key].effects) for a in actions)
    photos = _photo_rows(order)
    events = events_of(order)
    clocks = list(OrderClock.objects.filter(order=order).order_by("id"))
    return OrderPage(
        order=order,
        state_name=state_name(order),
        phase=order.phase,
        lamp=lamp_of(order, now),
        resident_reads=_resident_reads(order, spec),
        holder=holder_words(order),
        holder_phone=holder.phone if holder else "",
        own_body=holder is not None and holder.pk in actor.body_ids,
        lead=body_name(order.lead_body_id),
        handler=order.handler.name if order.handler else "",
        first_handler=order.first_handler.name if order.first_handler else "",
        category=category_name(order.category),
        limit_words=_limit_words(order),
        source=source_word(order.source, spec),
        area=area_name(order.area_path, levels=3),
        photos=photos_by_kind(photos),
        steps=_steps(order, actor, photos, events),
        filled_in=_filled_in(spec, events),
        file=_file_seen(order, actor),
        actions=actions,
        main=main,
        folded=[a for a in actions if a is not main],
        proposal=propose(order.category, order.area_path) if dispatches else None,
        near_leads=near_leads(order) if dispatches else [],
        limit_sum=limit_sum(clocks),
        clocks=_clocks(order, clocks),
        parts=[_part(row, answering) for row in _parts_shown(order, parties)],
        similar=similar_to(order, actor, now=now),
        history=place_history(order, actor, now=now),
        own=of_reporter(order, actor),
        has_contact=order.reporter_id is not None,
        contact_refusal=contact_refusal(actor, order) if order.reporter_id else "",
        extension=extension_of(order) if extends else None,
        asked_why=_asked_why(order) if extends else "",
        mapped=mapped(order),
        three=_three(order, parties),
        exempt=order.on_time is False and Exemption.objects.filter(order=order).exists(),
    )


def _three(order: Order, parties: list[OrderParty]) -> list[tuple[str, str]]:
    """Who owns it, who supervises, who does it; the doer by name once somebody took it."""
    found = threefold(order, [row.body_id for row in parties if row.role == "supervisor"])
    doer = body_name(found.doer.id) if found.doer else ""
    if doer and order.handler:
        doer = f"{doer} · {order.handler.name}"
    three = [
        (_("责任人（有人抓）"), body_name(found.owner.id) if found.owner else ""),
        (_("监管人（有人管）"), body_name(found.supervisor.id) if found.supervisor else ""),
        (_("落实人（有人落实）"), doer),
    ]
    # Nobody above sees what is confined: no supervisor is still to be named.
    return three if found.supervisor or not order.confined else [three[0], three[2]]


def _resident_reads(order: Order, spec: ProcessSpec) -> tuple[str, str] | None:
    """Who outside the offices reads where it stands, and what; None where nobody does."""
    if order.reporter_id is not None:
        return (_("本人看到") if order.confined else _("居民看到")), resident_sentence(order)
    if WriterCode.objects.filter(order=order).exists():
        return _("写信人看到"), resident_sentence(order)
    if order.public or order.published or order.supporters:
        return _("居民看到"), public_sentence(order)
    shown = spec.states[order.state].shown
    return (_("居民看到"), state_name(order)) if shown else None


def _asked_why(order: Order) -> str:
    """The reason of the last request for more time."""
    events = OrderEvent.reached.filter(order=order, to_state=order.state).exclude(
        from_state=order.state
    )
    last = events.order_by("-seq").first()
    return str((last.payload or {}).get("reason", "")) if last else ""


def _limit_words(order: Order) -> str:
    if order.limit is None:
        return ""
    condition = order.limit.condition
    if speaks_english() and order.limit.condition_en:
        condition = order.limit.condition_en
    return f"{condition} · {limit_words(order.limit.amount, order.limit.unit)}"


def _photo_rows(order: Order) -> list[Attachment]:
    return list(Attachment.reached.filter(order=order).order_by("id"))


def _photo_names() -> dict[str, str]:
    return {
        "report": _("反映时的照片"),
        "before": _("核实时的照片"),
        "after": _("处置后照片"),
        "note": _("补充的照片"),
    }


def photos_by_kind(rows: list[Attachment]) -> dict[str, list[Photo]]:
    """report, before, after, note → photos, oldest first."""
    names = _photo_names()
    found: dict[str, list[Photo]] = {}
    for row in rows:
        label = f"{names.get(row.kind, row.kind)} {len(found.get(row.kind, ())) + 1}"
        found.setdefault(row.kind, []).append(_photo(row, label))
    return found


def _photo(row: Attachment, alt: str) -> Photo:
    return Photo(photo_url(row.pk, "full"), photo_url(row.pk, "thumb"), alt)


_TONES = {"danger": "bad", "primary": "ok"}


def _file_seen(order: Order, actor: Actor) -> str:
    """The open long-running file that has taken it up, if the reader may open that."""
    whole = file_of(order)
    seen = whole and Order.objects.visible_to(actor).filter(pk=whole.pk).exists()
    return whole.number if whole is not None and seen else ""


def _filled_in(spec: ProcessSpec, events: list[OrderEvent]) -> list[tuple[str, str]]:
    """The process's own fields as they stand now: name and words, in the profile's order."""
    latest: dict[str, Any] = {}
    for event in events:
        latest |= {k: v for k, v in (event.payload or {}).items() if k in spec.fields}
    return [
        (field.name(), words_of(field, latest[key]))
        for key, field in spec.fields.items()
        if key in latest
    ]


def _steps(
    order: Order, actor: Actor, photos: list[Attachment], events: list[OrderEvent]
) -> list[dict[str, Any]]:
    """The record as the timeline shows it: where the handler's clock stopped and ran, and the
    photos that were taken for a step."""
    by_seq = {row.seq: row for row in events}
    lines, _left = with_photos(timeline(order, actor, "office", events), photos)
    names = _photo_names()
    found = []
    for line in lines:
        event = by_seq.get(line.seq)
        step = _step(line, _clock_word(order, event.action if event else ""))
        step["photos"] = [_photo(row, names.get(row.kind, row.kind)) for row in line.photos]
        category = (event.payload or {}).get("category") if event is not None else None
        if category:
            step["text"] = headed(step["text"], class_named(category))
        found.append(step)
    return found


def _step(line: Line, clock: str) -> dict[str, Any]:
    return {
        "at": line.at,
        "who": line.who,
        "text": line.title,
        "note": line.text,
        "kind": _TONES.get(line.tone, ""),
        "clock": clock,
    }


def _clock_word(order: Order, key: str) -> str:
    """停表 where an action pauses or ends the handler's clock, 走表 where it runs it."""
    action = spec_of(order.process_id).actions.get(key)
    effects = set(action.effects) if action else set()
    if effects & {"run_handling", "extend_handling", "bring_back"}:
        return _("走表")
    return _("停表") if effects & {"pause_handling", "finish", "settle"} else ""


def _clocks(order: Order, rows: Iterable[OrderClock]) -> list[Clock]:
    spec = spec_of(order.process_id)
    names = {s.stage: s.name() for s in spec.states.values() if s.stage and s.stage != HANDLING}
    names[HANDLING] = _("办理")
    if order.state in spec.states and spec.states[order.state].stage:
        stage = spec.states[order.state].stage
        if stage != HANDLING:
            names[stage] = spec.states[order.state].name()
    return [
        Clock(
            stage=names.get(row.stage, row.stage),
            body=body_name(row.body_id),
            started_at=row.started_at,
            due_at=row.due_at,
            paused=not row.running,
        )
        for row in rows
        if row.stopped_at is None
    ]


def _parts_shown(order: Order, parties: Sequence[OrderParty]) -> list[OrderParty]:
    """Who else has to do with it; whoever started it too, once, unless the same body leads it."""
    started = {row.body_id for row in parties if row.role == "caller"}
    return [
        row
        for row in parties
        if row.role in {"co", "supervisor"}
        or (row.role == "caller" and row.body_id != order.lead_body_id)
        or (row.role == "past" and row.body_id not in started)
    ]


def _part(row: OrderParty, answering: bool) -> Part:
    """`answering`: whether the process lets co-handlers answer the lead at all."""
    names = {
        "caller": _("发起单位"), "co": _("协办（不计考核）"), "supervisor": _("督办单位"),
        "past": _("曾经手"),
    }  # fmt: skip
    return Part(
        role=names[row.role],
        answers=row.role == "co" and answering,
        body=body_name(row.body_id),
        phone=row.body.phone,
        answered=row.answered_at is not None,
        answer=row.answer,
        at=row.answered_at,
    )


def map_shapes(actor: Actor, number: str) -> dict[str, Any]:
    """GeoJSON of the grids around an order: those of its community; outside, all streets."""
    order = visible_order(actor, number)
    chain = areas.ancestors(order.area_path)
    within = chain[-2].path if len(chain) > 1 else order.area_path
    shown = areas.shapes_at(None, within)
    if order.outside:
        shown = areas.shapes_at(1) or areas.shapes_at(0) or shown
    return collection((area, _drawn(order, area)) for area in shown)


def _drawn(order: Order, area: areas.AreaRef) -> dict[str, Any]:
    return {
        "name": area_name(area.path),
        "value": None if order.outside else int(area.path == order.area_path),
        "label": "",
        "text": area_name(area.path),
    }
