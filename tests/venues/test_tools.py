"""Tools of a station (QA-16): counts, a ledger by masked phone, what is late, lost and damaged."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts.services.delete_resident import delete_resident
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.notify.models import Message
from gongzhi.venues.models import Loan, Tool
from gongzhi.venues.reading.tools import late, ledger, mine
from gongzhi.venues.services.lend_tool import lend, mend_tool, remind_late, save_tool, take_back
from tests.signing_in import browser_of

from .conftest import NOW, Place

PHONE = "19900000051"


def drill(place: Place, total: int = 2) -> Tool:
    return save_tool(actor=place.clerk, station_id=place.station.pk, name="电钻", total=total)


def lent(place: Place, tool: Tool, phone: str = PHONE, **more: Any) -> Loan:
    given = {"key": uuid.uuid4(), "phone": phone, "at": NOW} | more
    return lend(actor=place.clerk, tool_id=tool.pk, **given)


def test_lent_and_taken_back_and_never_below_zero(place: Place) -> None:
    tool, key = drill(place), uuid.uuid4()
    first = lent(place, tool, key=key, name="李师傅")
    assert lent(place, tool, key=key).pk == first.pk  # a double tap
    assert first.due_on == date(2026, 11, 24)
    with pytest.raises(Conflict, match="只剩1件"):
        lent(place, tool, "19900000052", quantity=2)
    lent(place, tool, "19900000052")
    with pytest.raises(Conflict, match="只剩0件"):
        lent(place, tool, "19900000053")
    assert (Tool.objects.get().free, Loan.reached.count()) == (0, 2)
    [line, _other] = ledger(place.clerk, place.station.pk, now=NOW)
    assert PHONE not in line.phone
    assert line.phone.endswith(PHONE[-4:]) or "*" in line.phone
    assert "李师傅" not in line.name
    take_back(actor=place.clerk, loan_id=first.pk, at=NOW)
    with pytest.raises(Conflict):
        take_back(actor=place.clerk, loan_id=first.pk, at=NOW)
    assert Tool.objects.get().free == 1


def test_lost_and_damaged_ones_leave_the_count(place: Place) -> None:
    tool = drill(place, 5)
    row = lent(place, tool, quantity=2)
    for lost, damaged in ((3, 0), (1, 2), (-1, 0)):
        with pytest.raises(Invalid):
            take_back(actor=place.clerk, loan_id=row.pk, lost=lost, damaged=damaged, at=NOW)
    desk, page = browser_of(place.clerk), f"/desk/venues/{place.station.pk}/tools/"
    url = f"/desk/venues/tools/loans/{row.pk}/back/?station={place.station.pk}"
    assert url in desk.get(page).content.decode()
    answer = desk.post(url, {"lost": "1", "damaged": "2"}, follow=True)
    assert answer.redirect_chain[-1][0] == page
    assert "丢的和坏的加起来最多2件。" in answer.content.decode()
    take_back(actor=place.clerk, loan_id=row.pk, lost=1, damaged=1, at=NOW)
    now = Tool.objects.get()
    assert (now.total, now.out, now.broken, now.free) == (4, 0, 1, 3)
    mend_tool(actor=place.clerk, tool_id=tool.pk, mended=0, gone=1)
    now = Tool.objects.get()
    assert (now.total, now.broken, now.free) == (3, 0, 3)


def test_late_ones_are_listed_and_reminded_once(place: Place) -> None:
    tool = drill(place)
    row = lent(place, tool, due_on=date(2026, 11, 18))
    later = NOW + timedelta(days=4)
    assert late(place.clerk, now=NOW) == []
    assert [(one.id, one.late_days) for one in late(place.clerk, now=later)] == [(row.pk, 3)]
    assert [remind_late(at=later), remind_late(at=later)] == [1, 1]
    assert Message.objects.filter(kind="tool_due").count() == 1
    me = place.city.resident(PHONE)
    assert [one.tool for one in mine(me, now=later)] == ["电钻"]
    assert mine(place.city.resident("19900000099"), now=later) == []


def test_who_deletes_the_account_leaves_the_count_right(place: Place) -> None:
    tool = drill(place)
    row = lent(place, tool)
    delete_resident(actor=place.city.resident(PHONE), at=NOW)
    assert (Loan.reached.get().resident_id, Tool.objects.get().free) == (None, 1)
    [line] = ledger(place.clerk, place.station.pk, now=NOW)
    assert (line.phone, line.name) == ("", "")
    assert remind_late(at=NOW + timedelta(days=30)) == 0
    take_back(actor=place.clerk, loan_id=row.pk, at=NOW)
    assert Tool.objects.get().free == 2


@pytest.mark.parametrize(("wrong", "field"), [
    ({"phone": ""}, "phone"), ({"phone": "12"}, "phone"), ({"quantity": 0}, "quantity"),
    ({"quantity": 3}, "quantity"), ({"due_on": date(2027, 1, 1)}, "due_on"),
    ({"due_on": date(2026, 1, 1)}, "due_on"),
])  # fmt: skip
def test_bad_input_names_its_field(place: Place, wrong: dict[str, Any], field: str) -> None:
    tool = drill(place, 9)
    with pytest.raises(Invalid) as refused:
        lent(place, tool, **wrong)
    assert refused.value.field == field
    assert (Loan.reached.count(), Tool.objects.get().out) == (0, 0)


def test_only_who_keeps_the_station(place: Place) -> None:
    tool = drill(place)
    row = lent(place, tool)
    with pytest.raises(Denied):
        lend(actor=place.city.resident(), tool_id=tool.pk, key=uuid.uuid4(), phone=PHONE)
    with pytest.raises(Denied):
        save_tool(actor=place.city.grid_worker, station_id=place.station.pk, name="梯", total=1)
    for actor in (place.elsewhere, place.city.grid_worker):
        with pytest.raises((Denied, NotFound)):
            take_back(actor=actor, loan_id=row.pk)
        assert ledger(actor, place.station.pk, now=NOW) == []
    assert Loan.reached.get().closed_at is None
    with pytest.raises(Invalid):
        save_tool(
            actor=place.clerk, station_id=place.station.pk, name="电钻", total=0, tool_id=tool.pk
        )


def test_the_pages(place: Place) -> None:
    tool, browser = drill(place), browser_of(place.clerk)
    url = f"/desk/venues/{place.station.pk}/tools/"
    assert browser.post(url, {"name": "梯子", "total": "1"}).status_code == 302
    assert browser.post(url, {"name": "梯子", "total": "1"}).status_code == 409
    form = partial(browser.post, f"/desk/venues/tools/{tool.pk}/lend/")
    words = {"key": str(uuid.uuid4()), "phone": PHONE, "quantity": "1"}
    assert form(words | {"quantity": "9"}).status_code == 422
    assert form(words).status_code == 302
    page = browser.get(url).content.decode()
    assert "借还台账" in page
    assert PHONE not in page
    assert "还有1件" in Client().get(f"/places/{place.station.pk}/").content.decode()
    mine_page = browser_of(place.city.resident(PHONE)).get("/me/places/").content.decode()
    assert "电钻" in mine_page
    back = browser.post(f"/desk/venues/tools/loans/{Loan.reached.get().pk}/back/", {"lost": "1"})
    assert back.status_code == 302
    assert Tool.objects.get(pk=tool.pk).total == 1
    assert browser.get("/desk/venues/tools/late/").status_code == 200
