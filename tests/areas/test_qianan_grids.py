"""QA-02: 160 grids in four sizes, valid, without gaps or overlaps."""

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from qianan_outlines import write

FOLDER = Path(__file__).resolve().parents[2] / "profiles/qianan/areas"


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    text = (FOLDER / "areas.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line[0] != "#"))


@pytest.fixture(scope="module")
def shapes() -> dict[str, shapely.Geometry]:
    data = json.loads((FOLDER / "shapes.geojson").read_text(encoding="utf-8"))
    return {f["properties"]["code"]: shape(f["geometry"]) for f in data["features"]}


def test_160_grids_in_four_sizes(rows: list[dict[str, str]]) -> None:
    assert Counter(row["level"] for row in rows) == {"0": 1, "1": 3, "2": 7, "3": 122, "4": 28}
    assert sum(row["level"] != "0" for row in rows) == 160
    assert len({row["name"] for row in rows}) == 161


def test_codes_nest_as_the_statistics_codes_do(rows: list[dict[str, str]]) -> None:
    lengths = {"0": 6, "1": 9, "2": 12, "3": 15, "4": 15}
    for row in rows:
        assert len(row["code"]) == lengths[row["level"]]
        assert row["code"].startswith(row["parent_code"])
    names = {row["code"]: row["name"] for row in rows}
    assert [names[f"22072300{n}"] for n in (1, 2, 3)] == ["荣业街道", "驰誉街道", "如松街道"]
    assert {"在竹社区", "云腾社区"} <= set(names.values())


def test_leaves_cover_the_county_without_gaps_or_overlaps(
    rows: list[dict[str, str]], shapes: dict[str, shapely.Geometry]
) -> None:
    leaves = np.array([shapes[row["code"]] for row in rows if row["level"] in "34"])
    assert len(leaves) == 150
    assert all(shapely.is_valid(list(shapes.values())))
    assert shapely.coverage_is_valid(leaves)
    county = shapes["220723"]
    assert county.geom_type == "Polygon"
    assert not county.interiors
    assert sum(leaf.area for leaf in leaves) == pytest.approx(county.area, rel=1e-12)
    assert shapely.union_all(leaves).symmetric_difference(county).area < 1e-12


def test_each_parent_is_the_union_of_its_children(
    rows: list[dict[str, str]], shapes: dict[str, shapely.Geometry]
) -> None:
    parents = {row["parent_code"] for row in rows} - {""}
    for code in parents:
        children = [shapes[row["code"]] for row in rows if row["parent_code"] == code]
        assert shapely.union_all(children).symmetric_difference(shapes[code]).area < 1e-12
    for level in ("1", "2"):
        cells = np.array([shapes[row["code"]] for row in rows if row["level"] == level])
        assert shapely.coverage_is_valid(cells)


def test_the_seat_has_the_size_of_a_county_seat(shapes: dict[str, shapely.Geometry]) -> None:
    west, south, east, north = shapes["220723"].bounds
    assert 5_000 < (east - west) * 111_320 * 0.707 < 7_500
    assert 4_000 < (north - south) * 111_320 < 6_500
    assert shapes["220723"].contains(shapely.Point(124.02, 45.01))


def test_the_files_are_those_that_the_script_draws(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("areas.csv", "shapes.geojson"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    assert (FOLDER / "shapes.geojson").stat().st_size < 400_000
