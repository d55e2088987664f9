"""A place made by hand: what a beginner does with Excel and an editor is told in one sentence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from shapely.geometry import shape as to_shape

from gongzhi.cli.newprofile import new_profile
from gongzhi.profiles.problems import Problem
from gongzhi.profiles.services.check_profile import check_profile, read_profile

from .conftest import ROOT, edit

GRID = "000000001001"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A sixth city as `gongzhi profile new` begins it, with the borders of four grids."""
    folder = tmp_path / "sixth"
    new_profile(folder, ROOT / "_standard")
    (folder / "areas/made_up.yaml").unlink()
    lines = [(folder / "areas/areas.csv").read_text(encoding="utf-8").rstrip()]
    features = []
    for row, community in enumerate(("000000001001", "000000001002")):
        for column in (1, 2):
            code = f"{community}00{column}"
            lines.append(f"{code},{row}-{column}网格,Grid {row}-{column},3,{community},grid")
            west, south = 116 + column / 100, 39 + row / 100
            east, north = 116 + (column + 1) / 100, 39 + (row + 1) / 100
            ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
            shape = {"type": "Polygon", "coordinates": [ring]}
            features.append({"type": "Feature", "properties": {"code": code}, "geometry": shape})
    (folder / "areas/areas.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "areas/shapes.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return folder


def only(folder: Path) -> Problem:
    """The one thing that is said; whatever would follow from it is not."""
    (found,) = check_profile(folder)
    return found


def test_borders_of_the_grids_alone_are_enough(place: Path) -> None:
    read = read_profile(place)
    assert not read.problems
    areas = read.context.work["areas"]
    west, south, east, north = 116.01, 39.0, 116.03, 39.02
    whole = to_shape(areas["000000"].shape)
    assert whole.bounds == pytest.approx((west, south, east, north))
    assert whole.area == pytest.approx((east - west) * (north - south))
    assert areas["000000001001"].shape["type"] in ("Polygon", "MultiPolygon")
    assert areas["000000001"].centre is not None


def test_a_grid_without_a_border_is_named_and_not_all_above_it(place: Path) -> None:
    edit(place / "areas/shapes.geojson", f'"{GRID}001"', f'"{GRID}009"')
    unknown, missing = sorted(check_profile(place), key=lambda one: not one.field)
    assert f"{GRID}009" in unknown.message
    assert f"{GRID}001" in missing.message


def test_borders_in_another_system_are_refused(place: Path) -> None:
    crs = '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::%s"}}, "features"'
    edit(place / "areas/shapes.geojson", '"features"', crs % "4547")
    assert (only(place).field, only(place).allowed) == ("crs", ("WGS84", "CGCS2000"))
    edit(place / "areas/shapes.geojson", "EPSG::4547", "EPSG::4490")
    assert check_profile(place) == []


def test_a_body_of_ones_own_stands_under_one_of_the_standard(place: Path) -> None:
    bodies = place / "orgs/bodies.csv"
    with bodies.open("a", encoding="utf-8") as file:
        file.write("LY,示例林业站,林业站,Forestry,department,GOV,000000\n")
    assert check_profile(place) == []
    edit(bodies, ",GOV,", ",gov2,")
    assert only(place).field == "parent_code"
    assert "GOV" in only(place).allowed


def test_a_body_that_the_city_does_not_have_leaves_duties_to_be_dropped(place: Path) -> None:
    edit(place / "orgs/by_area.yaml", "refine: true\n", "refine: true\nbodies: {GR: null}\n")
    found = check_profile(place)
    assert {one.file for one in found} == {"_standard/orders/duties.csv"}
    assert all(len(one.allowed) <= 8 and "GS" in one.allowed for one in found)
    head = "clause,category_code,area_code,lead,supporting,basis,legal_duty_of,drop\n"
    standard = (place.parent / "_standard/orders/duties.csv").read_text(encoding="utf-8")
    dropped = [standard.split("\n")[one.line - 1].split(",")[0] for one in found]
    text = head + "".join(f"{clause},,,,,,,1\n" for clause in dropped)
    (place / "orders/duties.csv").write_text(text, encoding="utf-8")
    assert check_profile(place) == []


def _as(encoding: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))


def _written(old: str, new: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(
        path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("file", "spoil", "said"),
    [
        ("areas/areas.csv", _as("gb18030"), "CSV UTF-8"),
        ("areas/areas.csv", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(90)), "工作簿"),
        ("areas/areas.csv", _written("code,name,", "code，name,"), "英文逗号"),
        ("areas/areas.csv", _written(",", ";"), "“;”"),
        ("areas/areas.csv", _written(",", "\t"), "“Tab”"),
        ("areas/levels.yaml", _written("  - {no: 2", "\t- {no: 2"), "Tab"),
        ("areas/levels.yaml", _written("  - {no: 2", "   - {no: 2"), "YAML"),
        ("areas/levels.yaml", _written("{no: 2,", "{no: 2，"), "英文的"),
        ("profile.yaml", _written("key: ", "key："), "英文的"),
        ("profile.yaml", _written("timezone: ", "timezone:"), "YAML"),
        ("areas/shapes.geojson", _written('"features": [', '"features": [,'), "JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_alone(
    place: Path, file: str, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(place / file)
    found = only(place)
    assert found.file == f"sixth/{file}"
    assert said in found.message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_what_excel_adds_to_utf8_is_no_mistake(place: Path, encoding: str) -> None:
    path = place / "areas/areas.csv"
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(text.encode(encoding))
    assert check_profile(place) == []


def test_a_full_width_comma_and_a_code_that_excel_rounded(place: Path) -> None:
    path = place / "areas/areas.csv"
    line = edit(path, f"{GRID}001,0-1网格,", f"{GRID}001,0-1网格，")
    first = check_profile(place)[0]
    assert (first.line, "英文逗号" in first.message) == (line, True)
    edit(path, f"{GRID}001,0-1网格，", "1E+14,0-1网格,")
    assert any("Excel" in one.message for one in check_profile(place))


def test_a_file_with_a_slip_in_its_name_is_not_passed_over(place: Path) -> None:
    (place / "orgs/body.csv").write_text("code\n", encoding="utf-8")
    assert only(place).file == "sixth/orgs/body.csv"
    (place / "orgs/body.csv").unlink()
    (place / "orgs/~$bodies.xlsx").write_bytes(b"")  # Excel has the file open
    assert check_profile(place) == []
    grown = "sheet: {lon: 116, lat: 39, side: 0.001}\ngrown: []\n"
    (place / "areas/made_up.yaml").write_text(grown, encoding="utf-8")
    assert "made_up.yaml" in only(place).message
