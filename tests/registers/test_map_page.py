"""A register on the map: counts of the level in view, points in a grid, nothing beyond one's reach."""

from __future__ import annotations

import pytest
from django.test import Client

from gongzhi.kernel.errors import NotFound
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.reading.map_page import map_page, map_points, map_shapes
from gongzhi.registers.services.save_row import save_row
from tests.signing_in import browser_of

from .conftest import Place

HOMES, BUILDINGS = REGISTERS["homes"], REGISTERS["buildings"]


def test_counts_of_the_level_in_view(place: Place) -> None:
    """The community's clerk begins with its grids; each row counts once, in its own grid."""
    place.with_homes("1-101", "1-102")
    page = map_page(place.clerk, HOMES, "")
    assert page.area is not None
    assert page.area.code == place.city.community_area.code
    assert {part.area.code: part.count for part in page.parts if part.count} == {place.grid.code: 2}
    assert page.total == 2
    shapes = map_shapes(HOMES, page)
    values = {one["properties"]["code"]: one["properties"]["value"] for one in shapes["features"]}
    assert values[place.grid.code] == 2
    assert sum(values.values()) == 2


def test_a_grid_shows_its_points(place: Place) -> None:
    """Of registers that have a point; homes go with their building."""
    place.with_homes("1-101")
    words = place.building("LY-2", lon=str(place.city.lon), lat=str(place.city.lat))
    save_row(actor=place.clerk, register=BUILDINGS, words=words)
    page = map_page(place.clerk, BUILDINGS, place.grid.code)
    assert page.in_grid
    assert [part.count for part in page.parts] == [2]
    points = map_points(place.clerk, BUILDINGS, page)
    assert [(one["lon"], one["lat"]) for one in points] == [(place.city.lon, place.city.lat)]
    homes = map_page(place.clerk, HOMES, place.grid.code)
    assert map_points(place.clerk, HOMES, homes) == []


def test_nothing_beyond_one_s_reach(place: Place) -> None:
    place.with_homes("1-101")
    stranger = place.elsewhere()
    assert map_page(stranger, HOMES, "").total == 0
    with pytest.raises(NotFound):
        map_page(stranger, HOMES, place.grid.code)


def test_the_pages(place: Place) -> None:
    """The page, its areas and its points; another community's code is not found."""
    place.with_homes("1-101")
    clerk: Client = browser_of(place.clerk)
    page = clerk.get("/desk/registers/buildings/map/").content.decode()
    assert f"?area={place.grid.code}" in page
    inside = f"?area={place.grid.code}"
    assert clerk.get(f"/desk/registers/buildings/map/areas.json{inside}").json()["features"]
    assert clerk.get(f"/desk/registers/buildings/map/points.json{inside}").json() == {"points": []}
    stranger = browser_of(place.elsewhere())
    assert stranger.get(f"/desk/registers/buildings/map/{inside}").status_code == 404
