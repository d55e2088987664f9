"""Which community lacks which room (XY-29), and what premises communities have (XY-20)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from gongzhi.kernel.scope import Actor
from gongzhi.orgs.selectors import BodyRef

from ..config import checklist, names
from ..models import Room, Station
from ..reach import READERS, communities
from ..words import TENURES
from .stations import Filter, desk_stations


@dataclass(frozen=True)
class KindCount:
    """One kind of room of the checklist: how many communities have it."""

    key: str
    name: str
    there: int
    lacking: int


@dataclass(frozen=True)
class CommunityLine:
    """One community and the kinds that it lacks."""

    body: BodyRef
    lacks: list[str]
    has: int


@dataclass(frozen=True)
class Premises:
    """Sites of one tenure: how many, square metres, how many to repair, how many not measured."""

    key: str
    name: str
    count: int
    area: Decimal
    poor: int
    unmeasured: int


def checklist_page(actor: Actor, *, lacking: str) -> tuple[list[KindCount], list[CommunityLine]]:
    """Counts by kind, and communities by code that lack something (or `lacking`)."""
    bodies = [one for one in communities(actor, READERS) if one.kind == "community"]
    kinds = checklist()
    there: dict[int, set[str]] = defaultdict(set)
    rooms = Room.objects.filter(
        ended_on=None, kind__in=kinds, station__ended_on=None,
        station__body_id__in=[one.id for one in bodies],
    )  # fmt: skip
    for body_id, kind in rooms.values_list("station__body_id", "kind").distinct():
        there[body_id].add(kind)
    called = names("room_kinds")
    counts = []
    for kind in kinds:
        have = sum(kind in found for found in there.values())
        counts.append(KindCount(kind, called.get(kind, kind), have, len(bodies) - have))
    lines = []
    for body in bodies:
        lacks = [kind for kind in kinds if kind not in there[body.id]]
        if lacks and (not lacking or lacking in lacks):
            has = len(kinds) - len(lacks)
            lines.append(CommunityLine(body, [called.get(one, one) for one in lacks], has))
    return counts, lines


def premises(actor: Actor) -> list[Premises]:
    """By tenure, in the order of the form; those of which nobody said it stand last."""
    # By ids: the rooms that `standing` joins would repeat a site's area.
    ids = desk_stations(actor, Filter()).order_by().values("pk")
    rows = Station.objects.filter(pk__in=ids).values("tenure").annotate(
        count=Count("pk"), area=Sum("floor_area"), poor=Count("pk", Q(condition="poor")),
        blank=Count("pk", Q(floor_area=None)),
    )  # fmt: skip
    found = {row["tenure"]: row for row in rows}
    result = []
    for key, name in [*TENURES.items(), ("", "—")]:
        if row := found.get(key):
            area = row["area"] or Decimal(0)
            result.append(Premises(key, str(name), row["count"], area, row["poor"], row["blank"]))
    return result
