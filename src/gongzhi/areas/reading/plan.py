"""What the page of a plan shows: measures beside today's, shapes, homes, possible moves."""

from __future__ import annotations

from typing import Any, Final

import shapely
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas import selectors
from gongzhi.areas.models import GridPlan
from gongzhi.areas.planning import Measures, grid_shapes, measure
from gongzhi.areas.planning.measures import matched
from gongzhi.areas.reading.open_plan import OpenPlan
from gongzhi.kernel.geometry import geojson_of, to_shape

RECENT: Final = 30
MOVES: Final = 600  # choices of a select
HOME: Final = 4  # the class of a building on the map, after those of grids
DOOR: Final = 0.008  # side of its square, of the shorter side of the map


def recent_plans() -> list[GridPlan]:
    """The newest plans, without their homes."""
    plans = GridPlan.objects.exclude(status=GridPlan.DISCARDED).defer("homes", "today")
    return list(plans.order_by("-made_at")[:RECENT])


def plan_areas() -> list[tuple[str, str]]:
    """Areas whose children are grids (or that have none), for a select: community by street."""
    known = selectors.current_areas()
    language = get_language() or "zh"
    with_parts = {area.parent_id for area in known}
    with_parts_of_parts = {area.parent_id for area in known if area.id in with_parts}
    found = []
    for area in known:
        # A grid beside grids is not divided: its parent is.
        whole = area.id in with_parts or area.parent_id is None
        divided = (
            area.id not in with_parts_of_parts if whole else area.parent_id in with_parts_of_parts
        )
        if area.outline is not None and divided:
            names = [one.label(language) for one in selectors.ancestors(area.path)[1:]]
            found.append((area.code, " · ".join(names) or area.label(language)))
    return found


def plan_measures(plan: OpenPlan) -> tuple[Measures, Measures | None]:
    """Of the proposal, and of today's grids (None when there are none)."""
    today = plan.row.today
    shapes = grid_shapes(plan.ground, plan.grid_of, plan.shape)
    has_grids = any(code is not None for code in today)
    proposed = measure(plan.homes, plan.grids, plan.bounds, shapes=shapes,
                       today=today if has_grids else None)  # fmt: skip
    if not has_grids:
        return proposed, None
    below = [to_shape(a.shape) for a in selectors.children(plan.area.id) if a.shape is not None]
    return proposed, measure(plan.homes, today, plan.bounds, shapes=below)


def grid_rows(plan: OpenPlan) -> list[dict[str, Any]]:
    """Each proposed grid: households, buildings, what it continues, whether it is in bounds."""
    continues = matched(plan.homes, plan.grids, plan.row.today)
    sums, doors = _sums(plan), [0] * (max(plan.grids) + 1)
    for grid in plan.grids:
        doors[grid] += 1
    rows = []
    for grid, households in enumerate(sums):
        area = selectors.area_by_code(str(continues.get(grid, "")))
        miss = plan.bounds.miss(households)
        tone = "" if not miss else "less" if households < plan.bounds.lowest else "more"
        rows.append({"number": grid + 1, "households": households, "doors": doors[grid],
                     "area": area, "miss": miss, "tone": tone})  # fmt: skip
    return rows


def _sums(plan: OpenPlan) -> list[int]:
    sums = [0] * (max(plan.grids) + 1)
    for home, grid in zip(plan.homes, plan.grids, strict=True):
        sums[grid] += home.households
    return sums


def possible_moves(plan: OpenPlan) -> list[tuple[str, str]]:
    """(value, words) of what can go over a border: a home or a whole estate to a neighbour."""
    first: dict[int, int] = {}
    for number, atom in enumerate(plan.ground.atom_of):
        first.setdefault(int(atom), number)
    found = []
    for atom, home in first.items():
        here = plan.grid_of[atom]
        there = {plan.grid_of[other] for other in plan.ground.network.neighbours[atom]} - {here}
        one = plan.homes[home]
        whole = sum(int(a) == atom for a in plan.ground.atom_of) > 1 if one.group else False
        name = one.group if whole else one.address
        for to in sorted(there):
            words = _("第%(from)d格的%(name)s（%(n)d户）→ 第%(to)d格") % {
                "from": here + 1, "name": name, "n": plan.ground.network.weights[atom],
                "to": to + 1}  # fmt: skip
            found.append((here, to, f"{home}:{to}", words))
    return [(value, words) for _here, _to, value, words in sorted(found)[:MOVES]]


def plan_geojson(plan: OpenPlan) -> dict[str, Any]:
    """The proposed grids, coloured by how their households lie to the bounds."""
    shapes = grid_shapes(plan.ground, plan.grid_of, plan.shape)
    found = _collection(
        (str(number + 1), _("第%(n)d格") % {"n": number + 1}, households, shape, plan)
        for number, (households, shape) in enumerate(zip(_sums(plan), shapes, strict=True))
    )
    found["features"] += _doors(plan)
    return found


def today_geojson(plan: OpenPlan) -> dict[str, Any]:
    """Today's grids with the same homes, coloured alike."""
    sums: dict[str, int] = {}
    for home, code in zip(plan.homes, plan.row.today, strict=True):
        if code is not None:
            sums[code] = sums.get(code, 0) + home.households
    below = [area for area in selectors.children(plan.area.id) if area.shape is not None]
    if not below:
        return _collection([(plan.area.code, plan.area.name, 0, plan.shape, plan)])
    return _collection(
        (area.code, area.name, sums.get(area.code, 0), to_shape(area.shape or {}), plan)
        for area in below
    )


def _collection(rows: Any) -> dict[str, Any]:
    features = []
    for code, name, households, shape, plan in rows:
        value = 0
        if households:
            value = 1 if households < plan.bounds.lowest else 2
            value = 3 if households > plan.bounds.highest else value
        label = _("%(n)d户") % {"n": households}
        properties = {"code": code, "name": name, "value": value, "label": label,
                      "text": f"{name} {label}"}  # fmt: skip
        flat = shapely.set_precision(shape, 1e-7)
        features.append({"type": "Feature", "geometry": geojson_of(flat), "properties": properties})
    return {"type": "FeatureCollection", "features": features}


def plan_classes() -> list[dict[str, Any]]:
    """Colours of the grids, named."""
    return [
        {"from": 0, "label": _("没有住户"), "tone": "0"},
        {"from": 1, "label": _("户数不足"), "tone": "3"},
        {"from": 2, "label": _("在范围内"), "tone": "2"},
        {"from": 3, "label": _("户数超出"), "tone": "4"},
        {"from": HOME, "label": _("楼栋或门"), "tone": "0"},
    ]


def _doors(plan: OpenPlan) -> list[dict[str, Any]]:
    """Homes as small squares, so that they are seen in their grids; pointing at one names it."""
    west, south, east, north = plan.shape.bounds
    half = min(east - west, north - south) * DOOR / 2
    found = []
    for home, grid in zip(plan.homes, plan.grids, strict=True):
        square = shapely.box(home.lon - half, home.lat - half, home.lon + half, home.lat + half)
        name = _("%(address)s，%(n)d户，第%(grid)d格") % {
            "address": home.address, "n": home.households, "grid": grid + 1}  # fmt: skip
        properties = {"code": str(home.line), "name": name, "value": HOME, "text": ""}
        found.append({"type": "Feature", "geometry": geojson_of(square), "properties": properties})
    return found
