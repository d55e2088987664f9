"""My account goes by my own hand: nothing leads to me, and the work that was done stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gongzhi.accounts.models import AccessLog, AccountEvent, Resident
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied
from gongzhi.notify.models import Message
from gongzhi.orders.models import OrderEvent, Rating, Support
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import MemberAtHome, Person
from gongzhi.registers.services.delete_own_account import delete_own_account
from gongzhi.registers.services.link_own_row import link_own_row
from gongzhi.registers.services.open_row import open_row
from gongzhi.registers.services.save_row import save_row
from tests.orders.test_forget_old import closed
from tests.orders.test_journey import fresh
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

PHONE = "19900000001"  # of the reporter of `closed`


def test_what_goes_and_what_stays(place: Place) -> None:
    city = place.city
    order, waiting = closed(city), city.report()
    me = city.resident(PHONE)
    update_resident(actor=me, name="周小明")
    place.with_homes("2-301")
    words = {"building_code": "LY-1", "number": "2-301", "name": "周小明", "phone": PHONE,
             "id_number": identity(1)}  # fmt: skip
    save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    link_own_row(actor=me)
    MemberAtHome.reached.create(resident_id=me.resident_id, since=clock.now())
    person = Person.reached.get()
    open_row(actor=place.clerk, register=REGISTERS["people"], row_id=person.pk, purpose="核对")
    browser, elsewhere = browser_of(me), browser_of(me)
    page = browser.get("/me/data/account/delete/").content.decode()
    assert "您还有1件事没办完" in page
    assert browser.post("/me/data/account/delete/", {}).status_code == 422
    assert Resident.reached.get(pk=me.resident_id).left_at is None
    answer = browser.post("/me/data/account/delete/", {"sure": "on"})
    assert answer.status_code == 302

    row = Resident.reached.get(pk=me.resident_id)
    assert (row.phone_sealed, row.name_sealed, row.verified_at) == ("", "", None)
    assert row.left_at is not None
    for one in (fresh(order), fresh(waiting)):
        assert one.reporter_id is None
        assert one.text  # the matter itself stays, and goes on where it is open
    assert fresh(waiting).phase == "open"
    assert not OrderEvent.reached.filter(resident_id=me.resident_id).exists()
    assert not Message.objects.filter(resident_id=me.resident_id).exists()
    assert not Support.objects.filter(resident_id=me.resident_id).exists()
    assert not MemberAtHome.reached.exists()
    assert Rating.objects.get().comment == ""
    assert Rating.objects.get().satisfaction == 2
    person.refresh_from_db()
    assert person.account_id is None  # the community's row stays, without a link
    assert person.name_sealed
    assert AccessLog.objects.get(kind="open").resident_id is None
    assert list(verify_chains()) == []
    log = AccountEvent.objects.get(kind="resident_left")
    assert "周" not in log.who
    # Signed out everywhere; the same phone begins anew and sees nothing of before.
    from gongzhi.accounts import actor as actors

    actors.forget()
    for one in (browser, elsewhere):
        assert one.get("/me/data/").status_code in {302, 403}
    again = ensure_resident(phone=PHONE, verified=True)
    assert again.pk != me.resident_id
    assert order.number not in browser_of(city.resident(PHONE)).get("/mine/").content.decode()


def test_nobody_else_deletes_an_account(place: Place) -> None:
    city = place.city
    me = city.resident(PHONE)
    for actor in (place.clerk, city.director, city.staff("sysadmin", city.centre)):
        with pytest.raises(Denied):
            delete_own_account(actor=actor)
    assert Resident.reached.get(pk=me.resident_id).left_at is None
    delete_own_account(actor=me)
    with pytest.raises(Denied):
        delete_own_account(actor=me)  # twice: there is nobody


def test_a_row_that_left_hinders_neither_keys_nor_messages(place: Place) -> None:
    from gongzhi.accounts.selectors import addresses_of
    from gongzhi.registers.services.clear_expired import clear_expired

    me = place.city.resident(PHONE)
    delete_own_account(actor=me)
    assert addresses_of(resident_ids=[me.resident_id or 0]) == {}
    cleared: dict[str, Any] = clear_expired(at=clock.now() + timedelta(days=60))
    assert cleared["unverified_accounts"] == 0
