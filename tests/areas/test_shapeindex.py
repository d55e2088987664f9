"""The index gives what asking every shape gives, on edges and outside too."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, Polygon, box

from gongzhi.areas.geometry.shapeindex import ShapeIndex

CUTS = (118.60, 118.63, 118.71, 118.74, 118.80)
# Boxes of unlike sizes, one of them notched, and a triangle that lies across two others.
SHAPES = [
    *(
        box(west, south, east, north)
        for west, east in pairwise(CUTS)
        for south, north in pairwise((39.9, 39.97, 40.1))
    ),
    Polygon([(118.62, 39.92), (118.72, 39.95), (118.66, 40.08)]),
]
SHAPES[2] = SHAPES[2].difference(box(118.65, 39.92, 118.67, 39.94))
INDEX = ShapeIndex(SHAPES)


def asked_one_by_one(lon: float, lat: float) -> int | None:
    point = Point(lon, lat)
    return next((n for n, shape in enumerate(SHAPES) if shape.intersects(point)), None)


@given(lon=st.floats(118.58, 118.82), lat=st.floats(39.88, 40.12))
def test_same_as_asking_every_shape(lon: float, lat: float) -> None:
    assert INDEX.first(lon, lat) == asked_one_by_one(lon, lat)


@pytest.mark.parametrize("lon", [*CUTS, 118.65, 118.67])
@pytest.mark.parametrize("lat", [39.9, 39.92, 39.94, 39.97, 40.1])
def test_edges_and_corners_belong_to_the_lowest(lon: float, lat: float) -> None:
    assert INDEX.first(lon, lat) == asked_one_by_one(lon, lat)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(0.0, 0.0), (float("nan"), 40.0), (118.7, float("inf")), (118.600000, 40.2), (-1e300, 1e300)],
)
def test_outside_is_nowhere(lon: float, lat: float) -> None:
    assert INDEX.first(lon, lat) is None


def test_a_city_without_shapes() -> None:
    assert ShapeIndex([]).first(118.7, 40.0) is None


def test_every_shape_can_be_found() -> None:
    for number, shape in enumerate(SHAPES[:-1]):
        inner = shape.representative_point()
        assert INDEX.first(inner.x, inner.y) == number
