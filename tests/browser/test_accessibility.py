"""Every front without a violation that axe can find, in both languages and in large type, and the
desk by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .people import Person, Server, ready

MakePerson = Callable[..., Person]
AXE = Axe()
LANGUAGES = ("zh-hans", "en")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
# What passes is neither described nor sent, and no style sheet is fetched a second time.
ONLY_VIOLATIONS = {"resultTypes": ["violations"], "preload": False}
# Colours, roles and order are the same in every language: in the second one only what reads words.
WORDS = {
    "runOnly": {
        "type": "rule",
        "values": [
            "aria-command-name", "aria-dialog-name", "aria-input-field-name", "aria-toggle-field-name",
            "aria-tooltip-name", "aria-treeitem-name", "button-name", "document-title",
            "empty-heading", "empty-table-header", "form-field-multiple-labels", "frame-title",
            "html-has-lang", "html-lang-valid", "image-alt", "image-redundant-alt", "input-button-name",
            "input-image-alt", "label", "label-content-name-mismatch", "label-title-only",
            "landmark-unique", "link-name", "role-img-alt", "select-name", "summary-name",
            "svg-img-alt", "valid-lang",
        ],
    }
}  # fmt: skip
# Who looks at what; {state} is the number of the order that the city left in that state.
PAGES = {
    "resident": ("/", "/report/", "/lookup/", "/mine/", "/me/", "/login/", "/public/",
                 "/public/{closed}/"),
    "grid_worker": ("/field/", "/field/new/", "/field/orders/{to_verify}/", "/field/grid/",
                    "/field/orders/", "/field/me/"),
    "field_duties": ("/field/handbook/", "/field/visits/", "/field/visits/?q=2-301",
                     "/field/visits/{building}/", "/field/visits/home/{home}/", "/field/rounds/",
                     "/field/talk/"),
    "community_clerk": ("/desk/needs/", "/desk/talks/", "/desk/talks/new/"),
    "acceptor": ("/desk/", "/desk/orders/{submitted}/", "/desk/new/", "/desk/all/"),
    "handler": ("/desk/", "/desk/orders/{in_hand}/"),
    "street_director": ("/desk/director/", "/desk/areas/figures/", "/desk/areas/"),
    "party_clerk": ("/desk/party/", "/desk/bodies/?kind=alliance", "/desk/bodies/P-220723001/",
                    "/desk/bodies/LM-220723001-001/", "/desk/duty-map/", "/desk/party/levels/",
                    "/desk/bodies/LM-220723001-001/add/agreement/", "/desk/party/structure/",
                    "/desk/party/matrix/", "/desk/party/agreements/?show=all",
                    "/desk/party/coverage/red/", "/desk/party/cross/", "/desk/duties/versions/"),
    "sysadmin": ("/desk/users/", "/desk/users/new/", "/desk/users/roles/", "/desk/users/import/",
                 "/desk/users/1/", "/desk/users/1/postings/", "/desk/users/1/stand-in/",
                 "/desk/users/postings/1/end/", "/me/second-factor/", "/desk/teams/", "/desk/it/"),
    "area_office": ("/desk/areas/", "/desk/areas/?area_q=mf", "/desk/areas/1/",
                    "/desk/areas/changes/", "/desk/areas/changes/new/",
                    "/desk/areas/changes/new/?kind=merge",
                    "/desk/areas/changes/new/?kind=merge&area=220723001001&area=220723001002",
                    "/desk/areas/changes/new/?kind=rename&area=220723001001",
                    "/desk/areas/changes/new/?kind=split&area=220723001001",
                    "/desk/areas/functional/", "/desk/areas/functional/new/",
                    "/desk/areas/import/", "/desk/areas/export/", "/desk/areas/edit/",
                    "/desk/areas/edit/?area=220723001001&depth=children", "/desk/areas/plan/"),
    "settings_office": ("/desk/settings/", "/desk/settings/names/", "/desk/settings/stages/",
                        "/desk/settings/calendar/", "/desk/settings/texts/",
                        "/desk/settings/model/", "/desk/settings/draft/",
                        "/desk/settings/history/", "/desk/settings/history/1/",
                        "/desk/settings/table/limits/", "/desk/settings/table/duties/?find=ld",
                        "/desk/settings/table/categories/"),
    "secadmin": ("/desk/users/security/", "/desk/users/requests/", "/desk/users/1/"),
    "auditadmin": ("/desk/access/", "/desk/access/?log=events", "/desk/access/?log=history"),
    "commander": ("/command/", "/command/orders?show=open"),
}  # fmt: skip


# Some have so many pages that they are looked at in parts.
ACTS_AS = {"field_duties": "grid_worker", "area_office": "sysadmin", "settings_office": "sysadmin"}


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds, one line each: rule, first element, in how many places."""
    found: dict[str, Any] = AXE.run(page, options=rules | ONLY_VIOLATIONS).response
    return [
        f"{page.url} {one['id']}: {one['nodes'][0]['target']} "
        f"{one['nodes'][0]['html'][:160]} (×{len(one['nodes'])})"
        for one in found["violations"]
    ]


def settle(page: Page) -> None:
    ready(page)
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    # What islands draw fades in; what turns for ever is not waited for.
    page.wait_for_function(
        "() => document.getAnimations().every(one => one.playState !== 'running'"
        " || one.effect?.getComputedTiming().endTime === Infinity)"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", PAGES)
def test_no_violation(role: str, language: str, person: MakePerson, server: Server) -> None:
    one = person(ACTS_AS.get(role, role))
    one.speak(language)
    rules = RULES if language == LANGUAGES[0] else WORDS
    found: list[str] = []
    for address in PAGES[role]:
        answer = one.page.goto(address.format(**server.city["seeds"], **server.city["home"]))
        assert answer is not None, address
        assert answer.status == 200, f"{address}: {answer.status}"
        settle(one.page)
        found += violations(one.page, rules)
    assert found == []


def test_report_steps(person: MakePerson) -> None:
    """Each of the three screens, as shown."""
    page = person("resident").page
    page.goto("/report/")
    settle(page)
    found = violations(page)
    page.get_by_role("button", name="下一步：说一句").click()
    page.fill("[name=text]", "路灯不亮")
    expect(page.locator("[data-suggest] [data-code='10109']")).to_be_visible()
    settle(page)
    found += violations(page)
    page.get_by_role("button", name="下一步：交").click()
    settle(page)
    assert found + violations(page) == []


@pytest.mark.parametrize("address", ["/", "/report/", "/public/"])
def test_large_type(address: str, person: MakePerson) -> None:
    """A quarter larger, still without violation, and nothing runs out of a narrow phone."""
    one = person("resident", viewport={"width": 360, "height": 780})
    page = one.page
    page.goto(address)
    before = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    one.context.add_cookies([{"name": "gongzhi_type", "value": "large", "url": one.server.url}])
    page.goto(address)
    settle(page)
    after = page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)")
    assert after >= before * 1.2
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def test_desk_by_keyboard(person: MakePerson, server: Server) -> None:
    """↑↓ choose, space ticks, / searches, Enter opens, and Tab reaches the main button."""
    page = person("acceptor").page
    page.goto("/desk/")
    ready(page).keyboard.press("/")
    expect(page.locator("#desk-q")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    row = page.locator("[data-row].is-active")
    expect(row).to_have_count(1)
    href = row.get_attribute("data-href")
    box = row.locator("input[type=checkbox]")
    if box.count():
        page.keyboard.press("Space")
        expect(box).to_be_checked()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")
    main = page.locator(".next-step .btn-primary").first
    expect(main).to_be_visible()
    for _ in range(80):
        page.keyboard.press("Tab")
        if main.evaluate("element => element === document.activeElement"):
            break
    expect(main).to_be_focused()
    outline = main.evaluate(
        "element => { const s = getComputedStyle(element);"
        " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
    )
    assert outline, "the focus cannot be seen"
