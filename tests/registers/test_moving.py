"""A change of boundaries takes the registers along: by point, else to the residual."""

from __future__ import annotations

import shapely
from shapely.geometry import shape

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.services.apply_change import make_change
from gongzhi.areas.services.plan_change import plan_change
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kinds_of
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Building, Facility, Home, PartyMember, Person, TalentEntry
from gongzhi.registers.services.save_row import save_row
from tests.insight.changed_city import BOSS
from tests.registers.conftest import Place


def register(place: Place, key: str, **words: str) -> None:
    save_row(actor=place.clerk, register=REGISTERS[key], words=words)


def furnish(place: Place) -> tuple[areas.AreaRef, float]:
    """A building in the west and one in the east of a grid, each with a home and a person; a
    facility without a point. Returns the grid and the longitude between west and east."""
    grid = place.grid
    body = shape(grid.shape or {})
    low, _south, high, _north = body.bounds
    middle = (low + high) / 2
    for side, half in (("W", (low, middle)), ("E", (middle, high))):
        part = body.intersection(shapely.box(half[0], body.bounds[1], half[1], body.bounds[3]))
        point = part.representative_point()
        register(place, "buildings", code=side, name=side, address=f"示例路{side}",
                 area_code=grid.code, lon=f"{point.x:.6f}", lat=f"{point.y:.6f}")  # fmt: skip
        register(place, "homes", building_code=side, number="101")
        register(place, "people", building_code=side, number="101", name=f"示例{side}")
    register(place, "facilities", code="2207230101000001", name="路灯", area_code=grid.code)
    return grid, middle


def test_a_split_divides_by_point_and_keeps_households_together(place: Place) -> None:
    grid, middle = furnish(place)
    parts = (Part("220723099901", "西格"), Part("220723099902", "东格"))
    line = shapely.LineString([(middle, -90), (middle, 90)])
    asked = Asked("split", clock.today(), (grid.id,), parts, line=line, residual=1)
    told = {one.label: one.count for one in plan_change(actor=BOSS, asked=asked).moved}
    assert (told["楼栋"], told["居民"], told["城市部件"]) == (2, 2, 1)
    make_change(actor=BOSS, asked=asked)
    west, east = (areas.area_by_code(part.code) for part in parts)
    assert west is not None
    assert east is not None
    for code, new in (("W", west), ("E", east)):
        where = (new.id, new.path)
        assert Building.reached.values_list("area_id", "area_path").get(code=code) == where
        homes = Home.reached.filter(building__code=code)
        assert homes.values_list("area_id", "area_path").get() == where
        people = Person.reached.filter(home__building__code=code)
        assert people.values_list("area_id", "area_path").get() == where
    assert Facility.reached.values_list("area_id", "area_path").get() == (east.id, east.path)


def test_whoever_draws_borders_is_not_told_how_many_members_live_inside(place: Place) -> None:
    grid, middle = furnish(place)
    party = orgs.bodies_of_kind(*kinds_of("party"))[0].code
    save_row(actor=SYSTEM, register=REGISTERS["members"],
             words={"body": party, "number": "1", "birth_year": "1980"})  # fmt: skip
    register(place, "talent", area_code=grid.code, name="周小明", kind="repair", skill="修锁",
             agreed_on="2026-01-05")  # fmt: skip
    here = {"area_id": grid.id, "area_path": grid.path}
    assert (PartyMember.reached.update(**here), TalentEntry.reached.count()) == (1, 1)
    line = shapely.LineString([(middle, -90), (middle, 90)])
    parts = (Part("220723099901", "西格"), Part("220723099902", "东格"))
    asked = Asked("split", clock.today(), (grid.id,), parts, line=line, residual=1)
    told = {one.label for one in plan_change(actor=BOSS, asked=asked).moved}
    assert "居民" in told
    assert not told & {"党员名册", "人才库"}, told
    make_change(actor=BOSS, asked=asked)
    assert PartyMember.reached.get().area_path != grid.path


def test_a_merge_takes_everything_along(place: Place) -> None:
    grid, _middle = furnish(place)
    sibling = next(a for a in areas.children(grid.parent_id) if a.id != grid.id)
    part = Part("220723099903", "合格")
    make_change(actor=BOSS, asked=Asked("merge", clock.today(), (grid.id, sibling.id), (part,)))
    new = areas.area_by_code(part.code)
    assert new is not None
    for model in (Building, Home, Person, Facility):
        found = set(model.reached.values_list("area_id", "area_path"))  # type: ignore[attr-defined]
        assert found == {(new.id, new.path)}
