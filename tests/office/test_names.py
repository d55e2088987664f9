"""Codes are told by their names, a body may be entered by its name, and nothing is cut off."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import draft_of, release_in_force
from gongzhi.office.forms.row import SEVERAL, RowForm
from gongzhi.office.tables import TABLES
from gongzhi.office.wording import Teller
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.content import ABSENT, Difference, ProfileFiles
from tests.orders.conftest import City
from tests.signing_in import browser_of

ROW = "/desk/settings/table/duties/row/?key=1"


@pytest.fixture
def admin(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


@pytest.fixture
def browser(admin: Actor) -> Client:
    return browser_of(admin)


def shown(browser: Client) -> dict[str, str]:
    form = browser.get(ROW).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def test_a_body_is_entered_by_its_name_and_told_by_it(browser: Client, admin: Actor) -> None:
    body = orgs.body_by_code("CG")
    assert body is not None
    values = shown(browser)
    assert values["lead"] != "CG"
    before = orgs.body_by_code(values["lead"])
    assert before is not None
    browser.post(ROW, {**values, "lead": body.name})
    [edit] = draft_of(admin).edits
    assert edit.values == {"lead": "CG"}
    page = browser.get("/desk/settings/draft/").content.decode()
    assert before.label() in page
    assert body.label() in page
    refused = browser.post(ROW, {**values, "lead": "没有这样的单位"})
    assert refused.status_code == 422
    assert "没有这个单位：没有这样的单位" in refused.content.decode()


def test_a_whole_row_is_told_by_names(city: City) -> None:
    release = release_in_force()
    teller = Teller(ProfileFiles(release.key, release.files))
    row = {"category_code": "10101", "lead": "CG", "supporting": "kind:street", "basis": ""}
    told = teller.one(Difference("orders/duties.csv", ("1",), ABSENT, row))
    assert "城管局" in told.after
    assert "kind:street" not in told.after
    limit = Difference("orders/limits.csv", ("10101|gone", "amount"), "2", "3")
    assert "缺失" in teller.one(limit).item
    with override("en"):
        told = Teller(teller.files).one(limit)
    assert "Missing" in told.item
    assert (told.before, told.after) == ("2", "3")


def test_more_bodies_than_inputs_are_all_kept(city: City) -> None:
    codes = [body.code for body in orgs.bodies_of_kind("department")][: SEVERAL + 2]
    assert len(codes) == SEVERAL + 2
    row = {"category_code": "10101", "lead": "CG", "supporting": "|".join(codes)}
    blank = RowForm(TABLES["duties"], ("1",), row)
    data = {name: str(blank[name].value() or "") for name in blank.fields}
    form = RowForm(TABLES["duties"], ("1",), row, data)
    assert form.is_valid(), form.errors
    assert form.changed_cells() == {}


def test_lists_speak_the_readers_language(browser: Client) -> None:
    limits = "/desk/settings/table/limits/"
    assert "缺失、移位" in browser.get(limits).content.decode()
    browser.cookies["django_language"] = "en"
    page = browser.get(limits).content.decode()
    assert "Missing, shifted" in page
    assert "缺失、移位" not in page
    # A class whose file leaves `active` out is in use.
    classes = browser.get("/desk/settings/table/categories/").content.decode()
    assert "Drain and sewer covers" in classes
    assert '<td data-label="In use">yes</td>' in classes.lower().replace("in use", "In use")
