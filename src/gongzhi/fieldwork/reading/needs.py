"""Needs of visits as the community gathers them (需求汇总)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.fieldwork.models import KeptCorrection, Need
from gongzhi.kernel.crypto import mask_name, open_
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.catalogue import category_by_code
from gongzhi.orders.selectors.resident_catalogue import label_of
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Home

OPEN_MOST: Final = 200
ENDED_MOST: Final = 30


@dataclass(frozen=True)
class NeedLine:
    """One need; `category` in words, `who` masked, `same` how many were merged into it."""

    id: int
    text: str
    category_code: str
    category: str
    address: str
    who: str
    agreed: bool
    made_at: datetime
    state: str
    number: str
    answer: str
    same: int


@dataclass(frozen=True)
class CorrectionLine:
    """A correction that was kept: what, of which row, and (for the desk) its words."""

    id: int
    register: str
    row_id: int
    title: str
    words: list[tuple[str, str]]
    made_at: datetime


@dataclass(frozen=True)
class Gathered:
    """Open needs by class, what ended lately, and corrections to look at."""

    groups: list[tuple[str, list[NeedLine]]]
    count: int
    ended: list[NeedLine]
    corrections: list[CorrectionLine]


def gathered(actor: Actor) -> Gathered:
    """Of the actor's own community. Open needs of one class stand together: equal ones show."""
    rows = Need.objects.gathered_by(actor)
    waiting = rows.filter(state="open").order_by("category_code", "made_at", "id")[:OPEN_MOST]
    ended = rows.exclude(state__in=("open", "merged")).order_by("-ended_at", "-id")[:ENDED_MOST]
    lines = _lines(list(waiting.select_related("home", "person")))
    return Gathered(
        groups=[
            (name or _("还没有类别"), list(some))
            for name, some in groupby(lines, key=lambda line: line.category)
        ],
        count=len(lines),
        ended=_lines(list(ended.select_related("home", "person"))),
        corrections=_corrections(actor),
    )


def need_line(actor: Actor, need_id: int) -> tuple[NeedLine, list[NeedLine]]:
    """One need and those merged into it. NotFound outside the own community."""
    rows = Need.objects.gathered_by(actor).select_related("home", "person")
    need = rows.filter(pk=need_id).first()
    if need is None:
        raise NotFound
    return _lines([need])[0], _lines(list(rows.filter(into=need).order_by("made_at")))


def _lines(needs: list[Need]) -> list[NeedLine]:
    same: dict[int, int] = {}
    merged = Need.reached.filter(into_id__in=[need.pk for need in needs])
    for into in merged.values_list("into_id", flat=True):
        same[into] = same.get(into, 0) + 1
    return [
        NeedLine(
            need.pk, need.text, need.category_code,
            label_of(category_by_code(need.category_code) if need.category_code else None),
            need.home.address,
            mask_name(open_(need.person.name_sealed)) if need.person else "",
            need.agreed, need.made_at, need.state, need.number, need.answer,
            same.get(need.pk, 0),
        )
        for need in needs
    ]  # fmt: skip


def _corrections(actor: Actor) -> list[CorrectionLine]:
    rows = KeptCorrection.objects.visible_to(actor).filter(done_at=None).order_by("made_at")
    found = list(rows.select_related("visit__home")[:OPEN_MOST])
    return [
        CorrectionLine(
            row.pk, row.register, row.row_id, _address(row.visit.home), _words(row), row.made_at
        )
        for row in found
    ]


def _address(home: Home) -> str:
    return home.address


def _words(row: KeptCorrection) -> list[tuple[str, str]]:
    """Field in words → what was heard at the door."""
    said: dict[str, Any] = json.loads(open_(row.words_sealed)) if row.words_sealed else {}
    register = REGISTERS[row.register]
    titles = {one.key: str(one.title) for one in register.fields} | {"note": _("搬走搬来")}
    choices = {one.key: one.choices for one in register.fields}
    return [
        (titles.get(key, key), str(choices.get(key, {}).get(text, text)))
        for key, text in said.items()
    ]
