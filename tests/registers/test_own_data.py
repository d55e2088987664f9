"""What is held about me: linked by phone and name, shown in full, exported, with who looked."""

from __future__ import annotations

import pytest

from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Person
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.open_row import open_row
from gongzhi.registers.services.save_row import save_row
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

PHONE = "19900000001"


@pytest.fixture
def there(place: Place) -> Place:
    place.with_homes("2-301")
    people = REGISTERS["people"]
    for number, name in ((1, "周小明"), (2, "周小红")):
        words = {"building_code": "LY-1", "number": "2-301", "name": name, "phone": PHONE,
                 "id_number": identity(number)}  # fmt: skip
        save_row(actor=place.clerk, register=people, words=words)
    return place


def test_one_sees_oneself_and_who_looked_the_number_masked(there: Place) -> None:
    me = there.city.resident(PHONE)
    update_resident(actor=me, name="周小明")
    browser = browser_of(me)
    assert identity(1) not in browser.get("/me/data/").content.decode()
    assert browser.post("/me/data/link/").status_code == 302
    person = Person.reached.get(account_id=me.resident_id)
    open_row(actor=there.clerk, register=REGISTERS["people"], row_id=person.pk, purpose="入户核对")
    page = browser.get("/me/data/").content.decode()
    assert "周小明" in page
    # The phone may be a family's: the number is known to the person alone.
    assert identity(1) not in page
    assert identity(2) not in page
    data = browser.get("/me/data/gongzhi-my-data.json").json()
    assert data["registered"]["姓名"] == "周小明"
    assert identity(1) not in str(data)
    assert [look["purpose"] for look in data["looks"]] == ["入户核对"]
    other = browser_of(there.city.resident("19900000002"))
    assert identity(1) not in other.get("/me/data/").content.decode()
    assert other.get("/me/data/gongzhi-my-data.json").json()["registered"] is None


def test_phone_or_name_alone_links_nothing(there: Place) -> None:
    me, stranger = there.city.resident(PHONE), there.city.resident("19900000002")
    with pytest.raises(Invalid):
        link_own_row(actor=me)
    update_resident(actor=me, name="周师傅")
    update_resident(actor=stranger, name="周小明")
    for actor in (me, stranger):
        with pytest.raises(NotFound):
            link_own_row(actor=actor)
    with pytest.raises(Denied):
        link_own_row(actor=there.clerk)
    assert not Person.reached.exclude(account=None).exists()
