"""Ask a person's home community what they did there (QJ-15); and the person's own answer to it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.accounts.services.log_access import log_access
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.engine.locking import locked
from gongzhi.orders.engine.payloads import checked_payload
from gongzhi.orders.engine.perform import note_by_system
from gongzhi.orders.intake.place import Place
from gongzhi.orders.models import Order, Process
from gongzhi.orders.services.start_order import Start, start_order
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.registers.models import OpinionRequest, Person
from gongzhi.registers.reading.opinions import words_of
from gongzhi.registers.settings import opinion_bodies
from gongzhi.registers.tokens import asked_tokens, fold

PROCESS: Final = "opinion"
SOURCE: Final = "opinion"
ROLES: Final = ("body_head", "handler")
REPLY: Final = "opinion_reply"
PURPOSE_MOST: Final = 160
REPLY_MOST: Final = 1000


def asking_body(actor: Actor) -> BodyRef | None:
    """The body in whose name the actor may ask; None for everybody else."""
    named = (orgs.acting_body(code) for code in opinion_bodies())
    codes = {body.code for body in named if body is not None}  # whoever took over may ask
    if actor.kind != "staff":
        return None
    for posting in actor.postings_as(*ROLES):
        body = orgs.body_by_id(posting.body_id) if posting.body_id else None
        if body is not None and body.code in codes:
            return body
    return None


def ask_opinion(
    *,
    actor: Actor,
    name: str,
    id_number: str,
    purpose: str,
    client_key: uuid.UUID,
    at: datetime | None = None,
) -> Order:
    """The order, with the home community. That it was asked is logged for the person.

    Raises Denied for every other body, Invalid by field; a name that does not belong to the
    number gets the answer of a number that there is not.
    """
    at = at or clock.now()
    asker = asking_body(actor)
    if asker is None:
        raise Denied
    checked_payload({"name": name, "id_number": id_number, "purpose": purpose})
    if not purpose.strip() or len(purpose) > PURPOSE_MOST:
        raise Invalid(_("请写明为什么征求，最多%(max)d字。") % {"max": PURPOSE_MOST}, "purpose")
    first = Order.objects.visible_to(actor).filter(client_key=client_key).first()
    if first is not None:
        return first
    person = _person(name, id_number)
    if person is None:
        # Whoever tries pairs of name and number learns which are none: it is written down.
        log_access(actor=actor, kind="search", subject="people", purpose=words_of(purpose), at=at)
        raise Invalid(_("登记里没有这个姓名和身份证号的人，请核对。"), "id_number")
    with transaction.atomic():
        lead, area = _community(person)
        try:
            order = start_order(
                actor=actor,
                start=Start(
                    process=PROCESS, client_key=client_key, source=SOURCE,
                    text=words_of(purpose),
                    where=Place(area, outside=False), lead_id=lead.id, caller_id=asker.id,
                ),
                at=at,
            )  # fmt: skip
        except Process.DoesNotExist:
            raise NotFound from None
        OpinionRequest.objects.create(
            order=order, person=person, asker_id=asker.id, purpose=purpose.strip(), asked_at=at
        )
        _log(actor, person, purpose, at)
    return order


def _person(name: str, id_number: str) -> Person | None:
    tokens = asked_tokens(id_number) if len(fold(id_number)) == 18 else []
    rows = Person.objects.visible_to(SYSTEM).standing()
    found = rows.with_any(tokens).first() if tokens else None
    person: Person | None = found
    return person if person and fold(open_(person.name_sealed)) == fold(name) else None


def _community(person: Person) -> tuple[BodyRef, areas.AreaRef]:
    lead = orgs.responsible_body("community", person.area_path)
    area = areas.area_by_id(lead.area_id) if lead and lead.area_id else None
    if lead is None or area is None:
        raise Conflict(_("这个地方还没有负责登记的社区，请联系受理中心。"))
    return lead, area


def open_person(*, actor: Actor, number: str, at: datetime | None = None) -> str:
    """Name and identity number's last digits of whom it is about; logged for the person.

    NotFound for whoever has no part in the order.
    """
    order = Order.objects.visible_to(actor).filter(number=number).first()
    row = OpinionRequest.objects.filter(order_id=order.pk).first() if order else None
    person = _reached(row)
    if actor.kind != "staff" or row is None or person is None:
        raise NotFound
    with transaction.atomic():
        _log(actor, person, row.purpose, at or clock.now())
    tail = open_(person.id_sealed)[-4:] if person.id_sealed else ""
    return f"{open_(person.name_sealed)}（…{tail}）" if tail else open_(person.name_sealed)


def _reached(row: OpinionRequest | None) -> Person | None:
    if row is None or row.person_id is None:
        return None
    found: Person | None = Person.reached.filter(pk=row.person_id).first()
    return found


def _log(actor: Actor, person: Person, purpose: str, at: datetime) -> None:
    account = person.account_id
    log_access(
        actor=actor, kind="open", subject=f"people {person.pk}",
        purpose=words_of(purpose),
        resident=Resident(pk=account) if account else None, at=at,
    )  # fmt: skip


def answer_opinion(
    *, actor: Actor, request_id: int, words: str, at: datetime | None = None
) -> OpinionRequest:
    """The person's own words, once, beside what the community wrote. NotFound for anybody else."""
    at = at or clock.now()
    words = words.strip()
    if not words or len(words) > REPLY_MOST:
        raise Invalid(_("请写您的说明，最多%(max)d字。") % {"max": REPLY_MOST}, "words")
    checked_payload({"words": words})
    with transaction.atomic():
        row = OpinionRequest.objects.select_for_update().filter(pk=request_id).first()
        person = _reached(row)
        mine = person is not None and person.account_id == actor.resident_id
        if actor.kind != "resident" or row is None or not mine:
            raise NotFound
        if row.replied_at is not None:
            raise Conflict(_("您已经说明过了。"))
        number = Order.objects.visible_to(SYSTEM).values_list("number", flat=True)
        order = locked(SYSTEM, number.get(pk=row.order_id))
        if order is None or order.phase != "closed":
            raise Conflict(_("社区还没有答复，答复以后再说明。"))
        note_by_system(order, actor=actor, action=REPLY, payload={"note": words}, at=at)
        row.replied_at = at
        row.save(update_fields=["replied_at"])
    return row
