"""GCJ-02 there and back, distances, shapes."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import geometry as geo

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
HORSESHOE = {
    "type": "Polygon",
    "coordinates": [[[0, 0], [9, 0], [9, 9], [8, 9], [8, 1], [1, 1], [1, 9], [0, 9], [0, 0]]],
}


def test_a_published_pair_of_coordinates() -> None:
    # Tian'anmen, a value pair that the common open implementations agree on.
    lon, lat = geo.wgs_to_gcj(116.404, 39.915)
    assert (round(lon, 6), round(lat, 6)) == (116.410244, 39.916404)


@given(lon=st.floats(75, 134), lat=st.floats(18, 53))
def test_the_inverse_is_exact(lon: float, lat: float) -> None:
    back = geo.gcj_to_wgs(*geo.wgs_to_gcj(lon, lat))
    assert geo.distance_m((lon, lat), back) < 0.01
    assert geo.distance_m((lon, lat), geo.wgs_to_gcj(lon, lat)) < 1500


def test_outside_china_nothing_is_bent() -> None:
    assert geo.wgs_to_gcj(2.35, 48.85) == (2.35, 48.85)
    assert geo.gcj_to_wgs(2.35, 48.85) == (2.35, 48.85)


def test_distances() -> None:
    degree = geo.distance_m((0, 0), (0, 1))
    assert degree == pytest.approx(math.pi * geo.EARTH_RADIUS_M / 180)
    assert geo.distance_m((118.7, 40.0), (118.7, 40.0)) == 0
    assert geo.distance_m((0, 0), (180, 0)) == pytest.approx(math.pi * geo.EARTH_RADIUS_M)


@given(
    lon=st.floats(75, 134),
    lat=st.floats(-60, 60),
    metres=st.floats(1, 5000),
    bearing=st.floats(0, 6.28),
)
def test_the_box_holds_everything_near(
    lon: float, lat: float, metres: float, bearing: float
) -> None:
    west, south, east, north = geo.box_around((lon, lat), metres)
    step = metres * 0.999 / geo.EARTH_RADIUS_M
    near_lat = lat + math.degrees(step * math.cos(bearing))
    near_lon = lon + math.degrees(step * math.sin(bearing)) / math.cos(math.radians(lat))
    if geo.distance_m((lon, lat), (near_lon, near_lat)) <= metres:
        assert west <= near_lon <= east
        assert south <= near_lat <= north


def test_shapes() -> None:
    square = geo.to_shape(SQUARE)
    assert geo.shape_centre(square) == (1, 1)
    assert geo.shape_holds(square, 1, 1)
    assert geo.shape_holds(square, 0, 1)  # on the edge
    assert not geo.shape_holds(square, 3, 1)
    horseshoe = geo.to_shape(json.dumps(HORSESHOE))
    assert geo.shape_holds(horseshoe, *geo.shape_centre(horseshoe))


@pytest.mark.parametrize(
    "bad", ["", "{}", "not json", {"type": "Polygon"}, {"type": "Polygon", "coordinates": []}]
)
def test_what_is_no_shape(bad: object) -> None:
    with pytest.raises(ValueError, match="geometry"):
        geo.to_shape(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize(("lon", "lat"), [(0, 0), (181, 0), (0, -91), (math.nan, 1)])
def test_what_is_no_place(lon: float, lat: float) -> None:
    assert not geo.is_place(lon, lat)
