"""Talks of one's own community, by time: no names in the list, no search, no count by person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from gongzhi.fieldwork.models import Talk
from gongzhi.kernel.crypto import mask_name, mask_phone, open_
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor

RECENT: Final = 50


@dataclass(frozen=True)
class TalkLine:
    """When, and what came of it."""

    id: int
    at: datetime
    outcome: str
    number: str
    keep_until: date


@dataclass(frozen=True)
class TalkPage:
    """One record. Name and phone are masked unless somebody opened them with a purpose."""

    line: TalkLine
    name: str
    phone: str
    said: str
    answer: str
    passed_to: str
    opened: bool


def outcome_names() -> dict[str, str]:
    """What the outcomes are called."""
    return {"order": _("转成工单"), "answered": _("当场答复"), "passed": _("转到别处")}


def recent_talks(actor: Actor) -> list[TalkLine]:
    """The newest records of the communities whose post the actor holds."""
    rows = Talk.objects.visible_to(actor).order_by("-at", "-id")[:RECENT]
    return [_line(row) for row in rows]


def talk_page(actor: Actor, talk_id: int, *, opened: bool = False) -> TalkPage:
    """NotFound outside the own communities."""
    row = Talk.objects.visible_to(actor).filter(pk=talk_id).first()
    if row is None:
        raise NotFound
    told = json.loads(open_(row.words_sealed))
    name, phone = told["name"], told["phone"]
    return TalkPage(
        line=_line(row),
        name=name if opened or not name else mask_name(name),
        phone=phone if opened or not phone else mask_phone(phone),
        said=told["said"],
        answer=told["answer"],
        passed_to=told["passed_to"],
        opened=opened,
    )


def _line(row: Talk) -> TalkLine:
    return TalkLine(row.pk, row.at, outcome_names()[row.outcome], row.number, row.keep_until)
