"""The map editor: a corner dragged and typed, a shape cut, checked, saved as a staged import."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from playwright.sync_api import Page, expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]
Point = tuple[float, float]
ALONE = 0.0009  # degrees


@pytest.fixture
def editor(person: MakePerson, server: Server) -> Page:
    """The editor with the grids of the community of the test's grid."""
    page = person("sysadmin").page
    community = server.city["grid"]["code"][:12]
    page.goto(f"/desk/areas/edit/?area={community}")
    return ready(page)


def state(page: Page) -> int:
    return int(page.locator(".editor").get_attribute("data-changed") or 0)


def centre(page: Page, selector: str, number: int) -> tuple[float, float]:
    box = page.locator(selector).nth(number).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def typed(page: Page, row: int) -> Any:
    return page.locator("[data-points] tr").nth(row).locator("input").first


def test_a_corner_dragged_moves_and_comes_back(editor: Page) -> None:
    editor.locator("[data-map]").scroll_into_view_if_needed()
    x, y = centre(editor, ".edit-grip", 0)
    editor.mouse.move(x, y)
    editor.mouse.down()
    editor.mouse.move(x + 15, y + 34, steps=6)
    editor.mouse.up()
    expect(editor.locator("[data-undo]")).to_be_enabled()
    assert state(editor) >= 1
    editor.locator("[data-undo]").click()
    assert state(editor) == 0
    expect(editor.locator("[data-save]")).to_be_disabled()
    editor.locator("[data-redo]").click()
    assert state(editor) >= 1


def test_by_keyboard_alone_then_checked(editor: Page) -> None:
    field = typed(editor, 0)
    before = field.input_value()
    field.fill(f"{float(before) + 0.002:.7f}")
    field.press("Tab")
    assert state(editor) >= 1
    editor.locator("[data-check]").focus()
    editor.keyboard.press("Enter")
    expect(editor.locator("[data-problems]")).to_contain_text(re.compile("先改好|检查通过"))
    field = typed(editor, 0)
    field.fill("abc")
    field.press("Tab")
    expect(field).to_have_attribute("aria-invalid", "true")
    count = int(editor.locator("[data-count]").inner_text())
    editor.get_by_role("button", name="在第1个顶点后加一个").press("Enter")
    expect(editor.locator("[data-count]")).to_have_text(str(count + 1))
    editor.get_by_role("button", name="删去第2个顶点").press("Enter")
    expect(editor.locator("[data-count]")).to_have_text(str(count))


def test_cut_in_two_and_saved(editor: Page, server: Server) -> None:
    faces = editor.locator("[data-face] option").count()
    # From the middle of one edge to the middle of another: both are corners once clicked.
    middles = editor.locator(".edit-middle")
    total = middles.count()
    places = [centre(editor, ".edit-middle", at) for at in (0, total // 2)]
    editor.locator("[data-tool=cut]").click()
    for x, y in places:
        editor.mouse.click(x, y)
    editor.locator("[data-finish]").click()
    expect(editor.locator("[data-face] option")).to_have_count(faces + 1)
    expect(editor.locator("[data-new]")).to_be_visible()
    code = editor.locator("[data-code]").input_value()
    assert code.startswith(server.city["grid"]["code"][:12])
    editor.fill("[data-name]", "切出来的小区")
    editor.locator("[data-name]").press("Tab")
    editor.locator("[data-check]").click()
    expect(editor.locator("[data-problems]")).to_contain_text(
        re.compile("检查通过，会改[2-9]个区域")  # neighbours get the new corners too
    )
    editor.locator("[data-save]").click()
    editor.wait_for_url(re.compile(r"/desk/areas/import/\d+/"))
    expect(editor.locator("main")).to_contain_text("切出来的小区")
    expect(editor.get_by_role("button", name="写入").first).to_be_visible()
    rows = server.rows("SELECT source, status FROM areas_areaimport ORDER BY id DESC LIMIT 1")
    assert rows == [("editor", "staged")]
    assert not server.rows("SELECT 1 FROM areas_areaversion WHERE code = %s", code)


def test_an_area_drawn_new_over_others_is_refused_by_the_server(editor: Page) -> None:
    editor.locator("[data-tool=draw]").click()
    box = editor.locator("[data-map]").bounding_box()
    assert box is not None
    for x, y in ((0.4, 0.4), (0.6, 0.42), (0.55, 0.6)):
        editor.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
    editor.keyboard.press("Enter")
    editor.fill("[data-name]", "画错的")
    editor.locator("[data-name]").press("Tab")
    editor.locator("[data-check]").click()
    expect(editor.locator("[data-problems]")).to_contain_text("重叠约")
    editor.locator("[data-drop]").click()
    expect(editor.locator("[data-new]")).to_be_hidden()


def corners(shape: Any) -> list[Point]:
    return [(x, y) for x, y in shapely.get_coordinates(shape)[:-1].round(7).tolist()]


def a_pull(grids: dict[str, Any]) -> tuple[str, Point, Point, list[Any]]:
    """A grid, a corner of it inside the community, a neighbour's corner to pull it onto, and the
    shapes that this makes: all valid, without gap or overlap, the community's border untouched."""
    border = shapely.boundary(shapely.union_all(list(grids.values())))
    for code, shape in sorted(grids.items()):
        mine = corners(shape)
        every = {point for grid in grids.values() for point in corners(grid)}
        # Alone within the reach of the snap, so that it is this one that catches.
        others = [p for p in every - set(mine) if min(math.dist(p, q) for q in every - {p}) > ALONE]
        inside = [p for p in mine if shapely.distance(border, shapely.Point(p)) > 1e-6]
        for start, end in itertools.product(inside, others):
            after = [shapely.Polygon(_pulled(corners(grid), start, end)) for grid in grids.values()]
            if all(grid.is_valid for grid in after) and shapely.coverage_is_valid(after):
                return code, start, end, after
    raise AssertionError("no corner can be pulled onto another")


def _pulled(ring: list[Point], start: Point, end: Point) -> list[Point]:
    moved = [end if point == start else point for point in ring]
    return [point for at, point in enumerate(moved) if point != moved[at - 1]]


def pixels(page: Page, place: Point) -> Point:
    """Where a place is drawn, reckoned from the two grips farthest apart: over a community the
    projection is linear."""
    rows = page.locator("[data-points] tr")
    drawn = []
    for row in range(rows.count()):
        lon, lat = (float(rows.nth(row).locator("input").nth(n).input_value()) for n in (0, 1))
        drawn.append(((lon, lat), centre(page, ".edit-grip", row)))

    def along(axis: int) -> float:
        low, high = (pick(drawn, key=lambda one: one[0][axis]) for pick in (min, max))
        share = (place[axis] - low[0][axis]) / (high[0][axis] - low[0][axis])
        return low[1][axis] + share * (high[1][axis] - low[1][axis])

    return along(0), along(1)


def test_a_corner_pulled_onto_a_neighbours_leaves_neither_gap_nor_overlap(
    editor: Page, server: Server
) -> None:
    community = server.city["grid"]["code"][:12]
    features = editor.request.get(f"/desk/areas/edit/shapes.json?area={community}&depth=").json()
    before = {
        one["properties"]["code"]: shapely.geometry.shape(one["geometry"])
        for one in features["features"]
    }
    code, start, end, planned = a_pull(before)
    editor.locator("[data-face]").select_option(code)
    editor.locator("[data-map]").scroll_into_view_if_needed()
    at, onto = pixels(editor, start), pixels(editor, end)
    editor.mouse.move(*at)
    editor.mouse.down()
    editor.mouse.move(onto[0] + 3, onto[1] + 2, steps=8)  # near enough: it snaps
    editor.mouse.up()
    assert state(editor) >= 2  # the neighbour's border moved with it
    editor.locator("[data-save]").click()
    editor.wait_for_url(re.compile(r"/desk/areas/import/\d+/"))
    editor.get_by_role("button", name="写入").first.click()
    editor.get_by_role("dialog").get_by_role("button", name="写入").click()
    expect(editor.locator("main")).to_contain_text("已写入")
    rows = server.rows(
        "SELECT code, shape FROM areas_areaversion WHERE code = ANY(%s) AND upper_inf(valid)",
        list(before),
    )
    after = {one: shapely.geometry.shape(shape) for one, shape in rows}
    assert after.keys() == before.keys()
    assert end in corners(after[code])  # the very same point, not one near it
    assert start not in {point for shape in after.values() for point in corners(shape)}
    assert shapely.coverage_is_valid(list(after.values()))
    whole, now = shapely.union_all(list(before.values())), shapely.union_all(list(after.values()))
    assert shapely.symmetric_difference(whole, now).area < 1e-12
    areas = sum(shape.area for shape in after.values())
    assert math.isclose(areas, whole.area, rel_tol=1e-9)
    assert math.isclose(areas, sum(shape.area for shape in planned), rel_tol=1e-9)
