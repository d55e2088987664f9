"""A community with a building, its homes, and who may register there."""

from __future__ import annotations

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheets import write_xlsx
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.services.save_row import save_row
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]


class Place:
    """Words of rows that fit together, and actors inside and outside."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.grid = city.grid
        self.clerk = city.staff("community_clerk", city.community, city.community_area)

    def elsewhere(self) -> Actor:
        """The same post in another street."""
        root = areas.root_area()
        assert root is not None
        away = next(a for a in areas.children(root.id) if a.id != self.city.street_area.id)
        area = areas.children(away.id)[0]
        body = orgs.responsible_body("community", area.path)
        assert body is not None
        return self.city.staff("community_clerk", body, area)

    def home_elsewhere(self) -> Actor:
        """Home 1 of the building AWAY-1 in another street, and its community's clerk."""
        away = self.elsewhere()
        inside = away.postings[0].area_path
        grid = next(one for one in areas.leaf_areas() if one.path.startswith(inside))
        building = self.building("AWAY-1") | {"area_code": grid.code}
        save_row(actor=away, register=REGISTERS["buildings"], words=building)
        home = {"building_code": "AWAY-1", "number": "1"}
        save_row(actor=away, register=REGISTERS["homes"], words=home)
        return away

    def building(self, code: str = "LY-1", **words: str) -> dict[str, str]:
        return {
            "code": code, "name": "3号楼", "address": "燕山大路18号", "area_code": self.grid.code,
            **words,
        }  # fmt: skip

    def with_homes(self, *numbers: str, code: str = "LY-1") -> None:
        """A building with homes, by the ordinary way."""
        save_row(actor=self.clerk, register=REGISTERS["buildings"], words=self.building(code))
        for number in numbers:
            words = {"building_code": code, "number": number}
            save_row(actor=self.clerk, register=REGISTERS["homes"], words=words)


@pytest.fixture
def place(city: City) -> Place:
    return Place(city)


def identity(serial: int, born: str = "19900307") -> str:
    """A made-up identity number with a right check digit (county 130283)."""
    body = f"130283{born}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def workbook(register: str, rows: list[dict[str, str]]) -> bytes:
    """Rows by field key as a workbook with the register's headings."""
    fields = REGISTERS[register].fields
    keys = [field.key for field in fields if any(field.key in row for row in rows)]
    titles = {field.key: str(field.title) for field in fields}
    return write_xlsx(
        [titles[key] for key in keys], [[row.get(k, "") for k in keys] for row in rows]
    )
