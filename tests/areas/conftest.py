"""A made-up county for imports: two streets of two communities, squares edge to edge."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas import selectors
from gongzhi.areas.models import Area, AreaVersion
from gongzhi.kernel.scope import Actor, Posting

NOW = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)
SINCE = date(2020, 1, 1)
SIDE = 0.01


def square(west: float, south: float, size: float = SIDE, height: float | None = None) -> Any:
    east, north = round(west + size, 7), round(south + (height or size), 7)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def feature(code: str, shape: Any = None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": shape}


def collection(*features: dict[str, Any], crs: str | None = "EPSG:4326") -> dict[str, Any]:
    found: dict[str, Any] = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        found["crs"] = {"type": "name", "properties": {"name": crs}}
    return found


@pytest.fixture(autouse=True)
def _fresh_areas() -> Iterator[None]:
    selectors.forget()
    yield
    selectors.forget()


@pytest.fixture
def sysadmin() -> Actor:
    return Actor("staff", user_id=7, name="系统管理员", postings=(Posting(1, "sysadmin"),))


@pytest.fixture
def clerk() -> Actor:
    return Actor("staff", user_id=8, name="社区工作者", postings=(Posting(2, "community_clerk"),))


def add(code: str, name: str, level: int, kind: str, parent: Any, shape: Any) -> AreaVersion:
    area = Area.objects.create(kind=kind)
    return AreaVersion.objects.create(
        area=area, code=code, name=name, level=level, parent=parent.area if parent else None,
        path=f"{parent.path if parent else ''}{area.pk}.", shape=shape,
        valid=DateRange(SINCE, None),
    )  # fmt: skip


@pytest.fixture
def county(db: None) -> dict[str, AreaVersion]:
    """County 0.02 × 0.02 degrees at (113, 30): streets are its halves, communities quarters."""
    top = add("420000", "示例县", 0, "county", None, square(113.0, 30.0, 0.02))
    found = {top.code: top}
    for number, west in ((1, 113.0), (2, 113.01)):
        code = f"420000{number:03d}"
        shape = square(west, 30.0, SIDE, 0.02)
        street = add(code, f"第{number}街道", 1, "street", top, shape)
        found[code] = street
        for part, south in ((1, 30.0), (2, 30.01)):
            below = f"{code}{part:03d}"
            name = f"第{number}{part}社区"
            found[below] = add(below, name, 2, "community", street, square(west, south))
    return found


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """`write(data, "a.geojson")`: a file of bytes, text or JSON."""

    def make(content: Any, name: str = "a.geojson") -> Path:
        path = tmp_path / name
        if isinstance(content, dict | list):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


def picture() -> list[Any]:
    """Everything that the tables of areas hold, to prove that nothing changed."""
    return [*AreaVersion.objects.order_by("pk").values(), Area.objects.count()]
