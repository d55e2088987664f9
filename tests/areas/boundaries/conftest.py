"""A town on paper: a county, two streets, communities as squares in a row, two of them gridded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas.models import Area, AreaVersion
from gongzhi.areas.services.apply_change import forget
from gongzhi.kernel.scope import Actor, Posting

BOSS = Actor("staff", user_id=1, name="系统管理员", postings=(Posting(1, "sysadmin"),))
CLERK = Actor("staff", user_id=2, name="社区文员", postings=(Posting(2, "community_clerk"),))


def square(west: float, south: float = 50.0, width: float = 1.0) -> dict[str, Any]:
    east, north = west + width, south + 1.0
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@dataclass
class Town:
    """Area ids by name."""

    ids: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        return self.ids[name]

    def make(
        self, name: str, code: str, level: int, parent: str = "", shape: Any = None, kind: str = ""
    ) -> None:
        kinds = ("county", "street", "community", "estate")
        area = Area.objects.create(kind=kind or kinds[level])
        above = AreaVersion.objects.get(area_id=self.ids[parent]) if parent else None
        version = AreaVersion(
            area=area, code=code, name=name, name_en=f"{name}-en", level=level, shape=shape,
            parent=above.area if above else None,
            path=f"{above.path if above else ''}{area.pk}.",
            valid=DateRange(date(2020, 1, 1), None),
        )  # fmt: skip
        if shape:
            west, south = shape["coordinates"][0][0]
            version.centre_lon = west + 0.5 * (shape["coordinates"][0][1][0] - west)
            version.centre_lat = south + 0.5
        version.save()
        self.ids[name] = area.pk

    def version(self, name: str, **at: Any) -> AreaVersion:
        rows = AreaVersion.objects.filter(area_id=self.ids[name], **at)
        return rows.order_by("-valid").first()  # type: ignore[return-value]


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """East street holds A B C (A has the grids a1 a2, B has b1), west street holds D."""
    forget()
    found = Town()
    found.make("县", "900000", 0, shape=square(10, width=4))
    found.make("东街", "900000001", 1, "县", square(10, width=3))
    found.make("西街", "900000002", 1, "县", square(13))
    for number, name in enumerate("ABC"):
        found.make(name, f"90000000100{number + 1}", 2, "东街", square(10 + number))
    found.make("D", "900000002001", 2, "西街", square(13))
    found.make("a1", "900000001001001", 3, "A", square(10, width=0.5))
    found.make("a2", "900000001001002", 3, "A", square(10.5, width=0.5))
    found.make("b1", "900000001002001", 3, "B", square(11))
    yield found
    forget()
