"""What a resident reads of orders: the list, the receipt, one order with its progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.accounts.selectors import people_at
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import mask_name
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import date_text

from ..engine.policies import ActionView, allowed_actions
from ..gathering.files import file_of
from ..models import Attachment, Order, OrderEvent, Rating, Support
from ..privacy.redaction import redact
from ..process.spec import spec_of
from ..settings import order_settings
from ..words.wording import Line, holder_words, resident_sentence, short_of, timeline, when
from ..words.written import is_written, text_of
from .resident_catalogue import headline_of, title_for_others
from .resident_nearby import area_words
from .resident_words import rateable_states, waits_for_check, waits_for_rating

_TITLE_CHARACTERS = 24


@dataclass(frozen=True)
class Row:
    """One order in a list; the names are those of the component `order_row`."""

    number: str
    title: str
    href: str
    state_words: str
    at: datetime
    place: str
    photo_url: str
    supports: int
    to_rate: bool
    open: bool


def my_orders(actor: Actor, drafts: Sequence[str] = ()) -> QuerySet[Order]:
    """The resident's own reports and those followed: to rate first, then open, then closed.

    Of the drafts those named, which this browser wrote: anybody can type somebody else's phone.
    """
    rated = Rating.objects.filter(
        order=OuterRef("pk"), resident_id=actor.resident_id or 0, round=OuterRef("reworks")
    )
    recent = clock.now() - timedelta(days=order_settings().rating_days)
    rateable = Q(rated=False, state__in=rateable_states(), finished_at__isnull=False) & (
        Q(closed_at=None) | Q(closed_at__gte=recent)
    )
    rank = Case(
        When(rateable, then=Value(0)),
        When(~Q(phase="closed"), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        Order.objects.visible_to(actor)
        .exclude(state="void")
        .filter(~Q(state="draft") | Q(number__in=drafts))
        .annotate(rated=Exists(rated))
        .annotate(rank=rank)
        .select_related("category", "merged_into")
        .order_by("rank", "-reported_at")
    )


def open_count(actor: Actor) -> int:
    """How many of the resident's own and followed reports are not closed."""
    return Order.objects.visible_to(actor).open().exclude(state="draft").count()


def rows_of(orders: Sequence[Any], actor: Actor) -> list[Row]:
    """List rows; the first photo of each order is read for all of them at once."""
    photos: dict[int, int] = {}
    ids = [order.pk for order in orders]
    seen = Attachment.reached.filter(order_id__in=ids, kind__in=("report", "after"))
    for order_id, photo_id in seen.order_by("-id").values_list("order_id", "id"):
        photos[order_id] = photo_id
    mine = {order.pk for order in orders if order.reporter_id == actor.resident_id}
    return [
        Row(
            number=order.number,
            title=title_of(order, actor),
            href=reverse("resident:order", args=[order.number]),
            state_words=resident_sentence(order),
            at=order.reported_at,
            place=place_of(order) if order.pk in mine else area_of(order),
            photo_url=_thumb(photos[order.pk]) if order.pk in photos and order.pk in mine else "",
            supports=order.supporters,
            to_rate=getattr(order, "rank", None) == 0,
            open=order.phase != "closed",
        )
        for order in orders
    ]


def _thumb(photo_id: int) -> str:
    return f"/media/photo/{photo_id}/thumb/"


def title_of(order: Order, actor: Actor) -> str:
    """What was ordered, else the class; while there is none that says what, to the reporter their
    own first words.
    """
    spec = spec_of(order.process_id)
    named = spec.residents or is_written(spec.key)
    label = spec.name() if named else headline_of(order.category)
    if label or order.reporter_id != actor.resident_id:
        return label or title_for_others(None)
    text = " ".join(text_of(order).split())
    return text if len(text) <= _TITLE_CHARACTERS else f"{text[:_TITLE_CHARACTERS]}…"


def _words_title(order: Order) -> str:
    """What the reporter's own words are called to them."""
    spec = spec_of(order.process_id)
    if spec.classed:
        return _("我反映的")
    return _("什么事") if is_written(spec.key) else _("我写的")


def result_of(order: Order, actor: Actor) -> str:
    """What was done, as its reporter or somebody else reads it."""
    return order.result if order.reporter_id == actor.resident_id else redact(order.result)


def area_of(order: Order) -> str:
    """The grid of the order in words, as precise as others may know it."""
    found = areas.ancestors(order.area_path)
    if order.outside or not found:
        return _("地图上选的点，不在本地网格")
    return area_words(found[-1])


def place_of(order: Order) -> str:
    return order.place or area_of(order)


@dataclass(frozen=True)
class Receipt:
    """The five lines that decide on trust: number, holder, responsible body, by when, press."""

    number: str
    holder: str
    responsible: str
    decided: bool
    result_by: str
    overdue: bool
    nudge: ActionView | None
    emergency_hint: str


def receipt_of(order: Order, actor: Actor) -> Receipt:
    """The five lines. Nothing is guessed: while nobody was named, it says until when that is."""
    lead = short_of(order.lead_body_id)
    if lead:
        responsible = lead
    elif order.phase == "closed":
        responsible = "—"
    elif order.due_at is not None and order.due_at > clock.now():
        responsible = _("正在确认由谁来办，%(due)s前定") % {"due": when(order.due_at)}
    else:
        responsible = _("正在确认由谁来办")
    return Receipt(
        number=order.number,
        holder=_holder(order),
        responsible=responsible,
        decided=bool(lead),
        result_by=_result_by(order),
        overdue=is_overdue(order),
        nudge=next((a for a in allowed_actions(actor, order) if a.key == "nudge"), None),
        emergency_hint=order.category.emergency_hint if order.category and order.emergency else "",
    )


def _holder(order: Order) -> str:
    if order.phase == "closed":
        return _("已经办结")
    if waits_for_rating(order):
        return _("等您评价")
    words = holder_words(order) or _("受理中心")
    body = orgs.body_by_id(order.holder_body_id) if order.holder_body_id else None
    if body is None or body.kind != "grid_team":
        return words
    people = people_at(body_id=body.id, roles=("grid_worker", "grid_head"))
    return f"{words} {mask_name(people[0].name)}" if people else words


def _result_by(order: Order) -> str:
    if order.state == "suspended" and order.answer_on:
        return _("%(day)s再答复您") % {"day": date_text(order.answer_on)}
    if order.promised_at is not None:
        return _("%(due)s前") % {"due": when(order.promised_at)}
    if order.unknown_year:
        return _("%(year)d年的放假安排还没有公布，公布后马上告诉您") % {"year": order.unknown_year}
    if waits_for_rating(order):
        return ""  # the result is there
    return _("确定由谁来办以后马上告诉您")


def is_overdue(order: Order) -> bool:
    """Whether the promised moment has passed while it is still in work."""
    return (
        order.phase == "open"
        and not (waits_for_check(order) or waits_for_rating(order))
        and order.promised_at is not None
        and order.promised_at < clock.now()
    )


@dataclass(frozen=True)
class Photo:
    """What the component `photos` wants."""

    url: str
    thumb_url: str
    alt: str


@dataclass(frozen=True)
class OrderView:
    """One order as its reporter, or somebody who follows it, sees it."""

    order: Order
    mine: bool
    title: str
    sentence: str
    file_words: str
    place: str
    text: str
    result: str
    receipt: Receipt
    steps: list[dict[str, Any]]
    photos: list[Photo]
    before: Photo | None
    after: list[Photo]
    actions: dict[str, ActionView]
    may_rate: bool
    nudged_today: bool
    my_rating: Rating | None
    verdicts: tuple[str, str] = ("", "")
    words_title: str = ""
    co_bodies: list[str] = field(default_factory=list)


def order_for(actor: Actor, number: str) -> Order | None:
    """The order when it is the actor's own or followed; None for anybody else's."""
    if actor.kind != "resident":
        return None
    return (
        Order.objects.visible_to(actor)
        .select_related("category", "merged_into")
        .filter(number=number)
        .first()
    )


def view_of(order: Order, actor: Actor) -> OrderView:
    """Everything that the order page shows. A follower never sees the reporter's words."""
    mine = order.reporter_id == actor.resident_id
    photos = list(Attachment.reached.filter(order=order).order_by("id"))
    own = [p for p in photos if p.kind == "note" and p.resident_id == actor.resident_id]
    sent = [p for p in photos if p.kind == "report"] + own if mine else []
    before = [p for p in photos if p.kind == "before"]
    if mine and not before:
        before = [p for p in photos if p.kind == "report"][:1]
    actions = {action.key: action for action in allowed_actions(actor, order)}
    rating = Rating.objects.filter(
        order=order, resident_id=actor.resident_id or 0, round=order.reworks
    ).first() or _last_rating(order, actor)
    return OrderView(
        order=order,
        mine=mine,
        title=title_of(order, actor),
        sentence=resident_sentence(order),
        file_words=_file_words(order),
        place=place_of(order) if mine else area_of(order),
        text=text_of(order) if mine else "",
        words_title=_words_title(order),
        result=result_of(order, actor),
        receipt=receipt_of(order, actor),
        steps=[
            {"at": line.at, "text": line.title, "who": line.who, "note": line.text}
            for line in timeline(order, actor, "resident")
        ],
        photos=[_photo(p) for p in sent],
        before=_photo(before[0]) if before else None,
        after=[_photo(p) for p in photos if p.kind == "after"],
        actions=actions,
        may_rate=may_rate(order, actor, actions),
        nudged_today=_nudged_today(order, actor),
        my_rating=rating,
        verdicts=verdicts(order),
        co_bodies=_co_bodies(order),
    )


def verdicts(order: Order) -> tuple[str, str]:
    """What its process calls a good and a bad end: solved, done, came true."""
    actions = spec_of(order.process_id).actions
    said = (("rate_solved", _("解决了")), ("rate_unsolved", _("没解决")))
    solved, unsolved = (actions[key].name() if key in actions else word for key, word in said)
    return solved, unsolved


def _file_words(order: Order) -> str:
    """What a reporter reads when the matter is part of a long-running file."""
    whole = file_of(order)
    return resident_sentence(whole) if whole is not None else ""


def _photo(row: Attachment) -> Photo:
    names = {"before": _("办之前的照片"), "after": _("办完的照片"), "note": _("补充的照片")}
    alt = names.get(row.kind, _("反映时的照片"))
    return Photo(f"/media/photo/{row.pk}/full/", _thumb(row.pk), alt)


def _last_rating(order: Order, actor: Actor) -> Rating | None:
    return (
        Rating.objects.filter(order=order, resident_id=actor.resident_id or 0)
        .order_by("-round")
        .first()
    )


def may_rate(order: Order, actor: Actor, actions: dict[str, ActionView] | None = None) -> bool:
    """Whether this person can rate now: the round is finished and has no rating of theirs yet."""
    if Rating.objects.filter(
        order=order, resident_id=actor.resident_id or 0, round=order.reworks
    ).exists():
        return False
    if order.reporter_id == actor.resident_id:
        if actions is None:
            actions = {action.key: action for action in allowed_actions(actor, order)}
        return "rate_solved" in actions and not _rating_over(order)
    follows = Support.objects.filter(order=order, resident_id=actor.resident_id or 0).exists()
    judged = waits_for_rating(order) or order.phase == "closed"
    return follows and order.finished_at is not None and judged and not _rating_over(order)


def _rating_over(order: Order) -> bool:
    """A closed order can be rated for the profile's days only."""
    days = timedelta(days=order_settings().rating_days)
    return order.closed_at is not None and order.closed_at < clock.now() - days


def _nudged_today(order: Order, actor: Actor) -> bool:
    start = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return OrderEvent.reached.filter(
        order=order, action="nudge", resident_id=actor.resident_id or 0, at__gte=start
    ).exists()


def _co_bodies(order: Order) -> list[str]:
    """Who helps. Whoever was only asked whether it takes the lead (a wish) does not."""
    from ..models import OrderParty

    steps = spec_of(order.process_id).actions.values()
    if any("lead_myself" in step.effects for step in steps):
        return []
    ids = OrderParty.objects.filter(order=order, role="co").values_list("body_id", flat=True)
    return [short_of(body_id) for body_id in ids]


def steps_for_others(order: Order) -> list[Line]:
    """The progress as anybody may read it: nobody's own words, results with doors hidden."""
    return timeline(order, Actor(), "public")
