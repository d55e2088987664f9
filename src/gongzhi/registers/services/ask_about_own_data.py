"""A person asks to have the own row corrected or erased, or takes the data along (PIPL 44–47)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.intake.place import Place
from gongzhi.orders.models import Order, Process
from gongzhi.orders.services.start_order import Start, start_order
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import DataRequest, Person
from gongzhi.registers.privacy.wishes import NOTE, PROCESS, sealed_wish
from gongzhi.registers.reading.own import as_json
from gongzhi.registers.reading.requests import KINDS, request_words

NOTE_MAX = 500


def ask_about_own_data(
    *,
    actor: Actor,
    kind: str,
    client_key: uuid.UUID,
    words: Mapping[str, str] | None = None,
    note: str = "",
    at: datetime | None = None,
) -> DataRequest:
    """The request with its order, which has the limit of the profile (`data_request`).

    `words` are wished words by field key, for `correct`; empty ones wish nothing. Denied for
    anybody but a resident; NotFound without a row of one's own; Invalid (the field); Conflict
    while the same is being answered. The same `client_key` again gives the first request.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    if kind not in KINDS:
        raise Invalid(_("请选择要办什么。"), "kind")
    at = at or clock.now()
    wish = _checked(words or {}, note) if kind == "correct" else _note(note)
    with transaction.atomic():
        person = Person.objects.visible_to(actor).select_for_update().first()
        if person is None:
            raise NotFound(_("还没有和您的登记对上，请先找到您的登记。"))
        own = DataRequest.objects.visible_to(actor)
        first = own.filter(order__client_key=client_key).first()
        if first is not None:
            return first
        if own.filter(person=person, kind=kind, outcome="").exists():
            raise Conflict(_("您已经提出过这个请求，正在办，结果会告诉您。"))
        request = DataRequest(
            account_id=actor.resident_id, person=person, kind=kind, made_at=at,
            fields=[key for key in wish if key != NOTE], wish_sealed=sealed_wish(wish),
        )  # fmt: skip
        request.order = _start(actor, person, request, client_key, at)
        request.save()
    return request


def export_own_data(*, actor: Actor, at: datetime | None = None) -> dict[str, object]:
    """Everything held, as data for machines; that it was taken is noted and shown. Denied."""
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    at = at or clock.now()
    with transaction.atomic():
        person = Person.objects.visible_to(actor).first()
        DataRequest.reached.create(
            account_id=actor.resident_id, person=person, kind="export", outcome="granted",
            made_at=at, decided_at=at,
        )  # fmt: skip
        return as_json(actor)


def _start(
    actor: Actor, person: Person, request: DataRequest, client_key: uuid.UUID, at: datetime
) -> Order:
    lead = orgs.responsible_body("community", person.area_path)
    area = areas.area_by_id(person.area_id)
    if lead is None or area is None:
        raise Conflict(_("这个地方还没有负责登记的社区，请联系受理中心。"))
    try:
        start = Start(
            process=PROCESS, client_key=client_key, source="request",
            text=request_words(request),
            where=Place(area, outside=False), lead_id=lead.id,
        )  # fmt: skip
        return start_order(actor=actor, start=start, at=at)
    except Process.DoesNotExist as error:
        raise GongzhiError(_("本地还没有设置个人信息请求的办理流程，请联系社区。")) from error


def _checked(words: Mapping[str, str], note: str) -> dict[str, str]:
    """The wished words of personal fields, read as the register would read them."""
    today = clock.today()
    wish: dict[str, str] = {}
    for field in REGISTERS["people"].fields:
        text = words.get(field.key, "").strip()
        if not text or not field.personal:
            continue
        try:
            field.read(text, today)
        except Invalid as error:
            raise Invalid(str(error), field.key) from error
        wish[field.key] = text
    wish |= _note(note)
    if not wish:
        raise Invalid(_("请写要更正什么。"), NOTE)
    return wish


def _note(note: str) -> dict[str, str]:
    text = " ".join(note.split())
    if len(text) > NOTE_MAX:
        raise Invalid(_("最多%(max)d个字。") % {"max": NOTE_MAX}, NOTE)
    if "\x00" in note:
        raise Invalid(_("里面有不能显示的字符。"), NOTE)
    return {NOTE: text} if text else {}
