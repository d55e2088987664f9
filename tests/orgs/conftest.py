"""The Qian'an profile, a clerk for Party affairs of one street, and one of another."""

from __future__ import annotations

from datetime import date

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]

SINCE = date(2026, 3, 1)
DAY = date(2026, 11, 17)


@pytest.fixture
def party(city: City) -> Party:
    return Party(city)


class Party:
    """Codes of bodies around one community, and who may write there."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.street_area, self.community_area = city.street_area, city.community_area
        self.committee = f"P-{self.street_area.code}"
        self.general_branch = f"P-{self.community_area.code}"
        self.estate = city.grid
        self.branch = f"P-{city.grid.code}"
        self.alliance = f"LM-{self.street_area.code}-001"
        self.community = city.community.code
        self.units = [b.code for b in orgs.bodies_of_kind("unit") if self._here(b)]
        self.owners = [b.code for b in orgs.bodies_of_kind("owners_committee") if self._here(b)]
        self.firm = next(
            b for b in orgs.bodies_of_kind("property") if city.grid.id in orgs.areas_of(b.id)
        ).code

    def _here(self, body: orgs.BodyRef) -> bool:
        area = areas.area_by_id(body.area_id or 0)
        return area is not None and area.path.startswith(self.street_area.path)

    def body(self, code: str) -> orgs.BodyRef:
        found = orgs.body_by_code(code)
        assert found is not None
        return found

    @property
    def clerk(self) -> Actor:
        """A clerk for Party affairs of the street."""
        return self.city.staff("party_clerk", self.body(self.committee), self.street_area)

    @property
    def secretary(self) -> Actor:
        return self.city.staff("community_secretary", self.city.community, self.community_area)

    @property
    def elsewhere(self) -> Actor:
        """The same post in another street."""
        away = next(a for a in areas.children(areas.root_area().id) if a.id != self.street_area.id)  # type: ignore[union-attr]
        return self.city.staff("party_clerk", self.body(f"P-{away.code}"), away)

    @property
    def handler(self) -> Actor:
        return self.city.staff("handler", self.body("CG"))

    @property
    def sysadmin(self) -> Actor:
        return self.city.staff("sysadmin", self.city.centre)
