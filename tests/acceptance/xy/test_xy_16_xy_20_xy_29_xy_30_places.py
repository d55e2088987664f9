"""XY-16, XY-20, XY-29, XY-30: stations of several functions, premises, rooms that lack, booking."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest

from gongzhi.kernel.errors import Conflict
from gongzhi.office.draft import release_in_force
from gongzhi.office.edits import Edit
from gongzhi.office.services.change_settings import change_settings
from gongzhi.office.services.go_back import go_back
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.venues.reading.checklist import checklist_page, premises
from gongzhi.venues.reading.stations import Filter, desk_stations
from tests.acceptance.cities import city as city_of
from tests.acceptance.venues import settings_of, totals
from tests.signing_in import browser_of
from tests.venues.conftest import DAY, Place, city, place, qianan

__all__ = ["city", "place", "qianan"]


def test_xy_16_stations_with_several_functions(place: Place) -> None:
    xiangyun = city_of("xiangyun")
    assert totals(xiangyun) == {"yurun_home": 26, "neighbour_point": 10}
    assert len(xiangyun.demo.venues.stations[0].functions) == 3
    row = place.add(name="多功能站", functions=("services", "women", "mediation"))
    page = browser_of(place.clerk).get(f"/places/{row.pk}/").content.decode()
    for word in ("便民服务", "妇女之家", "纠纷调解"):
        assert word in page


def test_xy_20_premises_owned_or_rented_area_condition(place: Place) -> None:
    for name, tenure, size, condition in (
        ("甲", "owned", 300, "good"), ("乙", "rented", 80, "poor"), ("丙", "rented", None, "fair"),
    ):  # fmt: skip
        area = None if size is None else Decimal(size)
        place.add(name=name, tenure=tenure, floor_area=area, condition=condition)
    found = {one.key: one for one in premises(place.clerk)}
    assert (found["owned"].count, found["owned"].area) == (1, Decimal("300.0"))
    rented = found["rented"]
    assert (rented.count, rented.area, rented.poor, rented.unmeasured) == (2, Decimal("80.0"), 1, 1)
    # Each figure opens the sites behind it.
    chosen = Filter(tenure="rented", condition="poor")
    assert [one.name for one in desk_stations(place.clerk, chosen)] == ["乙"]
    page = browser_of(place.clerk).get("/desk/venues/checklist/").content.decode()
    assert "tenure=rented&amp;condition=poor" in page


def test_xy_29_one_station_six_rooms(place: Place) -> None:
    wanted = settings_of(city_of("xiangyun")).checklist
    assert len(wanted) == 1 + 6
    for kind in wanted[:-1]:
        place.add_room(kind=kind, name=kind, bookable=False)
    counts, lines = checklist_page(place.clerk, lacking="")
    assert [one.lacking for one in counts] == [0] * 6 + [1]
    assert [(one.body.id, one.has, one.lacks) for one in lines] == [
        (place.city.community.id, 6, ["财务室"])
    ]
    place.add_room(kind=wanted[-1], name="财务室", bookable=False)
    assert checklist_page(place.clerk, lacking="")[1] == []


def test_xy_29_the_office_changes_the_list_and_takes_it_back(place: Place) -> None:
    """Previewed, applied as a release with a reason, in the history, undone; counts follow."""
    admin = place.city.staff("sysadmin", place.city.centre)
    before = release_in_force().version
    was = [one.key for one in checklist_page(place.clerk, lacking="")[0]]
    edit = Edit("set", "venues/settings.yaml", ("checklist",), ["service_hall", "reading"])
    keep_edits(actor=admin, edits=(edit,))
    assert [one.key for one in checklist_page(place.clerk, lacking="")[0]] == was  # a draft yet
    draft = browser_of(admin).get("/desk/settings/draft/").content.decode()
    assert "reading" in draft
    change_settings(actor=admin, base_version=before, reason="村里先建书屋")
    counts, lines = checklist_page(place.clerk, lacking="")
    assert [(one.key, one.name) for one in counts] == [
        ("service_hall", "为民服务站"), ("reading", "书屋"),
    ]  # fmt: skip
    assert lines[0].lacks == ["为民服务站", "书屋"]
    page = browser_of(place.clerk).get("/desk/venues/checklist/").content.decode()
    assert "书屋" in page
    assert "财务室" not in page
    assert "村里先建书屋" in browser_of(admin).get("/desk/settings/history/").content.decode()
    go_back(actor=admin, version=before, base_version=release_in_force().version, reason="还是七间")
    assert [one.key for one in checklist_page(place.clerk, lacking="")[0]] == was


def test_xy_30_open_to_residents_and_units_never_twice(place: Place) -> None:
    place.book()
    unit = place.city.staff("grid_worker", place.city.team)
    with pytest.raises(Conflict):
        place.book(unit, body=place.city.team.code)
    assert place.book(unit, body=place.city.team.code, starts=time(10))[0].state == "booked"
    room = browser_of(place.city.resident()).get(f"/places/rooms/{place.room.pk}/?day={DAY}")
    assert 'value="11:00"' in room.content.decode()
