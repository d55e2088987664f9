"""QA-02: single and commercial buildings are grids of their own, beside estates."""

from __future__ import annotations

from gongzhi.areas import selectors as areas
from gongzhi.orders.models import Order
from gongzhi.orgs.models import Responsibility
from gongzhi.orgs.services.assign_responsibility import assign_responsibility
from tests.acceptance.relations import clerk, text
from tests.orgs.conftest import SINCE, Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_qa_02_a_commercial_building_is_a_grid_of_its_own(party: Party) -> None:
    buildings = [a for a in areas.leaf_areas() if a.kind == "building"]
    assert len(buildings) == 28
    building = next(a for a in buildings if a.path.startswith(party.street_area.path))
    above = areas.area_by_id(building.parent_id or 0)
    assert above is not None
    assert (building.level, above.kind) == (4, "community")
    # A matter in it is found to lie in it, somebody answers for it, and it has a page.
    order = party.city.report(lon=building.centre_lon, lat=building.centre_lat)
    assert Order.reached.get(pk=order.pk).area_then_id == building.id
    assign_responsibility(
        actor=party.clerk, kind="grid", area=building.code, body=party.general_branch, since=SINCE
    )
    assert Responsibility.reached.get().area_id == building.id
    client = clerk(party)
    assert building.name in text(client, f"/desk/areas/{building.id}/")
    assert building.name in text(client, f"/desk/duty-map/?kind=grid&area={above.code}")
