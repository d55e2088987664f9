"""Where reports come from: a few spots in each grid, since people stand at doors, not evenly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

import shapely

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.demo.params import Params

_ROADS = ("振兴路", "宇宙大街", "鸿兴街", "安定路", "松原路", "惠民街", "工农路", "迎宾大街")
_MARKS = ("中心小学东门", "第三中学门口", "县医院南门", "早市北口", "客运站旁", "农贸市场后身")
_PARKS = ("人民公园", "河滨步道", "文化广场", "口袋公园", "体育公园")
_OUTSIDE = "出城往西国道边"
_BEYOND = 0.025  # degrees
_SPOTS = 6  # per grid
_JITTER = 0.00012  # degrees, about 10 m


@dataclass(frozen=True)
class Spot:
    """A point (degrees, WGS 84), how people name it, and its grid."""

    lon: float
    lat: float
    place: str
    area: AreaRef
    kind: str


class Places:
    """Draws spots by the profile's weights; hot estates get their share."""

    def __init__(self, params: Params, seed: str) -> None:
        rng = Random(f"{seed}:places")
        self.params = params
        self.grids: Sequence[AreaRef] = [a for a in areas.leaf_areas() if a.outline]
        self.weights = list(accumulate(rng.uniform(0.5, 1.5) for _ in self.grids))
        self.hot = rng.sample(list(self.grids), min(params.hot_estates.count, len(self.grids)))
        self.seed = seed
        self.anchors: dict[int, list[tuple[float, float]]] = {}

    def draw(self, rng: Random, grid: AreaRef | None = None) -> Spot:
        """A spot, in a given grid or anywhere."""
        if grid is None:
            hot = rng.random() < self.params.hot_estates.share
            grid = (
                rng.choice(self.hot)
                if hot
                else rng.choices(self.grids, cum_weights=self.weights)[0]
            )
        kinds = self.params.places
        kind = rng.choices(list(kinds), list(kinds.values()))[0]
        lon, lat = rng.choice(self._spots(grid))
        place = _words(kind, grid, rng)
        return self.near(Spot(lon, lat, place, grid, kind), rng)

    def _spots(self, grid: AreaRef) -> list[tuple[float, float]]:
        """A city has thousands of grids, of which most are never asked."""
        if grid.id not in self.anchors:
            self.anchors[grid.id] = _anchors(grid, Random(f"{self.seed}:{grid.code}"))
        return self.anchors[grid.id]

    def near(self, spot: Spot, rng: Random) -> Spot:
        """The same place as another person's phone would give it; never in another grid."""
        lon = spot.lon + rng.uniform(-_JITTER, _JITTER)
        lat = spot.lat + rng.uniform(-_JITTER, _JITTER)
        found = areas.locate(lon, lat)
        if found is None or found.id != spot.area.id:
            lon, lat = spot.lon, spot.lat
        return Spot(lon, lat, spot.place, spot.area, spot.kind)

    def beyond(self, spot: Spot) -> Spot:
        """A place about 2 km west of the westernmost grid, in none of them."""
        west, south, _east, north = shapely.total_bounds([a.outline for a in self.grids])
        lon, lat = west - _BEYOND, (south + north) / 2
        return Spot(lon, lat, _OUTSIDE, spot.area, "street")


def _anchors(grid: AreaRef, rng: Random) -> list[tuple[float, float]]:
    polygon = grid.outline or shapely.Point()
    west, south, east, north = polygon.bounds
    found: list[tuple[float, float]] = []
    for _ in range(60):
        point = shapely.Point(rng.uniform(west, east), rng.uniform(south, north))
        if polygon.contains(point):
            found.append((point.x, point.y))
        if len(found) == _SPOTS:
            break
    centre = polygon.representative_point()
    return found or [(centre.x, centre.y)]


def _words(kind: str, grid: AreaRef, rng: Random) -> str:
    match kind:
        case "street":
            return f"{rng.choice(_ROADS)}{rng.randint(3, 288)}号门前"
        case "landmark":
            return rng.choice(_MARKS)
        case "park":
            return rng.choice(_PARKS)
    building, unit = rng.randint(1, 18), rng.randint(1, 5)
    # A grid may be one building itself.
    of_many = "" if grid.name.endswith("楼") else f"{building}号楼"
    return f"{grid.name}{of_many}{unit}单元"
