"""Who enrolled at the own community: as they call themselves, with masked phones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from gongzhi.accounts.selectors import addresses_of
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.config import skill_names
from gongzhi.volunteering.models import Enrolment

PAGE = 50


@dataclass(frozen=True)
class Volunteer:
    """One line. A unit is where somebody works and says nothing of what the person believes."""

    id: int
    name: str
    phone: str
    unit: BodyRef | None
    skills: tuple[str, ...]
    since: datetime


def volunteers(actor: Actor, community_id: int, number: Any = 1) -> Page[Any]:
    """A page of those who stand there now, the newest first."""
    rows = (
        Enrolment.objects.visible_to(actor)
        .filter(community_id=community_id, ended_at=None)
        .order_by("-since", "-id")
    )
    page = Paginator(rows, PAGE).get_page(number)
    page.object_list = _lines(list(page.object_list))
    return page


def _lines(rows: list[Enrolment]) -> list[Volunteer]:
    phones = addresses_of(resident_ids=[row.resident_id for row in rows])
    names = skill_names()
    return [
        Volunteer(
            row.pk, open_(row.name_sealed), mask_phone(phones[row.resident_id].phone),
            orgs.body_by_id(row.unit_id) if row.unit_id else None,
            tuple(names[key] for key in row.skills if key in names), row.since,
        )
        for row in rows
        if row.resident_id in phones
    ]  # fmt: skip
