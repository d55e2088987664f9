"""What communities bear, counted by community and listed; in the order of their codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import get_language

from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from ..burden import KINDS
from ..models import Admission, Burden
from ..reach import READERS, WRITERS, asked_communities, asking_bodies, communities

SHOWN: Final = 300
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class CommunityLine:
    """One community: how many stand of each kind, how many without a basis, taken away in a year,
    and admitted affairs in force, which the system counts by itself.
    """

    code: str
    name: str
    counts: list[int]
    without_basis: int
    gone: int
    admitted: int


@dataclass(frozen=True)
class Item:
    """One burden that stands."""

    id: int
    community: str
    kind: str
    name: str
    asked_by: str
    basis: str
    a_year: int | None
    since: date
    may_end: bool


@dataclass(frozen=True)
class BurdenPage:
    kinds: list[str]
    lines: list[CommunityLine]
    total: list[int]
    items: list[Item]
    more: bool


def burden_page(actor: Actor, *, today: date, body: str = "") -> BurdenPage:
    """Counts of every community in reach; the items of one (`body`, a code) or the first 300."""
    rows = Burden.objects.visible_to(actor)
    reached = communities(actor, READERS)
    bodies = reached or _asked(actor, rows)
    standing = rows.filter(ended_on=None)
    by_kind = Counter(standing.values_list("body_id", "kind"))
    bare = Counter(standing.filter(basis="").values_list("body_id", flat=True))
    gone = Counter(rows.filter(ended_on__gt=today - YEAR).values_list("body_id", flat=True))
    admitted = Counter(
        Admission.objects.filter(
            body_id__in=[one.id for one in reached], ended_at=None, valid__contains=today
        ).values_list("body_id", flat=True)
    )
    lines = [
        CommunityLine(
            one.code, _called(one), [by_kind[one.id, kind] for kind in KINDS], bare[one.id],
            gone[one.id], admitted[one.id],
        )
        for one in bodies
    ]  # fmt: skip
    found = _items(actor, body)
    return BurdenPage(
        kinds=[str(name) for name in KINDS.values()],
        lines=lines,
        total=[sum(column) for column in zip(*(line.counts for line in lines), strict=True)],
        items=found[:SHOWN],
        more=len(found) > SHOWN,
    )


def _items(actor: Actor, body: str) -> list[Item]:
    chosen = orgs.body_by_code(body) if body else None
    standing = Burden.objects.visible_to(actor).filter(ended_on=None)
    if body:
        standing = standing.filter(body_id=chosen.id if chosen else 0)
    mine = {one.id for one in communities(actor, WRITERS)}
    asking = {one.id for one in asking_bodies(actor)}
    found = standing.order_by("body__code", "kind", "name").select_related("body")
    return [
        Item(
            row.pk, _label(row.body_id, row.body.name), str(KINDS[row.kind]), row.name, row.asked_by, row.basis,
            row.a_year, row.since, row.body_id in mine or row.asker_id in asking,
        )
        for row in found[: SHOWN + 1]
    ]  # fmt: skip


def _asked(actor: Actor, rows: Any) -> list[BodyRef]:
    """A department reads the communities of which it asks something."""
    ids = set(rows.values_list("body_id", flat=True))
    return [body for body in asked_communities(actor) if body.id in ids]


def _called(body: BodyRef) -> str:
    return body.label(get_language() or "zh")


def _label(body_id: int, name: str) -> str:
    """An ended community is not in the directory any more."""
    found = orgs.body_by_id(body_id)
    return _called(found) if found else name
