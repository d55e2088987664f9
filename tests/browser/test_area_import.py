"""Areas taken along, changed and brought back; grids proposed from homes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Page, expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]


def exported(page: Page, folder: Path, *, crs: str, kind: str = "geojson") -> Path:
    page.goto("/desk/areas/export/")
    page.select_option("[name=crs]", crs)
    page.select_option("[name=file_format]", kind)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def upload(page: Page, path: Path) -> None:
    page.goto("/desk/areas/import/")
    page.set_input_files("[name=file]", path)
    page.get_by_role("button", name="上传并检查").click()


@pytest.fixture
def page(person: MakePerson) -> Page:
    return person("sysadmin").page


def test_out_and_back_in_gcj02(page: Page, server: Server, tmp_path: Path) -> None:
    path = exported(page, tmp_path, crs="GCJ02")
    upload(page, path)
    expect(page.locator("main")).to_contain_text("与现有的区域一样")
    data = json.loads(path.read_text("utf-8"))
    # One that no other story of the browsers names: the city is everybody's.
    told = (server.city["grid"]["code"][:12], *(one["code"] for one in server.city["neighbours"]))
    grids = [
        one
        for one in data["features"]
        if len(one["properties"]["code"]) == len(server.city["grid"]["code"])
    ]
    other = next(one for one in grids if not one["properties"]["code"].startswith(told))
    code, before = other["properties"]["code"], other["properties"]["name"]
    other["properties"]["name"] = "导入改的名"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    upload(page, path)
    ready(page)
    expect(page.locator("main")).to_contain_text(f"改名：{before} → 导入改的名")
    page.get_by_role("button", name="写入").first.click()
    page.locator("dialog[open]").get_by_role("button", name="写入").click()
    expect(page.locator("main")).to_contain_text("已写入，共改动1个区域")
    names = server.rows("SELECT name FROM areas_areaversion WHERE code = %s ORDER BY id", code)
    assert names == [(before,), ("导入改的名",)]


def test_problems_stand_in_the_table_and_on_the_map(page: Page, tmp_path: Path) -> None:
    path = exported(page, tmp_path, crs="WGS84")
    data = json.loads(path.read_text("utf-8"))
    deepest = max(one["properties"]["level"] for one in data["features"] if one["geometry"])
    grids = [one for one in data["features"] if one["properties"]["level"] == deepest - 1]
    shape = shapely.from_geojson(json.dumps(grids[0]["geometry"])).buffer(0.0005)
    grids[0]["geometry"] = json.loads(shapely.to_geojson(shape))
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    upload(page, path)
    ready(page)
    expect(page.get_by_role("alert")).to_contain_text("要先改好才能写入")
    expect(page.locator("tbody tr", has_text="重叠约").first).to_be_visible()
    expect(page.get_by_role("button", name="写入")).to_have_count(0)
    page.get_by_role("button", name="放弃这次导入").click()
    expect(page.locator("main")).to_contain_text("已放弃，区域没有变化")


def test_a_file_without_a_system_is_refused(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text('{"type":"FeatureCollection","features":[{"type":"Feature",'
                    '"properties":{"code":"220723"},"geometry":null}]}')  # fmt: skip
    upload(page, path)
    expect(page.locator(".field-error")).to_contain_text("没有写明坐标系")


def test_grids_proposed_beside_those_of_today(page: Page, server: Server, tmp_path: Path) -> None:
    community, shape = server.rows(
        "SELECT v.code, v.shape FROM areas_areaversion v WHERE upper_inf(v.valid)"
        " AND v.level = 2 AND EXISTS (SELECT 1 FROM areas_areaversion c"
        " WHERE c.parent_id = v.area_id) AND NOT EXISTS (SELECT 1 FROM areas_areaversion c"
        " JOIN areas_areaversion g ON g.parent_id = c.area_id WHERE c.parent_id = v.area_id)"
        " ORDER BY v.code DESC LIMIT 1"
    )[0]
    ground = shapely.from_geojson(json.dumps(shape))
    west, south, east, north = ground.bounds
    lines = ["地址,经度,纬度,户数,小区"]
    for number in range(400):
        lon = west + (east - west) * (number % 20 + 0.5) / 20
        lat = south + (north - south) * (number // 20 + 0.5) / 20
        if ground.contains(shapely.Point(lon, lat)):
            lines.append(f"{number}栋,{lon:.6f},{lat:.6f},24,小区{number // 20}-{number % 20 // 5}")
    path = tmp_path / "住户.csv"
    path.write_bytes("\n".join(lines).encode("gbk"))
    page.goto("/desk/areas/plan/")
    page.select_option("[name=area]", community)
    page.set_input_files("[name=file]", path)
    page.select_option("[name=crs]", "WGS84")
    page.get_by_role("button", name="算出方案").click()
    page.wait_for_url(re.compile(r"/plan/\d+/"))
    ready(page)
    expect(page.locator(".island-map canvas")).to_have_count(2)
    expect(page.locator("tr", has_text="要换网格的户")).to_be_visible()
    page.select_option("#move", index=0)
    page.get_by_role("button", name="移过去").click()
    expect(page.locator("main")).to_contain_text(re.compile("已移过去|会断成两块|就没有住户"))
