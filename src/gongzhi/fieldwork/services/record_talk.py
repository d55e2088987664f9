"""Take down a talk with somebody who came to the community (约谈接访)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.fieldwork.config import field_settings
from gongzhi.fieldwork.models import Talk
from gongzhi.fieldwork.once import Said, once
from gongzhi.fieldwork.reach import VISIT_ROLES
from gongzhi.fieldwork.rules import months_after
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.catalogue import category_by_code
from gongzhi.orders.hooks.outbox import Answer, Entry
from gongzhi.orders.services.report import Draft, report
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

LONGEST = {"name": 40, "phone": 20, "said": 1000, "answer": 500, "passed_to": 120}


@dataclass(frozen=True)
class Told:
    """What the form said, trimmed."""

    name: str
    phone: str
    said: str
    answer: str
    passed_to: str


def record_talk(actor: Actor, entry: Entry) -> Answer:
    """One entry of the kind `talk`. Payload: name and phone (both optional), said, outcome
    (order | answered | passed), answer, passed_to, category. The record belongs to the community
    of the actor's post and goes after the profile's months. Denied, Invalid with its field, and
    what `report` raises; nothing is kept then.
    """
    if not actor.has_role(*VISIT_ROLES):
        raise Denied(_("您的岗位不记接访。"))
    return once(actor, entry, lambda: _record(actor, entry))


def _record(actor: Actor, entry: Entry) -> Said:
    body = community_of(actor)
    told = _read(entry)
    outcome = entry.words("outcome")
    _check(told, outcome)
    number = _order(actor, entry, body, told) if outcome == "order" else ""
    at = clock.now()
    Talk(
        body_id=body.id, user_id=actor.user_id or 0, at=at, outcome=outcome, number=number,
        words_sealed=seal(json.dumps(told.__dict__, ensure_ascii=False)),
        keep_until=months_after(clock.local(at).date(), field_settings().keep_months.talks),
    ).save()  # fmt: skip
    if number:
        return Said(_("已转成工单%(number)s。") % {"number": number}, number=number)
    return Said(_("接访记录只有本社区看得到。"))


def community_of(actor: Actor) -> BodyRef:
    """The community in whose name the actor receives residents. Denied without one."""
    for posting in actor.postings_as(*sorted(VISIT_ROLES)):
        body = orgs.responsible_body("community", posting.area_path) if posting.area_path else None
        if body is not None:
            return body
    raise Denied(_("您的岗位不在哪个社区，不能记接访。"))


def _read(entry: Entry) -> Told:
    texts: dict[str, Any] = {}
    for name, longest in LONGEST.items():
        text = entry.words(name)
        if len(text) > longest or "\x00" in text:
            raise Invalid(_("请控制在%(max)d字以内。") % {"max": longest}, name)
        texts[name] = text
    return Told(**texts)


def _check(told: Told, outcome: str) -> None:
    if not told.said:
        raise Invalid(_("请写来人说了什么。"), "said")
    if outcome not in Talk.OUTCOMES:
        raise Invalid(_("请选怎么处理的。"), "outcome")
    if outcome == "answered" and not told.answer:
        raise Invalid(_("请写当场怎么答的。"), "answer")
    if outcome == "passed" and not told.passed_to:
        raise Invalid(_("请写转到哪里。"), "passed_to")


def _order(actor: Actor, entry: Entry, body: BodyRef, told: Told) -> str:
    """Told at the window; the visitor is the reporter when they left a phone."""
    area = areas.area_by_id(body.area_id or 0)
    category = category_by_code(entry.words("category"))
    receipt = report(
        actor=actor,
        draft=Draft(
            client_key=uuid.uuid5(entry.client_key, "order"),
            text=told.said,
            category_code=category.code if category and category.kind == "item" else None,
            area_code=area.code if area else "",
            source="window",
            phone=told.phone,
            name=told.name,
        ),
    )
    return receipt.number
