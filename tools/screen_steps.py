"""What has to be done before a picture can be taken: an import with mistakes, a merger, a plan."""

from __future__ import annotations

import json
import random
from typing import Any

import shapely
from playwright.sync_api import FilePayload, Page

SHOWN = 2  # the level that the steps work on: communities


def bad_import(page: Page) -> None:
    """Export all areas, blow up two communities, leave one without a name, upload: errors on the map."""
    data = _exported(page)
    shapes = [one for one in data["features"] if one["geometry"]]
    above = [one for one in shapes if one["properties"]["level"] == SHOWN]
    for one in above[:2]:
        wider = shapely.from_geojson(json.dumps(one["geometry"])).buffer(0.0006)
        one["geometry"] = json.loads(shapely.to_geojson(wider))
    above[2]["properties"]["name"] = ""
    page.goto("/desk/areas/import/")
    _upload(page, "areas.geojson", json.dumps(data, ensure_ascii=False))


def merger(page: Page) -> None:
    """Two communities, up to the preview; nothing is kept."""
    data = _exported(page)
    codes = [
        one["properties"]["code"] for one in data["features"] if one["properties"]["level"] == SHOWN
    ]
    page.goto(f"/desk/areas/changes/new/?kind=merge&area={codes[0]}&area={codes[1]}")
    _submit(page)


def plan(page: Page) -> None:
    """Two hundred buildings, made up, in the first area that can be divided into grids."""
    data = _exported(page)
    page.goto("/desk/areas/plan/")
    code = page.locator("[name=area] option").first.get_attribute("value")
    page.select_option("[name=area]", code)
    area = next(one for one in data["features"] if one["properties"]["code"] == code)
    _upload(page, "homes.csv", _homes(shapely.from_geojson(json.dumps(area["geometry"]))))


STEPS = {"bad_import": bad_import, "merger": merger, "plan": plan}


def _homes(shape: Any) -> str:
    """Address, place and households, the same every time."""
    made = random.Random(20)  # noqa: S311 homes of a picture
    west, south, east, north = shape.bounds
    rows = ["地址,经度,纬度,户数,坐标系"]
    while len(rows) <= 200:
        point = shapely.Point(made.uniform(west, east), made.uniform(south, north))
        if shape.contains(point):
            place = f"{point.x:.6f},{point.y:.6f}"
            rows.append(f"{len(rows)}号楼,{place},{made.randint(20, 70)},WGS84")
    return "\n".join(rows)


def _exported(page: Page) -> dict[str, Any]:
    page.goto("/desk/areas/export/")
    page.select_option("[name=crs]", "WGS84")
    page.select_option("[name=file_format]", "geojson")
    with page.expect_download() as download:
        _submit(page)
    found: dict[str, Any] = json.loads(download.value.path().read_text(encoding="utf-8"))
    return found


def _upload(page: Page, name: str, text: str) -> None:
    file = FilePayload(name=name, mimeType="text/plain", buffer=text.encode())
    page.set_input_files("[name=file]", file)
    _submit(page)


def _submit(page: Page) -> None:
    page.locator("main form .btn-primary").first.click()
    page.wait_for_load_state()
