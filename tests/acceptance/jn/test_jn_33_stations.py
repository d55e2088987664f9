"""JN-33 (part): the grid service stations, each in its grid, found by residents near it."""

from __future__ import annotations

from gongzhi.venues.models import Station
from gongzhi.venues.reading.stations import near, standing
from tests.acceptance.cities import city as city_of
from tests.acceptance.venues import totals
from tests.venues.conftest import Place, city, place, qianan

__all__ = ["city", "place", "qianan"]


def test_jn_33_part_stations_stand_in_grids(place: Place) -> None:
    assert totals(city_of("jinan"))["grid_station"] == 285
    row = place.add(name="驿站", kind="grid_point", area=place.city.grid.code)
    assert Station.objects.get(pk=row.pk).area_id == place.city.grid.id
    assert row in near(standing(), place.city.grid)
