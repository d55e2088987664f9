"""Draws the demo county seat: 3 streets, 7 communities, 122 estates and 28 buildings.

`python tools/qianan_outlines.py profiles/qianan/areas` writes `areas.csv` and
`shapes.geojson`. All borders are made up: an outline of about 6 km × 5 km around the county
seat is cut again and again by straight lines that run like streets. The same seed draws the
same city. That 160 grids are 3 + 7 + 122 + 28 is our inference from the seed document.

Not `areas/profile/tiling.py`, which draws the other demos: Qian'an is the profile that brings
files of its own, as a real city does, with streets and with corner plots for single buildings.
"""

import argparse
import csv
import json
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.affinity import rotate
from shapely.geometry import Polygon, box

from qianan_names import STREETS, building_name, estate_name

COUNTY = ("220723", "乾安县", "Qian'an County")
CENTRE = (124.02, 45.01)  # degrees WGS 84
METRES_PER_DEGREE = 111_320.0
STREET_GRID_DEGREES = 7.0  # the street grid of the made-up seat is turned by this much
SEED = 220723
FAR = 9000.0  # metres: beyond any border of the seat

# The outline in metres east and north of the centre, before the turn.
OUTLINE = (
    (-2900, -2150), (-1400, -2500), (600, -2400), (1900, -2480), (2850, -1700),
    (3000, -300), (2750, 1100), (2100, 2150), (500, 2500), (-900, 2350),
    (-2300, 2450), (-3000, 1300), (-2850, -400),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One area to be written: its row and, for a leaf, its polygon in metres."""

    code: str
    name: str
    name_en: str
    level: int
    parent_code: str
    kind: str
    polygon: Any = None


def cut(polygon: Polygon, share: float, across: bool, tilt: float) -> tuple[Polygon, Polygon]:
    """Cut off the given share of a polygon's area by a line; `across` cuts its width."""
    west, south, east, north = polygon.bounds
    low, high = (west, east) if across else (south, north)
    first = second = polygon
    for _ in range(30):
        at = (low + high) / 2
        right, top = (at, north + FAR) if across else (east + FAR, at)
        side = rotate(box(west - FAR, south - FAR, right, top), tilt, origin=polygon.centroid)
        first, second = polygon.intersection(side), polygon.difference(side)
        low, high = (at, high) if first.area < share * polygon.area else (low, at)
    return first, second


def divide(polygon: Polygon, weights: list[float], dice: random.Random) -> list[Polygon]:
    """Divide a polygon into pieces with areas about as the weights, by recursive cuts."""
    if len(weights) == 1:
        return [polygon]
    middle = len(weights) // 2
    west, south, east, north = polygon.bounds
    first, second = cut(
        polygon,
        sum(weights[:middle]) / sum(weights),
        across=(east - west) >= (north - south),
        tilt=dice.uniform(-2.0, 2.0),
    )
    return divide(first, weights[:middle], dice) + divide(second, weights[middle:], dice)


def cut_building(estate: Polygon, dice: random.Random) -> tuple[Polygon, Polygon]:
    """Cut a corner plot of about a fortieth out of an estate: (what remains, the plot)."""
    strip, rest = cut(estate, dice.uniform(0.14, 0.2), across=True, tilt=0.0)
    plot, remainder = cut(strip, dice.uniform(0.14, 0.2), across=False, tilt=0.0)
    return shapely.union_all([rest, remainder]), plot


def draw() -> list[Cell]:
    """All areas, parents first; leaves with polygons in metres before the turn."""
    dice = random.Random(SEED)
    cells = [Cell(COUNTY[0], COUNTY[1], COUNTY[2], 0, "", "county")]
    sizes = [[estates for _n, _e, estates, _b in street[3]] for street in STREETS]
    street_shapes = divide(Polygon(OUTLINE), [float(sum(size)) for size in sizes], dice)
    names = [0, 0]
    for (number, name, english, communities), street_shape, size in zip(
        STREETS, street_shapes, sizes, strict=True
    ):
        street = COUNTY[0] + number
        cells.append(Cell(street, name, f"{english} Street", 1, COUNTY[0], "street"))
        shapes = divide(street_shape, [float(value) for value in size], dice)
        for index, ((title, title_en, estates, buildings), shape) in enumerate(
            zip(communities, shapes, strict=True), start=1
        ):
            code = f"{street}{index:03}"
            cells.append(Cell(code, title, f"{title_en} Community", 2, street, "community"))
            cells += community_cells(
                code=code,
                shape=shape,
                estates=estates,
                buildings=buildings,
                names=names,
                dice=dice,
            )
    return cells


def community_cells(
    *,
    code: str,
    shape: Polygon,
    estates: int,
    buildings: int,
    names: list[int],
    dice: random.Random,
) -> list[Cell]:
    """The estates and single buildings of one community. `names` counts names used so far."""
    plots = divide(shape, [dice.uniform(0.7, 1.4) for _ in range(estates)], dice)
    corners: list[Polygon] = []
    for index in sorted(dice.sample(range(estates), buildings)):
        plots[index], corner = cut_building(plots[index], dice)
        corners.append(corner)
    cells = []
    for number, plot in enumerate(plots, start=1):
        name, english = estate_name(names[0])
        names[0] += 1
        cells.append(Cell(f"{code}{number:03}", name, english, 3, code, "estate", plot))
    for number, corner in enumerate(corners, start=901):
        name, english = building_name(names[1])
        names[1] += 1
        cells.append(Cell(f"{code}{number:03}", name, english, 4, code, "building", corner))
    return cells


def fit_edges(leaves: list[Cell]) -> dict[str, Polygon]:
    """Make neighbours share their vertices exactly, in degrees with six decimals.

    All borders are put on one fine grid and noded together; every face of that network is
    one leaf. Vertices are then turned, projected and rounded, the same vertex always alike.
    """
    lines = shapely.union_all([cell.polygon.boundary for cell in leaves], grid_size=1.0)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    shapes: dict[str, Polygon] = {}
    for face in faces:
        inside = face.representative_point()
        owner = min(leaves, key=lambda cell: cell.polygon.distance(inside))
        if owner.code in shapes:
            raise ValueError(f"two faces for {owner.code}")
        shapes[owner.code] = Polygon([to_degrees(x, y) for x, y in face.exterior.coords])
    return shapes


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the centre to longitude and latitude, turned as the streets."""
    turn = math.radians(STREET_GRID_DEGREES)
    east = x * math.cos(turn) - y * math.sin(turn)
    north = x * math.sin(turn) + y * math.cos(turn)
    lat = CENTRE[1] + north / METRES_PER_DEGREE
    lon = CENTRE[0] + east / (METRES_PER_DEGREE * math.cos(math.radians(CENTRE[1])))
    return round(lon, 6), round(lat, 6)


def with_parents(cells: list[Cell], shapes: dict[str, Polygon]) -> dict[str, Polygon]:
    """Add each parent's shape: the union of its children's, with their very vertices."""
    for cell in sorted(cells, key=lambda cell: cell.level, reverse=True):
        if cell.code not in shapes:
            children = [shapes[c.code] for c in cells if c.parent_code == cell.code]
            shapes[cell.code] = shapely.get_parts(shapely.coverage_union_all(children))[0]
    return shapes


def write(folder: Path) -> None:
    """Write `areas.csv` and `shapes.geojson` into a folder."""
    cells = draw()
    shapes = with_parents(cells, fit_edges([cell for cell in cells if cell.polygon is not None]))
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# 编码末段、名称（在竹、云腾除外）均为虚构；28 栋单体和商务楼系我们按 160 推算\n"
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "name_en", "level", "parent_code", "kind"])
        for cell in cells:
            writer.writerow(
                [cell.code, cell.name, cell.name_en, cell.level, cell.parent_code, cell.kind]
            )
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"code": cell.code},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[list(point) for point in shapes[cell.code].exterior.coords]],
                },
            },
            separators=(",", ":"),
        )
        for cell in cells
    ]
    text = '{"type":"FeatureCollection","note":"虚构图形，仅供演示","features":[\n'
    text += ",\n".join(lines) + "\n]}\n"
    (folder / "shapes.geojson").write_text(text, encoding="utf-8")


def main() -> None:
    """Command line: the folder to write into."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    write(parser.parse_args().folder)


if __name__ == "__main__":
    main()
