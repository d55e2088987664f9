"""Shapes of a profile: reading them, and proving that they cover without gaps or overlaps."""

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape as to_shape

from gongzhi.areas.geometry import crs
from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.source import ProfileSource

# Degrees squared, about 0.01 m²: below what rounding to six decimals can make of an equal shape.
SAME = 1e-12


class Node(Protocol):
    """What the checks need to know about an area."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def parent_code(self) -> str: ...


def read_shapes(
    source: ProfileSource, known: set[str], problems: Problems
) -> tuple[dict[str, Any], dict[str, Place]]:
    """Valid polygons by area code, and the place of each, from `areas/shapes.geojson`."""
    shapes: dict[str, Any] = {}
    places: dict[str, Place] = {}
    found = source.json("areas/shapes.geojson")
    if found is None:
        return shapes, places
    data, name = found
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        problems.add(Place(name, 1, "type"), _("应为 GeoJSON 图形集合"), ["FeatureCollection"])
        return shapes, places
    system = crs.named_in(data)
    if system and crs.known(system) not in (crs.WGS84, crs.CGCS2000):
        said = _("坐标应为经纬度（WGS84）")
        problems.add(Place(name, 1, "crs"), said, [crs.WGS84, crs.CGCS2000])
        return shapes, places
    text = source.files[name]
    for index, feature in enumerate(data["features"]):
        code = _code_of(feature)
        where = Place(name, _line_of(text, code), f"features[{index}]")
        if code not in known:
            problems.add(where, _("properties.code 不是区域编码：%(code)s") % {"code": code})
        elif code in shapes:
            problems.add(where, _("同一编码有两个图形：%(code)s") % {"code": code})
        else:
            polygon = _polygon(feature.get("geometry"), where, problems)
            if polygon is not None:
                shapes[code] = polygon
            places[code] = where
    return shapes, places


def _code_of(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return str(properties.get("code", "")) if isinstance(properties, dict) else ""


def _line_of(text: str, code: str) -> int:
    at = text.find(f'"{code}"') if code else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _polygon(geometry: Any, where: Place, problems: Problems) -> Any:
    try:
        polygon = to_shape(geometry)
    except Exception:  # shapely raises many kinds for a malformed geometry; all mean the same here
        problems.add(where, _("不是有效的图形"), ["Polygon", "MultiPolygon"])
        return None
    if polygon.geom_type not in ("Polygon", "MultiPolygon") or polygon.is_empty:
        problems.add(where, _("图形类型不对"), ["Polygon", "MultiPolygon"])
        return None
    west, south, east, north = polygon.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        problems.add(where, _("坐标应为经纬度（WGS84）"))
        return None
    if not polygon.is_valid:
        problems.add(
            where,
            _("图形自相交或不闭合：%(reason)s") % {"reason": shapely.is_valid_reason(polygon)},
        )
        return None
    return polygon


def check_coverage(
    nodes: Iterable[Node], shapes: dict[str, Any], places: dict[str, Place], problems: Problems
) -> None:
    """Every grid has a shape; leaves meet edge to edge; a parent is the union of its children.

    Only what has nothing below it must be drawn: `add_parents` makes the rest.
    """
    nodes = list(nodes)
    parents = {node.parent_code for node in nodes}
    if not shapes:
        return
    anywhere = next(iter(places.values()))
    for node in nodes:
        if node.code in parents:
            continue
        if node.code not in shapes and node.code not in places:
            problems.add(
                Place(anywhere.file, 1),
                _("缺少“%(name)s”（%(code)s）的图形") % {"name": node.name, "code": node.code},
            )
    leaves = [node for node in nodes if node.code not in parents and node.code in shapes]
    _check_edges(leaves, shapes, places, problems)
    for node in nodes:
        children = [shapes.get(child.code) for child in nodes if child.parent_code == node.code]
        if not children or node.code not in shapes or any(child is None for child in children):
            continue
        difference = shapely.symmetric_difference(
            shapes[node.code], shapely.union_all(children)
        ).area
        if difference > SAME:
            problems.add(
                places[node.code], _("“%(name)s”的图形不等于其下级图形之和") % {"name": node.name}
            )


def add_parents(nodes: Iterable[Node], shapes: dict[str, Any]) -> None:
    """Give each area without a shape the union of those below it, from the smallest up."""
    below: dict[str, list[str]] = {}
    for node in nodes:
        below.setdefault(node.parent_code, []).append(node.code)

    def shape_of(code: str) -> Any:
        if code not in shapes and code in below:
            parts = [shape_of(child) for child in below[code]]
            if all(part is not None for part in parts):
                shapes[code] = shapely.union_all(parts)
        return shapes.get(code)

    for code in below.get("", ()):
        shape_of(code)


def _check_edges(
    leaves: list[Node], shapes: dict[str, Any], places: dict[str, Place], problems: Problems
) -> None:
    polygons = np.array([shapes[node.code] for node in leaves])
    if not len(polygons) or shapely.coverage_is_valid(polygons):
        return
    edges = shapely.coverage_invalid_edges(polygons)
    for node, edge in zip(leaves, edges, strict=True):
        if not edge.is_empty:
            problems.add(
                places[node.code],
                _("“%(name)s”的边界与相邻网格重叠或没有对齐") % {"name": node.name},
            )
