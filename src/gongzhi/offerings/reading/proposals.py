"""What the matching proposes for the needs that the actor keeps, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import date_text, joined

from ..lists import PARTS, limits, skills_of
from ..matching import Offered, Proposal, TooManyUnitsError, Wanted, match
from ..models import Entry
from ..reach import kept_bodies
from .left import left_over


@dataclass(frozen=True)
class Line:
    """One proposal: which offer of whom, how much, and why."""

    need: Entry
    offer: Entry
    body: str
    quantity: int
    why: list[str]


@dataclass(frozen=True)
class Proposals:
    lines: list[Line]
    without: list[Entry]  # needs for which nothing fits
    too_many: bool = False


def proposals(actor: Actor, *, today: date, now: datetime) -> Proposals:
    """For all open needs of one's bodies at once: what is best for all is not the best for each."""
    mine = {body.id for body in kept_bodies(actor)}
    rows = list(
        Entry.objects.visible_to(actor)
        .filter(state="open", side__in=("need", "offer"), ends_on__gte=today)
        .order_by("pk")
    )
    left = left_over(rows)
    load = dict(
        Entry.reached.filter(side="carry", state="open")
        .values_list("body_id")
        .annotate(n=Count("id"))
    )
    needs = {
        row.pk: row
        for row in rows
        if row.side == "need" and row.body_id in mine and left[row.pk] > 0
    }
    offers = {row.pk: row for row in rows if row.side == "offer" and left[row.pk] > 0}
    wanted = [
        Wanted(**_plain(row, left, today), waiting_days=(now - row.at).days)
        for row in needs.values()
    ]
    offered = [
        Offered(**_plain(row, left, today), body=row.body_id, load=load.get(row.body_id, 0))
        for row in offers.values()
    ]
    try:
        found = match(wanted, offered, limits())
    except TooManyUnitsError:
        return Proposals([], [], too_many=True)
    lines = [
        Line(needs[one.need], offers[one.offer], short_of(offers[one.offer].body_id), one.quantity,
             _why(one, needs[one.need], load.get(offers[one.offer].body_id, 0)))
        for one in found
    ]  # fmt: skip
    answered = {one.need for one in found}
    return Proposals(lines, [row for key, row in needs.items() if key not in answered])


def is_proposed(actor: Actor, *, need: int, offer: int, quantity: int, today: date, now: datetime) -> bool:  # fmt: skip
    """Whether just this, or a part of it, is proposed now."""
    found = proposals(actor, today=today, now=now).lines
    return any((a.need.pk, a.offer.pk) == (need, offer) and quantity <= a.quantity for a in found)


def _plain(row: Entry, left: Counter[int], today: date) -> dict[str, Any]:
    return {
        "id": row.pk, "class_key": row.class_key, "skills": skills_of(row.skills),
        "quantity": left[row.pk], "starts": max(row.starts_on, today), "ends": row.ends_on,
        "part": row.part, "point": _point(row.body_id),
    }  # fmt: skip


def _point(body_id: int) -> tuple[float, float] | None:
    """The middle of the area where a body is."""
    body = orgs.body_by_id(body_id)
    area = areas.area_by_id(body.area_id) if body and body.area_id else None
    if area is None or area.centre_lon is None or area.centre_lat is None:
        return None
    return area.centre_lon, area.centre_lat


def _why(one: Proposal, need: Entry, load: int) -> list[str]:
    first, last = one.days
    days = {"a": date_text(first), "b": date_text(last), "part": str(PARTS[need.part])}
    words = [_("%(a)s 到 %(b)s（%(part)s）都有空") % days]
    if need.skills:
        words.append(_("会%(skills)s") % {"skills": joined(sorted(skills_of(need.skills)))})
    if one.km is not None:
        words.append(_("相距约 %(km)s 公里") % {"km": f"{one.km:.1f}"})
    words.append(
        ngettext("手上有 %(n)d 件", "手上有 %(n)d 件", load) % {"n": load} if load
        else _("手上没有别的")
    )  # fmt: skip
    if one.shared:
        words.append(_("有更近的，但手上的活更多"))
    if not one.others:
        words.append(_("只有这一家合适"))
    return words
