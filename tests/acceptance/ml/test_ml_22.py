"""ML-22: three relations: an area, a grid, homes (by building until the register of homes)."""

from __future__ import annotations

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Invalid
from gongzhi.orgs.models import Responsibility
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.duty import duty_state
from gongzhi.orgs.services.assign_responsibility import assign_responsibility
from tests.acceptance.relations import DAY, clerk, fill, text
from tests.orgs.conftest import SINCE, Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_ml_22_part_area_grid_and_home_each_with_somebody(party: Party) -> None:
    actor, person = party.clerk, {"since": SINCE, "person_name": "李二"}
    building = next(a for a in areas.leaf_areas() if a.kind == "building")
    places = {"area": party.community_area, "grid": party.estate, "home": party.estate}
    for kind, area in places.items():
        body = party.general_branch if kind == "area" else party.branch
        assign_responsibility(actor=actor, kind=kind, area=area.code, body=body, **person)  # type: ignore[arg-type]
    found = dict(Responsibility.reached.values_list("kind", "area_id"))
    assert found == {kind: area.id for kind, area in places.items()}
    # One organisation answers for an area and for a grid; several may share its homes.
    for kind in ("area", "grid"):
        with pytest.raises(Invalid, match="已有人负责"):
            assign_responsibility(
                actor=actor, kind=kind, area=places[kind].code, body=party.committee,
                **person,  # type: ignore[arg-type]
            )  # fmt: skip
    page = text(clerk(party), f"/desk/bodies/{party.branch}/")
    assert "联网" in page
    assert "挂户" in page
    assert building.id in duty_state("grid", EVERYWHERE, DAY).missing


def test_ml_22_part_places_without_anybody_are_named(party: Party) -> None:
    fill(orphan_grids=4, orphan_areas=1)
    assert len(duty_state("grid", EVERYWHERE, DAY).missing) == 4
    assert len(duty_state("area", EVERYWHERE, DAY).missing) == 1
