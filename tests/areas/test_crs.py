"""Coordinate systems: the way there and back, and what is refused by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon

from gongzhi.areas.geometry import crs
from gongzhi.kernel import geometry
from gongzhi.kernel.errors import Invalid

# Inside China, a hundredth of a degree off the rectangle's edge (GCJ-02 is cut off there).
LON, LAT = st.floats(73.5, 135.1), st.floats(3.8, 53.6)


@given(LON, LAT)
def test_there_and_back_is_exact(lon: float, lat: float) -> None:
    there = crs.from_wgs84(np.array([[lon, lat]]), crs.GCJ02)
    back = crs.to_wgs84(there, crs.GCJ02)[0]
    assert abs(back - [lon, lat]).max() < 1e-9
    assert geometry.distance_m((lon, lat), (back[0], back[1])) < 0.001
    moved = geometry.distance_m((lon, lat), (there[0][0], there[0][1]))
    assert 1 < moved < 2000


@given(LON, LAT)
def test_it_is_the_formula_of_the_kernel(lon: float, lat: float) -> None:
    assert crs.from_wgs84(np.array([[lon, lat]]), crs.GCJ02)[0] == pytest.approx(
        geometry.wgs_to_gcj(lon, lat), abs=1e-10
    )


def test_known_points_of_both_systems() -> None:
    # Tian'anmen, as published beside each other many times; the formula is good to some metres.
    found = crs.from_wgs84(np.array([[116.39123, 39.90694]]), crs.GCJ02)[0]
    assert found == pytest.approx([116.39747, 39.90834], abs=5e-5)


@pytest.mark.parametrize("point", [(2.35, 48.85), (-74.0, 40.7), (151.2, -33.9), (71.9, 40.0)])
def test_outside_china_nothing_moves(point: tuple[float, float]) -> None:
    there = crs.from_wgs84(np.array([point]), crs.GCJ02)
    assert there[0] == pytest.approx(point)
    assert crs.to_wgs84(there, crs.GCJ02)[0] == pytest.approx(point)


def test_cgcs2000_is_taken_as_it_is() -> None:
    points = np.array([[113.5, 30.2]])
    assert (crs.to_wgs84(points, crs.CGCS2000) == points).all()


def test_shapes_go_there_and_back_to_the_centimetre() -> None:
    shape = Polygon([(112.9, 30.4), (112.9123456, 30.4), (112.91, 30.4111117), (112.9, 30.41)])
    there = crs.shapes_from_wgs84([shape], crs.GCJ02)
    assert crs.shapes_to_wgs84(there, crs.GCJ02)[0] == shape


def test_heights_are_dropped() -> None:
    shape = Polygon([(112.9, 30.4, 7), (112.91, 30.4, 8), (112.91, 30.41, 9)])
    assert not crs.shapes_to_wgs84([shape], crs.WGS84)[0].has_z


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", crs.WGS84),
        ("urn:ogc:def:crs:EPSG::4490", crs.CGCS2000),
        ("EPSG:4326", crs.WGS84),
        ("CGCS2000", crs.CGCS2000),
        ("gcj-02", crs.GCJ02),
        ("EPSG:3857", None),
        ("EPSG:2436", None),
    ],
)
def test_names(name: str, means: str | None) -> None:
    assert crs.known(name) == means


@pytest.mark.parametrize(
    ("in_file", "chosen", "words"),
    [
        ("", "", "没有写明坐标系"),
        ("urn:ogc:def:crs:EPSG::3857", "", "EPSG::3857"),
        ("EPSG:4549", crs.WGS84, "EPSG:4549"),
        ("Beijing 1954", "", "Beijing 1954"),
        ("GCJ-02", crs.WGS84, "不一致"),
    ],
)
def test_what_is_not_declared_is_refused(in_file: str, chosen: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        crs.declared(in_file, chosen)


def test_what_is_declared_is_taken() -> None:
    assert crs.declared("", "GCJ02") == crs.GCJ02
    assert crs.declared("EPSG:4326", "CGCS2000") == crs.WGS84
