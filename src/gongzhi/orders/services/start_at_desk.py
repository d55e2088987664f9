"""Start an order of a process that the desk may start, as the profile says (`opens`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import Actor, Posting, covers
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from ..dispatch.quotas import refuse_quota
from ..dispatch.routing import ABOVE_COMMUNITY, COMMUNITY_KINDS, guard_lead
from ..engine.holding import centre
from ..engine.payloads import checked_payload
from ..engine.perform import missing_words, note_by_system
from ..intake.place import Place, place_of
from ..models import Order, OrderOrigin
from ..process.formfields import clean_fields, refuse_past
from ..process.opening import OPENING_CHECKS, Opened, posting_for, startable_one
from ..process.spec import OpeningSpec, ProcessSpec, spec_of
from .act import lock_order
from .attach import attach
from .call_bodies import call
from .opening import Opening
from .report import TEXT_MAX
from .start_for_resident import start_for_resident
from .start_order import Start, start_order

SOURCE = "desk"


def start_at_desk(
    *,
    actor: Actor,
    opening: Opening,
    photos: list[bytes] | None = None,
    at: datetime | None = None,
) -> Order:
    """The order with its photos, all or nothing; the same `client_key` gives the first one again.

    Raises Denied (post, place outside it), Invalid (a field), NotFound (no such process).
    """
    spec, opens = startable_one(actor, opening.process)
    if opens.for_resident:
        with transaction.atomic():
            return start_for_resident(
                actor=actor, opening=opening, opens=opens, photos=photos, at=at
            )
    values = checked_payload(opening.fields)
    clean_fields(spec, opens.fields, values)
    _check(spec, opens, opening, values)
    called = _called(opening)
    at = at or wall.now()
    refuse_past(spec, values, at)
    where, posting = _where(actor, opens, opening, _area_of_origin(actor, opening))
    lead = _lead(opens, opening, posting, where.area.path)
    written = {key: str(value) for key, value in values.items() if key in spec.fields}
    caller = orgs.body_by_id(posting.body_id) if posting.body_id else None
    refuse_quota(
        lead=lead,
        caller=caller,
        texts={"text": opening.text, **written},
    )
    for name in opens.checks:
        OPENING_CHECKS[name](Opened(values, lead, caller, at))
    start = Start(
        process=spec.key,
        source=SOURCE,
        text=opening.text.strip(),
        where=_at_community(where, lead, opening),
        lead_id=lead.id,
        client_key=opening.client_key,
        caller_id=posting.body_id,
        place=opening.place.strip()[:160],
        lon=opening.lon,
        lat=opening.lat,
        emergency=opens.urgent,
        said={key: values[key] for key in opens.fields if key in values},
    )
    with transaction.atomic():
        order = start_order(actor=actor, start=start, at=at)
        if order.entered_by_id != actor.user_id:
            raise Denied
        if order.event_seq > 1:
            return order  # the same key again: everything was done
        if opening.origin:
            _link(actor, order, spec, opens, opening.origin)
        if called:
            call(actor=actor, number=order.number, body_ids=called, at=at)
        if photos:
            attach(actor=actor, number=order.number, kind="report", blobs=photos)
        return order


def _called(opening: Opening) -> list[int]:
    bodies = [orgs.body_by_code(code) for code in opening.called]
    if None in bodies:
        raise Invalid(_("请从列表里选要呼叫的单位。"), "bodies")
    return [body.id for body in bodies if body is not None]


def origin_of(actor: Actor, opens: OpeningSpec, number: str) -> Order:
    """The open order out of which one is started, if the actor may see it. Raises Invalid."""
    found: Order | None = Order.objects.visible_to(actor).filter(number=number).first()
    if found is None or spec_of(found.process_id).key not in opens.takes:
        raise Invalid(_("没有找到这件工单，或者它不能这样发起。"), "origin")
    if found.phase == "closed":
        raise Invalid(_("原来的工单已经办结，不能再由它发起。"), "origin")
    return found


def _link(
    actor: Actor, order: Order, spec: ProcessSpec, opens: OpeningSpec, number: str
) -> None:  # fmt: skip
    """One thread: the new order knows where it came from, and the first one's record tells of it."""
    origin = lock_order(actor, origin_of(actor, opens, number).number)
    OrderOrigin.objects.create(order=order, origin=origin)
    payload = {"other": order.number, "note": spec.name("zh")}
    note_by_system(origin, actor=actor, action="led_to", payload=payload, at=order.reported_at)


def _check(spec: ProcessSpec, opens: OpeningSpec, opening: Opening, values: dict[str, Any]) -> None:
    checked_payload({"text": opening.text, "place": opening.place})
    if not opening.text.strip():
        raise Invalid(_("请写一句话：哪里、什么事。"), "text")
    if len(opening.text) > TEXT_MAX:
        raise Invalid(_("文字太长，请控制在%(max)d字以内。") % {"max": TEXT_MAX}, "text")
    for need in opens.needs:
        if values.get(need) in (None, ""):
            raise Invalid(missing_words(spec, need), need)


def _area_of_origin(actor: Actor, opening: Opening) -> AreaRef | None:
    """Where the order lies out of which it is started; None without one."""
    if not opening.origin:
        return None
    origin = Order.objects.visible_to(actor).filter(number=opening.origin)
    path = origin.values_list("area_path", flat=True).first()
    above = areas.ancestors(path) if path else []
    return above[-1] if above else None


def _where(
    actor: Actor, opens: OpeningSpec, opening: Opening, origin: AreaRef | None
) -> tuple[Place, Posting]:
    """The grid that holds the point, which the post must cover.

    Without a point it is the area of the order out of which it is started, where the post covers
    it, else the post's own.
    """
    if opening.lon is not None and opening.lat is not None:
        where = place_of(opening.lon, opening.lat)
        if where.outside:
            raise Invalid(_("这个点不在任何网格里，请在辖区里重新选一个。"), "place")
        return where, posting_for(actor, opens, where.area.path)
    posts = [p for p in actor.postings_as(*opens.roles) if p.body_id and p.area_path]
    if origin is not None and any(covers(post.area_path, origin.path) for post in posts):
        return Place(origin, outside=False), posting_for(actor, opens, origin.path)
    posting = posting_for(actor, opens)
    area = areas.area_by_id(posting.area_id) if posting.area_id else None
    if area is None:
        raise Denied(_("您的岗位没有辖区，不能发起。"))
    return Place(area, outside=False), posting


def _at_community(where: Place, lead: BodyRef, opening: Opening) -> Place:
    """What a community is asked for lies in the community, when no place was named."""
    area = areas.area_by_id(lead.area_id) if lead.area_id else None
    if opening.lon is not None or lead.kind != "community" or area is None:
        return where
    return Place(area, outside=False)


def _lead(opens: OpeningSpec, opening: Opening, posting: Posting, area_path: str) -> BodyRef:
    """Who answers for it from the beginning."""
    found: BodyRef | None = None
    match opens.lead:
        case "own":
            found = orgs.body_by_id(posting.body_id) if posting.body_id else None
        case "chosen":
            return _chosen(opens, opening.body, area_path, posting)
        case "centre":
            found = centre()
        case "grid":
            found = orgs.responsible_body("grid_team", area_path)
        case kind:
            found = orgs.responsible_body(kind, area_path)
    if found is None:
        raise Invalid(_("这个地方没有可以承担的单位，请联系系统管理员。"), "body")
    return found


def _chosen(opens: OpeningSpec, code: str, area_path: str, posting: Posting) -> BodyRef:
    """One of the kinds that may lead; a community only where the profile names it as one."""
    body = orgs.body_by_code(code) if code else None
    if body is None or (opens.lead_kinds and body.kind not in opens.lead_kinds):
        raise Invalid(_("请从列表里选一个单位。"), "body")
    refusal = guard_lead(body, None, area_path)
    if refusal is not None:
        raise Invalid(refusal.reason, "body")
    caller = orgs.body_by_id(posting.body_id) if posting.body_id else None
    from_above = caller is not None and caller.kind in ABOVE_COMMUNITY
    if from_above and not opens.lead_kinds and body.kind in COMMUNITY_KINDS:
        raise Invalid(_("上级的事不能直接派给社区主办，要请社区承接，请办社区事务准入。"), "body")
    return body
