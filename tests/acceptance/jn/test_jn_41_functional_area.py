"""JN-41 功能区党建综合体, JN-40 parks, buildings, malls, chains: across borders, beside the tree."""

from __future__ import annotations

import pytest
import shapely
from django.test import Client

from gongzhi.areas import selectors as areas
from gongzhi.areas.models import FunctionalArea
from gongzhi.areas.panels import Ground
from gongzhi.areas.services.keep_functional import Wanted, end_functional, keep_functional
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.orders.area_panel import inside
from tests.insight.changed_city import BOSS, NEW, Neighbours, file_orders, merge, neighbours
from tests.orders.conftest import City
from tests.signing_in import browser_of


@pytest.fixture
def found(city: City) -> Neighbours:
    return neighbours(city)


def ground(one: FunctionalArea) -> Ground:
    from shapely.geometry import shape

    members = list(one.members.all())
    ids = tuple(m.area_id for m in members if m.area_id)
    return Ground(
        ids,
        tuple(a.path for i in ids if (a := areas.area_by_id(i))),
        shape(one.shape) if one.shape else None,
        tuple(m.body for m in members if m.body),
        closed_too=True,
    )


def test_jn_41_a_functional_area_of_two_streets(found: Neighbours) -> None:
    elsewhere = next(
        a for a in areas.current_areas() if a.level == 2 and a.parent_id != found.first.parent_id
    )
    before = (
        areas.root_area(),
        len(areas.leaf_areas()),
        areas.locate(found.city.lon, found.city.lat),
    )  # type: ignore[arg-type]
    one = keep_functional(
        actor=BOSS,
        wanted=Wanted("F-1", "中央商务区", "functional", area_ids=(found.first.id, elsewhere.id)),
    )
    areas.forget()
    after = (
        areas.root_area(),
        len(areas.leaf_areas()),
        areas.locate(found.city.lon, found.city.lat),
    )  # type: ignore[arg-type]
    assert after == before  # no part of the tree
    orders = [*file_orders(found.city, found.first), *file_orders(found.city, elsewhere)]
    paths = (found.first.path, elsewhere.path)
    assert inside(ground(one))[True] == sum(o.area_path.startswith(paths) for o in orders)


def test_jn_41_an_order_in_it_twice_counts_once(found: Neighbours) -> None:
    order = found.city.report()
    grid = found.city.grid
    around = shapely.box(
        grid.centre_lon - 1, grid.centre_lat - 1, grid.centre_lon + 1, grid.centre_lat + 1
    )
    wanted = Wanted(
        "F-2", "楼宇综合体", "building", shape=around, area_ids=(grid.id,),
        body_ids=(order.lead_body_id,) if order.lead_body_id else (),
    )  # fmt: skip
    one = keep_functional(actor=BOSS, wanted=wanted)
    assert inside(ground(one)) == {True: 1, False: 0}
    shape_only = Ground((), (), around, (), closed_too=True)
    assert inside(shape_only) == {True: 1, False: 0}
    nowhere = Ground((), (), shapely.box(0, 0, 1, 1), (), closed_too=True)
    assert inside(nowhere) == {True: 0, False: 0}


def test_jn_41_its_page_names_members_and_counts(found: Neighbours) -> None:
    one = keep_functional(
        actor=BOSS,
        wanted=Wanted(
            "F-3", "产业园", "park", area_ids=(found.first.id,), body_ids=(found.city.centre.id,)
        ),
    )
    client: Client = browser_of(found.city.staff("community_clerk", found.city.community))
    page = client.get(f"/desk/areas/functional/{one.pk}/").content.decode()
    assert found.first.name in page
    assert found.city.centre.label() in page
    assert "在办" in page
    assert "产业园" in client.get("/desk/areas/functional/?kind=park").content.decode()


def test_jn_41_it_follows_a_change_of_boundaries(found: Neighbours) -> None:
    one = keep_functional(
        actor=BOSS, wanted=Wanted("F-4", "园区", "park", area_ids=(found.first.id, found.second.id))
    )
    merge(found, clock.today())
    new = areas.area_by_code(NEW)
    assert new is not None
    assert [m.area_id for m in one.members.all()] == [new.id]


def test_jn_41_mistakes_and_strangers(found: Neighbours) -> None:
    good = Wanted("F-5", "园区", "park", area_ids=(found.first.id,))
    clerk = found.city.staff("community_clerk", found.city.community)
    with pytest.raises(Denied):
        keep_functional(actor=clerk, wanted=good)
    assert not FunctionalArea.objects.exists()
    one = keep_functional(actor=BOSS, wanted=good)
    with pytest.raises(Conflict):
        keep_functional(actor=BOSS, wanted=good)
    for bad, field in (
        (Wanted("F-6", "", "park", area_ids=(found.first.id,)), "name"),
        (Wanted("F 6", "园", "park", area_ids=(found.first.id,)), "code"),
        (Wanted("F-6", "园", "zoo", area_ids=(found.first.id,)), "kind"),
        (Wanted("F-6", "园", "park"), "areas"),
        (Wanted("F-6", "园", "park", area_ids=(999_999,)), "areas"),
    ):
        with pytest.raises(Invalid) as raised:
            keep_functional(actor=BOSS, wanted=bad)
        assert raised.value.field == field
    assert FunctionalArea.objects.count() == 1
    end_functional(actor=BOSS, functional_id=one.pk)
    one.refresh_from_db()
    assert one.valid.upper is not None
