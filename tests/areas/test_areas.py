"""Areas: versions in time, the tree, and the grid that holds a point."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas import selectors
from gongzhi.areas.models import Area, AreaVersion
from gongzhi.kernel.scope import subtree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    selectors.forget()
    yield
    selectors.forget()


def square(west: float, south: float, size: float = 1.0) -> dict[str, object]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make(
    code: str,
    level: int,
    parent: AreaVersion | None = None,
    shape: object = None,
    valid: DateRange | None = None,
) -> AreaVersion:
    area = Area.objects.create(kind="grid")
    return AreaVersion.objects.create(
        area=area,
        code=code,
        name=f"格{code}",
        name_en=f"Grid {code}",
        level=level,
        parent=parent.area if parent else None,
        path=f"{parent.path if parent else ''}{area.pk}.",
        shape=shape,
        valid=valid or DateRange(date(2020, 1, 1), None),
    )


@pytest.fixture
def town() -> dict[str, AreaVersion]:
    """A county 2 × 1 with two squares that share an edge at longitude 11."""
    county = make("1", 0, shape={"type": "Polygon", "coordinates": [
        [[10, 50], [11, 50], [12, 50], [12, 51], [11, 51], [10, 51], [10, 50]]]})  # fmt: skip
    return {
        "county": county,
        "west": make("12", 1, county, square(10, 50)),
        "east": make("11", 1, county, square(11, 50)),
    }


def test_locate_finds_the_leaf(town: dict[str, AreaVersion]) -> None:
    found = selectors.locate(10.5, 50.5)
    assert found is not None
    assert (found.code, found.id) == ("12", town["west"].area_id)


def test_a_point_on_an_edge_belongs_to_the_lowest_code(town: dict[str, AreaVersion]) -> None:
    for lat in (50.0, 50.5, 51.0):
        found = selectors.locate(11.0, lat)
        assert found is not None
        assert found.code == "11"


@pytest.mark.parametrize(
    ("lon", "lat"), [(9.999999, 50.5), (0, 0), (200, 50), (10.5, 91), (float("nan"), 50.5)]
)
def test_a_point_outside_is_in_no_grid(
    town: dict[str, AreaVersion], lon: float, lat: float
) -> None:
    assert selectors.locate(lon, lat) is None


def test_nothing_is_located_in_an_empty_city() -> None:
    assert selectors.locate(10.5, 50.5) is None
    assert selectors.root_area() is None


def test_the_tree(town: dict[str, AreaVersion]) -> None:
    root = selectors.root_area()
    assert root is not None
    assert root.code == "1"
    assert [area.code for area in selectors.children(root.id)] == ["11", "12"]
    assert [area.code for area in selectors.leaf_areas()] == ["11", "12"]
    west = selectors.area_by_code("12")
    assert west is not None
    assert [area.code for area in selectors.ancestors(west.path)] == ["1", "12"]
    assert selectors.area_by_id(west.id) == west
    assert [area.code for area in selectors.shapes_at(0)] == ["1"]
    assert [area.code for area in selectors.shapes_at(1, west.path)] == ["12"]
    assert (west.label("zh-hans"), west.label("en")) == ("格12", "Grid 12")


def test_reads_cost_no_query_while_cached(
    town: dict[str, AreaVersion], django_assert_num_queries: object
) -> None:
    selectors.current_areas()
    with django_assert_num_queries(0):  # type: ignore[operator]
        selectors.locate(10.5, 50.5)


def test_a_change_elsewhere_is_seen_after_the_pause(
    town: dict[str, AreaVersion], settings: object
) -> None:
    assert selectors.area_by_code("12") is not None
    settings.GONGZHI_AREA_CACHE_SECONDS = 0  # type: ignore[attr-defined]
    make("13", 1, town["county"], square(12, 50))
    assert selectors.area_by_code("13") is not None


def test_only_the_version_of_today_counts(town: dict[str, AreaVersion]) -> None:
    make("13", 1, town["county"], square(12, 50), DateRange(date(2020, 1, 1), date(2021, 1, 1)))
    make("14", 1, town["county"], square(12, 50), DateRange(date(2999, 1, 1), None))
    selectors.forget()
    assert selectors.area_by_code("13") is None
    assert selectors.area_by_code("14") is None
    assert selectors.locate(12.5, 50.5) is None


def test_versions_of_one_area_do_not_overlap(town: dict[str, AreaVersion]) -> None:
    west = town["west"]
    values = {"area": west.area, "code": "12x", "name": "x", "level": 1, "path": west.path}
    with pytest.raises(IntegrityError, match="areas_version_no_overlap"), transaction.atomic():
        AreaVersion.objects.create(**values, valid=DateRange(date(2026, 1, 1), None))
    # Before it, and up to its first day, is fine.
    AreaVersion.objects.create(**values, valid=DateRange(date(2019, 1, 1), date(2020, 1, 1)))


def test_an_open_code_is_there_once(town: dict[str, AreaVersion]) -> None:
    with pytest.raises(IntegrityError, match="areas_version_open_code"), transaction.atomic():
        make("12", 1, town["county"])


def test_a_change_is_kept_in_the_history(town: dict[str, AreaVersion]) -> None:
    west = town["west"]
    AreaVersion.objects.filter(pk=west.pk).update(name="新名")
    names = west.events.order_by("pgh_id").values_list("name", flat=True)  # type: ignore[attr-defined]
    assert list(names) == ["格12", "新名"]


def test_a_subtree_is_a_range_that_uses_the_index(town: dict[str, AreaVersion]) -> None:
    low, high = subtree(town["county"].path)
    found = AreaVersion.objects.filter(path__gte=low, path__lt=high)
    assert found.count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "areas_version_path" in found.only("id").explain()
