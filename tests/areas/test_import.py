"""Staging, applying and discarding an import of areas; export, and the way back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection

from gongzhi.areas import selectors
from gongzhi.areas.geometry import crs
from gongzhi.areas.importing.lines import Problem
from gongzhi.areas.models import Area, AreaImport, AreaVersion
from gongzhi.areas.services import apply_import as apply_module
from gongzhi.areas.services.apply_import import apply_import, discard_import
from gongzhi.areas.services.export_areas import export_areas
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, Actor

from .conftest import NOW, SINCE, TODAY, add, collection, feature, picture, square

pytestmark = pytest.mark.django_db
Write = Callable[..., Path]
County = dict[str, AreaVersion]


def stage(actor: Actor, path: Path, chosen: str = "", day: date = TODAY) -> AreaImport:
    return stage_file(actor=actor, path=path, name=path.name, chosen_crs=chosen, day=day, at=NOW)


def keys(row: AreaImport) -> list[str]:
    return [Problem.from_json(found).key for found in row.found["problems"]]


GRIDS = (
    feature("420000001001001", square(113.0, 30.0, 0.01, 0.005), name="甲格", level=3,
            kind="grid", parent_code="420000001001"),
    feature("420000001001002", square(113.0, 30.005, 0.01, 0.005), name="乙格", level=3,
            kind="grid", parent_code="420000001001"),
)  # fmt: skip


def test_new_grids(county: County, sysadmin: Actor, write: Write) -> None:
    row = stage(sysadmin, write(collection(*GRIDS)))
    assert keys(row) == []
    assert (row.found["added"], row.found["renamed"], row.found["reshaped"]) == (2, 0, 0)
    assert AreaVersion.objects.count() == 7
    apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    new = AreaVersion.objects.get(code="420000001001002")
    parent = county["420000001001"]
    assert (new.name, new.level, new.parent_id, new.path) == (
        "乙格", 3, parent.area_id, f"{parent.path}{new.area_id}.")  # fmt: skip
    assert (new.valid.lower, new.valid.upper, new.area.kind) == (TODAY, None, "grid")
    row.refresh_from_db()
    assert (row.status, row.decided_by_id, row.decided_at) == ("applied", 7, NOW)


def test_renamed_and_reshaped_from_a_day(county: County, sysadmin: Actor, write: Write) -> None:
    day = TODAY + timedelta(days=30)
    border = 30.012
    data = collection(
        feature("420000001001", square(113.0, 30.0, 0.01, 0.012), name="新名社区"),
        feature("420000001002", square(113.0, border, 0.01, 0.008)),
    )
    row = stage(sysadmin, write(data), day=day)
    assert keys(row) == []
    assert (row.found["renamed"], row.found["reshaped"]) == (1, 2)
    apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    versions = list(AreaVersion.objects.filter(code="420000001001").order_by("valid"))
    assert [(v.name, v.valid.lower, v.valid.upper) for v in versions] == [
        ("第11社区", SINCE, day), ("新名社区", day, None)]  # fmt: skip
    assert versions[0].area_id == versions[1].area_id
    assert versions[0].shape == square(113.0, 30.0)
    # A second change on the same day rewrites that version and makes no empty one.
    again = stage(sysadmin, write(collection(feature("420000001001", name="更新名社区"))), day=day)
    apply_import(actor=sysadmin, import_id=again.pk, at=NOW)
    assert AreaVersion.objects.filter(code="420000001001").count() == 2
    assert AreaVersion.objects.get(code="420000001001", valid__startswith=day).name == "更新名社区"
    # Before that day nothing may be squeezed in.
    early = stage(sysadmin, write(collection(feature("420000001001", name="更早"))))
    assert keys(early) == ["later"]


def test_export_and_import_change_nothing(county: County, sysadmin: Actor, write: Write) -> None:
    AreaVersion.objects.filter(code="420000001002").update(name="=SUM(1)", name_en='A, "B"')
    for system in (crs.WGS84, crs.CGCS2000, crs.GCJ02):
        for kind in ("geojson", "csv", "xlsx"):
            made = export_areas(actor=sysadmin, area_code="420000", day=TODAY,
                                file_format=kind, system=system)  # fmt: skip
            assert made.name == f"areas-420000-2026-11-17-{system.lower()}.{kind}"
            row = stage(sysadmin, write(made.content, f"{system}.{kind}"))
            assert (keys(row), row.found["rows"], row.found["changes"]) == ([], 7, []), made.name
            assert row.crs == system
            with pytest.raises(Invalid, match="没有要写入的"):
                apply_import(actor=sysadmin, import_id=row.pk, at=NOW)


def test_cells_never_run(county: County, sysadmin: Actor) -> None:
    AreaVersion.objects.filter(code="420000001002").update(name="=SUM(1)")
    made = export_areas(actor=sysadmin, area_code="420000001", day=TODAY,
                        file_format="csv", system=crs.WGS84)  # fmt: skip
    assert b"'=SUM(1)" in made.content
    assert b",=SUM" not in made.content


def test_a_shape_too_long_for_a_cell(county: County, sysadmin: Actor, write: Write) -> None:
    ring = [[113.0 + n * 1e-6, 30.0] for n in range(1, 9999, 2)]
    shape = {
        "type": "Polygon",
        "coordinates": [
            [[113.0, 30.0], *ring, [113.01, 30.0], [113.01, 30.01], [113.0, 30.01], [113.0, 30.0]]
        ],
    }
    AreaVersion.objects.filter(code="420000001001").update(shape=shape)
    made = export_areas(actor=sysadmin, area_code="420000001001", day=TODAY,
                        file_format="xlsx", system=crs.WGS84)  # fmt: skip
    row = stage(sysadmin, write(made.content, "long.xlsx"))
    assert (keys(row), row.found["changes"]) == ([], [])


def test_of_a_day_that_has_gone(county: County, sysadmin: Actor) -> None:
    with pytest.raises(NotFound):
        export_areas(actor=sysadmin, area_code="420000", day=SINCE - timedelta(days=1),
                     file_format="csv", system=crs.WGS84)  # fmt: skip
    with pytest.raises(Invalid):
        export_areas(actor=sysadmin, area_code="420000", day=TODAY, file_format="exe",
                     system=crs.WGS84)  # fmt: skip
    with pytest.raises(Denied):
        export_areas(actor=PUBLIC, area_code="420000", day=TODAY, file_format="csv",
                     system=crs.WGS84)  # fmt: skip


def test_moving_is_no_import(county: County, sysadmin: Actor, write: Write) -> None:
    data = collection(feature("420000001001", parent_code="420000002"),
                      feature("420000001002", level=3), feature("420000002001", kind="village"))  # fmt: skip
    row = stage(sysadmin, write(data))
    assert sorted(keys(row)) == ["converted", "converted", "moved"]
    before = picture()
    with pytest.raises(Invalid, match="3处"):
        apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    assert picture() == before
    row.refresh_from_db()
    assert row.status == "staged"


def test_what_came_between_is_seen(county: County, sysadmin: Actor, write: Write) -> None:
    row = stage(sysadmin, write(collection(*GRIDS)))
    add("420000001001001", "先来的", 3, "grid", county["420000001001"], square(113.0, 30.0))
    before = picture()
    with pytest.raises(Conflict, match="预览之后有了变化"):
        apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    assert picture() == before
    row.refresh_from_db()
    assert row.status == "staged"


def test_once_only(county: County, sysadmin: Actor, write: Write) -> None:
    row = stage(sysadmin, write(collection(*GRIDS)))
    apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    before = picture()
    with pytest.raises(Conflict):
        apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    with pytest.raises(Conflict):
        discard_import(actor=sysadmin, import_id=row.pk, at=NOW)
    with pytest.raises(NotFound):
        apply_import(actor=sysadmin, import_id=row.pk + 1, at=NOW)
    assert picture() == before


def test_discarded(county: County, sysadmin: Actor, write: Write) -> None:
    row = stage(sysadmin, write(collection(*GRIDS)))
    before = picture()
    discard_import(actor=sysadmin, import_id=row.pk, at=NOW)
    with pytest.raises(Conflict):
        apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    assert picture() == before


def test_nobody_else_may(county: County, sysadmin: Actor, clerk: Actor, write: Write) -> None:
    row = stage(sysadmin, write(collection(*GRIDS)))
    before = picture()
    with pytest.raises(Denied):
        stage(clerk, write(collection(*GRIDS)))
    with pytest.raises(Denied):
        apply_import(actor=clerk, import_id=row.pk, at=NOW)
    with pytest.raises(Denied):
        discard_import(actor=clerk, import_id=row.pk, at=NOW)
    assert (picture(), AreaImport.objects.count()) == (before, 1)
    row.refresh_from_db()
    assert row.status == "staged"


def test_interrupted_half_way(
    county: County, sysadmin: Actor, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = stage(sysadmin, write(collection(*GRIDS)))
    before = picture()

    written = apply_module._insert

    def breaks(versions: list[AreaVersion]) -> None:
        written(versions)
        raise KeyboardInterrupt

    monkeypatch.setattr(apply_module, "_insert", breaks)
    with pytest.raises(KeyboardInterrupt):
        apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    assert picture() == before
    row.refresh_from_db()
    assert row.status == "staged"


def test_the_first_import_of_a_city(db: None, sysadmin: Actor, write: Write) -> None:
    data = collection(
        feature("420000001", square(113.0, 30.0), name="街", level=1, kind="street",
                parent_code="420000"),
        feature("420000", square(113.0, 30.0), name="县", level=0, kind="county"),
    )  # fmt: skip
    row = stage(sysadmin, write(data))
    assert keys(row) == []
    apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    street, top = (AreaVersion.objects.get(code=code) for code in ("420000001", "420000"))
    assert street.path == f"{top.area_id}.{street.area_id}."


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_wins(county: County, sysadmin: Actor, write: Write) -> None:
    row = stage(sysadmin, write(collection(*GRIDS)))
    start, said = threading.Barrier(2), []

    def go() -> None:
        start.wait()
        try:
            apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
            said.append("done")
        except Conflict:
            said.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said) == ["conflict", "done"]
    assert AreaVersion.objects.filter(code="420000001001001").count() == 1


def test_twenty_thousand_rows_within_seconds(county: County, sysadmin: Actor, write: Write) -> None:
    side, step = 142, round(0.01 / 142, 9)
    grids = [
        feature(f"420000001001{row * side + column:05d}",
                square(round(113.0 + column * step, 7), round(30.0 + row * step, 7), step),
                name=f"格{row}-{column}", level=3, kind="grid", parent_code="420000001001")
        for row in range(side) for column in range(side)
    ]  # fmt: skip
    for one in grids:  # corners shared to the digit
        ring = one["geometry"]["coordinates"][0]
        for point in ring:
            point[0] = round(113.0 + round((point[0] - 113.0) / step) * step, 7)
            point[1] = round(30.0 + round((point[1] - 30.0) / step) * step, 7)
    began = time.monotonic()
    row = stage(sysadmin, write(collection(*grids)))
    staged = time.monotonic()
    assert row.found["problems"] == []
    apply_import(actor=sysadmin, import_id=row.pk, at=NOW)
    applied = time.monotonic()
    assert Area.objects.count() == 7 + side * side
    assert selectors.locate(113.005, 30.005) is not None
    print(f"staged {staged - began:.1f} s, applied {applied - staged:.1f} s")  # noqa: T201
    assert applied - began < 60
