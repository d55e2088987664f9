"""Who answers for what: which areas must be answered for, and which nobody answers for (ML-22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import ngettext

from gongzhi.areas import selectors as areas
from gongzhi.areas.reading.geojson import collection
from gongzhi.areas.selectors import AreaRef
from gongzhi.orgs import rules
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import language, relations
from gongzhi.orgs.models import Responsibility
from gongzhi.orgs.profile.relations_file import DutyRule
from gongzhi.orgs.reach import Reach
from gongzhi.orgs.rules import Coverage


def wanted_areas(kind: str, within: str = "") -> list[AreaRef]:
    """Areas for which the profile wants somebody, by code; `within` is a path."""
    rule: DutyRule = getattr(relations().responsibility, kind)
    found: Sequence[AreaRef]
    if rule.where == "none":
        return []
    if rule.where == "leaves":
        found = areas.leaf_areas()
    elif rule.where == "above_leaves":
        above = {leaf.parent_id for leaf in areas.leaf_areas()}
        found = [area for area in areas.current_areas() if area.id in above]
    else:
        found = [area for area in areas.current_areas() if area.kind in rule.kinds]
    return [area for area in found if area.path.startswith(within)]


def must_be_answered_for(kind: str, area: AreaRef) -> bool:
    """Whether this relation is recorded for this area at all."""
    rule: DutyRule = getattr(relations().responsibility, kind)
    if rule.where == "none":
        return False
    if rule.where == "kinds":
        return area.kind in rule.kinds
    below = areas.children(area.id)
    if rule.where == "leaves":
        return not below
    return any(not areas.children(child.id) for child in below)


def answered_for(kind: str, day: date) -> set[int]:
    """Ids of areas for which an active body answers on a day."""
    rows = Responsibility.objects.filter(kind=kind, body__active=True).on(day)
    return {area_id for (area_id,) in rows.facts("area_id")}


def duty_state(kind: str, reach: Reach, day: date) -> Coverage:
    """Area ids with and without somebody who answers, inside a reach."""
    wanted = [area.id for area in wanted_areas(kind) if reach.holds_area(area.path)]
    return rules.coverage(wanted, answered_for(kind, day))


@dataclass(frozen=True)
class Part:
    """An area in view: how many places below it need somebody, and how many have nobody."""

    area: AreaRef
    wanted: int
    orphans: int


def parts_below(area: AreaRef, kind: str, day: date) -> list[Part]:
    """The areas one step below (or the area itself when it is a grid), each counted."""
    shown = list(areas.children(area.id)) or [area]
    having = answered_for(kind, day)
    wanted: dict[int, int] = {}
    orphans: dict[int, int] = {}
    depth = shown[0].path.count(".")
    for one in wanted_areas(kind, area.path):
        parts = one.path.split(".")
        # A place on the level above is the area itself: all parts in view share its answer.
        above = len(parts) <= depth
        for area_id in [part.id for part in shown] if above else [int(parts[depth - 1])]:
            wanted[area_id] = wanted.get(area_id, 0) + 1
            orphans[area_id] = orphans.get(area_id, 0) + (one.id not in having)
    return [Part(one, wanted.get(one.id, 0), orphans.get(one.id, 0)) for one in shown]


def duty_shapes(area: AreaRef, kind: str, day: date) -> dict[str, Any]:
    """The level in view as GeoJSON: the colour is the share of places with nobody."""
    rows = []
    for part in parts_below(area, kind, day):
        words = ngettext("%(n)d 处没有人负责", "%(n)d 处没有人负责", part.orphans) % {
            "n": part.orphans
        }
        shown: dict[str, Any] = {
            "name": part.area.label(language()),
            "label": words,
            "value": part.orphans / part.wanted if part.wanted else None,
        }
        if areas.children(part.area.id):
            shown["href"] = f"/desk/duty-map/?kind={kind}&area={part.area.code}"
        else:
            shown["href"] = f"/desk/duty-map/?kind={kind}&area={part.area.code}#who"
        rows.append((part.area, shown))
    return collection(rows)


@dataclass(frozen=True)
class Answer:
    """Who answers for an area, by which relation; `person` is empty outside of the scope."""

    row_id: int
    kind: str
    area: str
    body: str
    body_code: str
    person: str
    since: date
    until: date | None


def answers(rows: Any, names: dict[int, str]) -> list[Answer]:
    """Responsibilities in words; `names` holds the persons of rows that the actor may see."""
    kinds = dict(Responsibility.Kind.choices)
    found = []
    for row_id, kind, area_id, body_id, valid in rows.facts(
        "id", "kind", "area_id", "body_id", "valid"
    ):
        area, body = areas.area_by_id(area_id), orgs.body_by_id(body_id)
        if area is None or body is None:
            continue
        found.append(
            Answer(
                row_id, str(kinds[kind]), area.label(language()), body.label(language()),
                body.code, names.get(row_id, ""), valid.lower, valid.upper,
            )
        )  # fmt: skip
    return found
