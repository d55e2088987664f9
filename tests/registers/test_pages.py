"""The pages of the registers by a browser without scripts: scope, opening, history, correcting."""

from __future__ import annotations

import re

import pytest

from gongzhi.accounts.models import AccessLog
from gongzhi.kernel.crypto import open_
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Building, Home, Person
from gongzhi.registers.reach import CENSUS_ROLES, KEEPER_ROLES, PLACE_ROLES
from gongzhi.registers.services.save_row import save_row
from gongzhi.web.navigation import REGISTER_ROLES
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

BASE = "/desk/registers/"
PHONE = "13800001234"


@pytest.fixture
def there(place: Place) -> Place:
    place.with_homes("2-301", "2-302")
    words = {
        "building_code": "LY-1", "number": "2-301", "name": "周小明", "id_number": identity(1),
        "phone": PHONE,
    }  # fmt: skip
    save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    return place


def test_the_navigation_knows_who_reads_the_registers() -> None:
    assert REGISTER_ROLES == PLACE_ROLES | KEEPER_ROLES | CENSUS_ROLES


def test_home_counts_what_one_sees(there: Place) -> None:
    page = browser_of(there.clerk).get(BASE).content.decode()
    assert f'href="{BASE}people/"' in page
    assert re.search(r'<strong class="tile-value"\s*>2</strong>', page)  # homes
    # A dispatcher sends somebody to places and does not look people up.
    page = browser_of(there.city.dispatcher).get(BASE).content.decode()
    assert f'href="{BASE}people/"' not in page
    assert f'href="{BASE}homes/"' in page


@pytest.mark.parametrize("key", ["people", "homes", "buildings"])
def test_lists_and_pages_keep_the_scope(there: Place, key: str) -> None:
    row = REGISTERS[key].model.reached.order_by("id")[0]  # type: ignore[attr-defined]
    own, away = browser_of(there.clerk), browser_of(there.elsewhere())
    link = f'href="{BASE}{key}/{row.pk}/"'
    assert link in own.get(f"{BASE}{key}/").content.decode()
    assert own.get(f"{BASE}{key}/{row.pk}/").status_code == 200
    assert link not in away.get(f"{BASE}{key}/").content.decode()
    assert away.get(f"{BASE}{key}/{row.pk}/").status_code == 404
    assert away.get(f"{BASE}{key}/{row.pk}/edit/").status_code == 404
    area = f"{BASE}{key}/?area={there.city.community_area.code}"
    assert link in own.get(area).content.decode()
    assert link not in away.get(area).content.decode()
    assert own.get(f"{BASE}nothing/").status_code == 404


def test_people_are_masked_until_opened_for_a_purpose_and_that_is_logged(there: Place) -> None:
    person = Person.reached.get()
    browser, href = browser_of(there.clerk), f"{BASE}people/{person.pk}/"
    for path in (f"{BASE}people/", href, f"{href}edit/"):
        page = browser.get(path).content.decode()
        assert "周××" in page
        for secret in ("周小明", PHONE, identity(1)):
            assert secret not in page
    assert browser.post(f"{href}open/", {"purpose": " "}).status_code == 200
    assert not AccessLog.objects.exists()
    page = browser.post(f"{href}open/", {"purpose": "核对电话"}).content.decode()
    assert "周小明" in page
    assert PHONE in page
    log = AccessLog.objects.get()
    assert (log.kind, log.subject, log.purpose) == ("open", f"people {person.pk}", "核对电话")
    assert log.user_id == there.clerk.user_id
    assert "周小明" not in browser.get(href).content.decode()
    away = browser_of(there.elsewhere())
    assert away.post(f"{href}open/", {"purpose": "看看"}).status_code == 404
    assert AccessLog.objects.count() == 1


def test_opening_and_its_log_are_one_statement(
    there: Place, django_assert_num_queries: object
) -> None:
    from gongzhi.registers.services.open_row import open_row

    person = Person.reached.get()
    with django_assert_num_queries(1):  # type: ignore[operator]
        open_row(actor=there.clerk, register=REGISTERS["people"], row_id=person.pk, purpose="核对")


def test_searching_is_logged_without_the_words(there: Place) -> None:
    browser = browser_of(there.clerk)
    page = browser.post(f"{BASE}find/", {"q": "周小明"}).content.decode()
    assert "周××" in page
    log = AccessLog.objects.get()
    assert log.kind == "search"
    assert "周" not in log.subject + log.purpose
    page = browser.post(f"{BASE}find/", {"q": "2-302"}, headers={"HX-Request": "true"})
    assert b"<html" not in page.content
    assert "2-302" in page.content.decode()
    assert browser.post(f"{BASE}find/", {"q": ""}).status_code == 200
    assert AccessLog.objects.count() == 2
    assert (
        "没有找到"
        in browser_of(there.elsewhere()).post(f"{BASE}find/", {"q": "周小明"}).content.decode()
    )


def test_a_building_is_added_corrected_and_its_history_told(there: Place) -> None:
    browser = browser_of(there.clerk)
    answer = browser.post(f"{BASE}buildings/new/", there.building("LY-9"))
    assert answer.status_code == 302
    row = Building.reached.get(code="LY-9")
    href = f"{BASE}buildings/{row.pk}/"
    form = browser.get(f"{href}edit/").context["form"]
    filled = {key: value for key, value in form.initial.items() if value != ""}
    assert filled["name"] == "3号楼"
    assert browser.post(f"{href}edit/", filled | {"name": "5号楼"}).status_code == 302
    page = browser.get(href).content.decode()
    assert "5号楼" in page
    assert "楼栋名称（原为3号楼）" in page
    # The form of before: what was filled stays, and the second try is written.
    answer = browser.post(f"{href}edit/", filled | {"name": "6号楼"})
    assert answer.status_code == 409
    again = answer.content.decode()
    assert "6号楼" in again
    assert "有人刚刚改过" in again
    assert Building.reached.get(pk=row.pk).name == "5号楼"
    newest = answer.context["form"].data["version"]
    answer = browser.post(f"{href}edit/", filled | {"name": "6号楼", "version": newest})
    assert answer.status_code == 302
    assert Building.reached.get(pk=row.pk).name == "6号楼"


def test_what_is_wrong_stands_at_its_field(there: Place) -> None:
    browser = browser_of(there.clerk)
    words = {"building_code": "LY-1", "number": "9-999", "name": "李二", "phone": "12"}
    answer = browser.post(f"{BASE}people/new/", words)
    assert answer.status_code == 422
    assert "您的辖区里没有这套房屋" in answer.context["form"].errors["number"][0]
    assert "11位" in answer.context["form"].errors["phone"][0]
    assert "李二" in answer.content.decode()
    assert Person.reached.count() == 1


def test_a_person_is_corrected_without_being_shown(there: Place) -> None:
    person = Person.reached.get()
    browser, href = browser_of(there.clerk), f"{BASE}people/{person.pk}/"
    words = {"version": person.version, "building_code": "LY-1", "number": "2-302"}
    assert browser.post(f"{href}edit/", words | {"id_number": identity(7)}).status_code == 302
    person.refresh_from_db()
    assert open_(person.name_sealed) == "周小明"
    assert open_(person.phone_sealed) == PHONE
    assert open_(person.id_sealed) == identity(7)
    assert person.home == Home.reached.get(number="2-302")
    page = browser.get(href).content.decode()
    assert "更正：楼栋编码、房号、身份证号" in page
    for secret in ("周小明", PHONE, identity(1), identity(7), "2-301"):
        assert secret not in page
    assert not AccessLog.objects.exists()


def test_a_building_takes_its_homes_and_people_along(there: Place) -> None:
    from gongzhi.areas import selectors as areas

    row = Building.reached.get()
    grid = there.grid
    other = next(
        a for a in areas.leaf_areas()
        if a.id != grid.id and a.path.startswith(there.city.community_area.path)
    )  # fmt: skip
    save_row(
        actor=there.clerk, register=REGISTERS["buildings"], row_id=row.pk, version=row.version,
        words=there.building(area_code=other.code, address="新华路2号"),
    )  # fmt: skip
    for model in (Building, Home, Person):
        found = set(model.reached.values_list("area_id", "area_path"))  # type: ignore[attr-defined]
        assert found == {(other.id, other.path)}
    assert set(Home.reached.values_list("address", flat=True)) == {
        "新华路2号 2-301", "新华路2号 2-302",
    }  # fmt: skip
    found = browser_of(there.clerk).post(f"{BASE}find/", {"q": "新华路"}).content.decode()
    assert "新华路2号 2-301" in found


def test_pages_of_fifty(there: Place) -> None:
    from gongzhi.registers.reading.listing import PAGE, listing

    for number in range(PAGE + 8):
        words = {"building_code": "LY-1", "number": f"3-{number:03d}"}
        save_row(actor=there.clerk, register=REGISTERS["homes"], words=words)
    first = listing(there.clerk, REGISTERS["homes"])
    assert first.after is not None
    rest = listing(there.clerk, REGISTERS["homes"], after=first.after)
    titles = [line.title for line in (*first.lines, *rest.lines)]
    assert titles == sorted(set(titles))
    assert (len(first.lines), len(rest.lines), rest.after) == (PAGE, 10, None)
    # A row that one does not see says nothing: the list begins anew.
    assert listing(there.elsewhere(), REGISTERS["homes"], after=first.after).lines == []
