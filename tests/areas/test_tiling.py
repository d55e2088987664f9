"""Made-up borders: every area in one piece, no gaps, no overlaps, the same every time."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.areas.geometry.simplify import simplified
from gongzhi.areas.profile.tiling import Sheet, draw

SHEET = Sheet(lon=117.0, lat=36.6, side=0.001)


def tree(counts: list[int]) -> dict[str, list[str]]:
    """A root with one child for each count, which has so many leaves."""
    children = {"r": [f"r{n:02}" for n in range(len(counts))]}
    for parent, count in zip(children["r"], counts, strict=True):
        children[parent] = [f"{parent}-{n:03}" for n in range(count)]
    return children


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=12))
def test_leaves_cover_the_city(counts: list[int]) -> None:
    children = tree(counts)
    shapes = draw(children, "r", SHEET)
    leaves = [shapes[code] for parent in children["r"] for code in children[parent]]
    assert len(shapes) == 1 + len(counts) + sum(counts)
    assert all(shape.geom_type == "Polygon" and shape.is_valid for shape in leaves)
    assert shapely.coverage_is_valid(np.array(leaves))
    assert sum(leaf.area for leaf in leaves) == pytest.approx(shapes["r"].area, rel=1e-9)
    for parent in children["r"]:
        union = shapely.union_all([shapes[code] for code in children[parent]])
        assert union.symmetric_difference(shapes[parent]).area < 1e-12


def test_the_same_city_every_time() -> None:
    children = tree([3, 5, 2])
    assert draw(children, "r", SHEET) == draw(children, "r", SHEET)


def test_fewer_points_leave_no_gap() -> None:
    children = tree([6000, 5000, 7000])
    shapes = draw(children, "r", SHEET)
    light = [shapely.from_geojson(str(one).replace("'", '"')) for one in simplified(
        [shapes[code] for code in children["r"]]
    )]  # fmt: skip
    assert shapely.coverage_is_valid(np.array(light))
    before = sum(shapely.get_num_coordinates(shapes[code]) for code in children["r"])
    assert shapely.get_num_coordinates(np.array(light)).sum() < before * 0.7
    assert sum(one.area for one in light) == pytest.approx(shapes["r"].area, rel=0.02)
