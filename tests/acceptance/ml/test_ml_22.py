"""ML-22: an area, a grid, named households: each with an organisation and somebody; orphans named."""

from __future__ import annotations

import pytest

from gongzhi.accounts import selectors as accounts
from gongzhi.accounts.models import User
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.orgs.models import Responsibility
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.duty import duty_state
from gongzhi.orgs.services.assign_responsibility import assign_responsibility
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.home_duty import parties_for
from gongzhi.registers.models import Building, Home
from gongzhi.registers.reading.home_duties import home_duty_page
from gongzhi.registers.services.save_row import save_row
from tests.acceptance.relations import DAY, clerk, fill, text
from tests.orgs.conftest import SINCE, Party, city, party, qianan
from tests.registers.conftest import Place, place
from tests.signing_in import browser_of

__all__ = ["city", "party", "place", "qianan"]


def test_ml_22_area_grid_and_home_each_with_somebody(party: Party) -> None:
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


def test_ml_22_places_without_anybody_are_named(party: Party) -> None:
    fill(orphan_grids=4, orphan_areas=1)
    assert len(duty_state("grid", EVERYWHERE, DAY).missing) == 4
    assert len(duty_state("area", EVERYWHERE, DAY).missing) == 1


def test_ml_22_organisation_and_grid_worker_for_named_households(place: Place) -> None:
    """Of the register's homes; a household with nobody, also after its worker left, is named."""
    place.with_homes("1-101", "1-102", "1-103")
    for number in ("1-101", "1-102"):  # 1-103 is empty: no household
        words = {"building_code": "LY-1", "number": number, "name": "周小明"}
        save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    worker = place.city.grid_worker
    accounts.forget()
    branch = parties_for(place.grid.path)[0]
    desk = browser_of(place.clerk)
    path = f"/desk/registers/home-duties/?area={place.city.community_area.code}"
    assert "2户没有人负责" in text(desk, path)
    data = {"home": [one.pk for one in Home.reached.filter(number="1-101")],
            "body": branch.code, "user": worker.user_id}  # fmt: skip
    assert desk.post("/desk/registers/home-duties/assign/", data).status_code == 302
    assert "1户没有人负责" in text(desk, path)
    page = home_duty_page(place.clerk, place.grid.code, Building.reached.get().pk, clock.today())
    assert [one.name for one in page.homes] == ["1-102"]
    home = Home.reached.get(number="1-101")
    assert branch.label() in text(desk, f"/desk/registers/homes/{home.pk}/")
    User.objects.filter(pk=worker.user_id).update(is_active=False)
    assert "2户没有人负责" in text(desk, path)
