"""Take in a report: from a resident, from staff for somebody, or from a program."""

from __future__ import annotations

import uuid
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.login.codes import PER_SOURCE_HOUR
from gongzhi.accounts.models import Resident
from gongzhi.accounts.services.ensure_resident import resident_id_for
from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied, Invalid, TooMany
from gongzhi.kernel.quota import HourlyQuota
from gongzhi.kernel.scope import SYSTEM, Actor

from ..dispatch.catalogue import chosen_category
from ..engine.parts import part
from ..intake import writing
from ..intake.place import place_of
from ..models import Order
from ..process.current import MATTER
from ..settings import order_settings
from . import taking

TEXT_MAX = 2000
# As many as codes: a mobile carrier hides many phones behind one address.
_UNVERIFIED = HourlyQuota(PER_SOURCE_HOUR)
SOURCES = ("snap", "hotline", "grid", "visit", "window", "meeting", "leader", "device")


@dataclass(frozen=True)
class Draft:
    """What somebody hands over. `client_key` makes a repeat harmless; degrees are WGS 84.

    `sent_from` is the network address it came from, by which unverified reports are limited;
    `finder_id` the user who took it down first, when another hands it in (a need of a visit).
    `process` is what is ordered, `fields` what it asks for (services/taking).
    """

    client_key: uuid.UUID
    text: str
    category_code: str | None = None
    limit_key: str | None = None
    lon: float | None = None
    lat: float | None = None
    area_code: str = ""
    place: str = ""
    source: str = "snap"
    phone: str = ""
    name: str = ""
    public: bool = False
    hide_name: bool = False
    verified: bool = False
    sent_from: str = ""
    finder_id: int | None = None
    process: str = MATTER
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The first answer, which every repeat of the same client key gets again."""

    number: str
    state: str
    repeated: bool


def report(*, actor: Actor, draft: Draft, at: datetime | None = None) -> Receipt:
    """Write the report in one statement; when this returns, it is never lost or doubled."""
    at = at or wall.now()
    _check(draft)
    category, limit = chosen_category(draft.category_code, draft.limit_key)
    where = place_of(draft.lon, draft.lat, draft.area_code)
    taken = taking.taken(draft.process, draft.source, draft.fields, where, at)
    verified = actor.kind in {"resident", "staff", "api"} or draft.verified
    # By itself the statement of intake is a transaction; the daily limit needs one around it.
    with nullcontext() if actor.kind == "api" else transaction.atomic():
        # A program's report finds its reporter on the way; nobody else's limit is asked then.
        by_program = actor.kind == "api" and bool(draft.phone)
        reporter = None if by_program else _reporter(actor, draft)
        order = writing.new_order(
            client_key=draft.client_key,
            at=at,
            where=taken.where or where,
            category=category,
            limit=limit,
            process_id=taken.process_id,
            source=draft.source,
            text=draft.text.strip(),
            **taken.place(draft.place.strip()[:160], draft.lon, draft.lat),
            reporter_id=reporter,
            entered_by_id=actor.user_id,
            first_handler_id=_first_handler(actor, draft),
            public=draft.public,
            hide_name=draft.hide_name or taken.discreet,
            lead_body_id=taken.lead_id,
        )
        rows = writing.begin(order, actor)
        if taken.lead_id is not None:
            rows.parties.append(part(order, "lead", taken.lead_id, at))
        writing.fill(rows, _named(actor, reporter), at, verified=verified, said=taken.said)
        if not verified:
            _check_source(draft, at)
        elif reporter is not None and actor.kind != "api":
            _check_daily_limit(reporter, draft.client_key, at)
        phone = (draft.phone, draft.name) if by_program else None
        if writing.write(rows, phone):
            return Receipt(order.number, order.state, repeated=False)
    return _first_answer(actor, draft, _reporter(actor, draft))


def _first_handler(actor: Actor, draft: Draft) -> int | None:
    """Who sees it through to the end (首办人, JN-33): whoever found it or heard it at the door."""
    if draft.source not in {"grid", "visit"}:
        return None
    return draft.finder_id or actor.user_id


def _named(actor: Actor, reporter: int | None) -> Actor:
    """Nobody is signed in while a phone is not verified yet: the event names the resident."""
    if actor.kind == "public":
        return Actor(kind="resident", resident_id=reporter)
    return actor


def _check(draft: Draft) -> None:
    if not draft.text.strip():
        raise Invalid(_("请写一句话：哪里、什么事。"), "text")
    if len(draft.text) > TEXT_MAX:
        raise Invalid(_("文字太长，请控制在%(max)d字以内。") % {"max": TEXT_MAX}, "text")
    if "\x00" in draft.text or "\x00" in draft.place:
        raise Invalid(_("文字里有不能识别的字符，请删掉后再交。"), "text")
    if draft.source not in SOURCES:
        raise Invalid(_("来源不在列表里。"), "source")
    if (draft.lon is None) != (draft.lat is None):
        raise Invalid(_("位置不完整，请重新选一下地点。"), "place")
    if draft.lon is not None and draft.lat is not None:
        inside = -180 <= draft.lon <= 180 and -90 <= draft.lat <= 90
        if not inside:  # also refuses NaN
            raise Invalid(_("位置不对，请重新选一下地点。"), "place")


def _reporter(actor: Actor, draft: Draft) -> int | None:
    if actor.kind == "resident":
        return actor.resident_id
    if draft.phone:
        return resident_id_for(phone=draft.phone, name=draft.name)
    if actor.kind == "public":
        raise Invalid(_("请填写手机号，好把结果告诉您。"), "phone")
    return None


def _check_source(draft: Draft, at: datetime) -> None:
    """So many an hour from one network address, whatever phone they name: whoever types somebody
    else's number must not use up what that person may report. A repeat is no second report.
    """
    if not draft.sent_from:
        return
    if not Order.objects.visible_to(SYSTEM).filter(client_key=draft.client_key).exists():
        if not _UNVERIFIED.take(draft.sent_from, 1, now=at):
            raise TooMany(
                _("您所在的网络没验证手机的诉求太多。请先验证手机号再交，急事请打12345。")
            )


def _check_daily_limit(reporter: int, client_key: uuid.UUID, at: datetime) -> None:
    """What strangers typed under this phone and nobody confirmed does not count against it."""
    most = order_settings().per_phone_daily
    # The row of the resident is locked, so that two reports at once cannot both be the last.
    Resident.objects.marked().select_for_update().filter(pk=reporter).first()
    mine = (
        Order.objects.visible_to(SYSTEM)
        .filter(reporter_id=reporter, reported_at__gte=at - timedelta(days=1))
        .exclude(state__in=("draft", "void"))
    )
    if mine.count() >= most and not mine.filter(client_key=client_key).exists():
        raise Conflict(
            _("同一个手机号一天最多反映%(max)d件。急事请打12345，内容已经留在本机，明天可以再交。")
            % {"max": most}
        )


def _first_answer(actor: Actor, draft: Draft, reporter: int | None) -> Receipt:
    """The answer that the first try got; a key of somebody else's report tells nothing."""
    first = Order.objects.visible_to(SYSTEM).get(client_key=draft.client_key)
    same = first.reporter_id == reporter and first.entered_by_id == actor.user_id
    if not same:
        raise Denied
    return Receipt(first.number, first.state, repeated=True)
