"""The map editor: a corner dragged and typed, a shape cut, checked, saved as a staged import."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]


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
