"""A unit's list: errors by row, all or nothing, and nobody enrolled by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.accounts.login.codes import phone_index
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.notify import gateways
from gongzhi.notify.models import DemoText
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.services.end_body import end_body
from gongzhi.orgs.services.take_back_ending import take_back_ending
from gongzhi.volunteering.models import Enrolment, Invitation
from gongzhi.volunteering.reading.mine import own_invitation
from gongzhi.volunteering.services.bring_list import bring_list
from gongzhi.volunteering.services.enrol import decline, enrol
from gongzhi.volunteering.services.send_invitations import send_invitations
from tests.orders.conftest import T0
from tests.signing_in import browser_of

from .conftest import Corps


@pytest.fixture
def demo_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts go to the demo's inbox."""
    place = "gongzhi.volunteering.services.send_invitations.gateway"
    monkeypatch.setattr(place, gateways.ConsoleGateway)


def table(corps: Corps, *rows: str) -> bytes:
    place = corps.community.code
    return "\n".join(["手机号,报到社区,备注", *(row.replace("@", place) for row in rows)]).encode()


def test_every_wrong_row_is_told_and_nothing_is_written(corps: Corps) -> None:
    data = table(corps, "19900010001,@,", "1990001000,@,", "19900010001,@,", "19900010003,没有,")
    found = bring_list(actor=corps.handler, data=data, file_name="名单.csv")
    assert (found.rows, found.written, found.wrong) == (4, 0, 3)
    assert [(one.line, one.column) for one in found.problems] == [
        (3, "手机号"), (4, "手机号"), (5, "报到社区"),
    ]  # fmt: skip
    assert "第2行" in found.problems[1].message
    assert not Invitation.reached.exists()


def test_a_hundred_thousand_members_with_mistakes_in_some(corps: Corps) -> None:
    lines = [f"199{number:08d},@," for number in range(100_000)]
    for at, wrong in ((0, "1990,@,"), (50_000, "19900000000,没有,"), (99_999, "x,@,")):
        lines[at] = wrong
    data = table(corps, *lines)
    found = bring_list(actor=corps.handler, data=data, file_name="名单.csv")
    assert (found.rows, found.written, found.wrong) == (100_000, 0, 3)
    assert [one.line for one in found.problems] == [2, 50_002, 100_001]
    assert not Invitation.reached.exists()


def test_a_line_asks_its_owner_and_no_one_else(corps: Corps) -> None:
    me, stranger = corps.resident(), corps.resident()
    data = table(corps, "19900010001,@,", "19900019999,@,")
    assert bring_list(actor=corps.handler, data=data, file_name="名单.csv").written == 2
    assert bring_list(actor=corps.handler, data=data, file_name="名单.csv").written == 2
    assert Invitation.reached.count() == 2
    assert not Enrolment.reached.exists()
    invited = own_invitation(me)
    assert invited is not None
    assert (invited.unit, invited.community) == (corps.unit, corps.community)
    assert own_invitation(stranger) is None
    assert "单位请您报到" in browser_of(me).get("/me/service/").content.decode()
    enrol(actor=me, community=corps.community.code, name="周师傅", unit=corps.unit.code)
    assert own_invitation(me) is None
    assert Invitation.reached.count() == 1
    with clock.frozen(T0 + timedelta(days=91)):
        late = corps.city.resident("19900019999")
        assert own_invitation(late) is None
    decline(actor=corps.city.resident("19900019999"))
    assert not Invitation.reached.exists()


def test_only_a_unit_brings_a_list_and_only_a_table(corps: Corps) -> None:
    data = table(corps, "19900010001,@,")
    for actor in (corps.clerk, corps.resident()):
        with pytest.raises(Denied):
            bring_list(actor=actor, data=data, file_name="名单.csv")
    with pytest.raises(Denied):
        bring_list(actor=corps.handler, data=data, file_name="a.csv", unit_id=corps.other.id)
    for raw, name in ((data, "a.pdf"), (b"a,b\n1,2\n", "a.csv"), (b"", "a.csv")):
        with pytest.raises(Invalid) as found:
            bring_list(actor=corps.handler, data=raw, file_name=name)
        assert found.value.field == "file"
    assert not Invitation.reached.exists()


def texts(phone: str) -> list[str]:
    """What went to a phone."""
    rows = DemoText.objects.order_by("id")
    return [open_(row.text_sealed) for row in rows if open_(row.phone_sealed) == phone]


def test_each_phone_gets_one_text_by_day_and_is_forgotten(corps: Corps, demo_gateway: None) -> None:
    me = "19900010001"
    for _again in range(2):
        bring_list(actor=corps.handler, data=table(corps, f"{me},@,"), file_name="名单.csv")
    second = corps.city.staff("handler", orgs.bodies_of_kind("unit")[1])
    bring_list(actor=second, data=table(corps, f"{me},@,"), file_name="名单.csv")
    assert Invitation.reached.exclude(phone_sealed="").count() == 2
    assert send_invitations(at=T0 + timedelta(hours=12)) == 0  # ten at night
    assert send_invitations(at=T0 + timedelta(hours=1)) == 1
    assert send_invitations(at=T0 + timedelta(hours=2)) == 0
    assert not Invitation.reached.exclude(phone_sealed="").exists()
    (said,) = texts(me)
    assert corps.unit.label() in said
    bring_list(actor=corps.handler, data=table(corps, f"{me},@,"), file_name="名单.csv")
    assert send_invitations(at=T0 + timedelta(hours=3)) == 0


def test_a_no_by_the_text_holds_for_every_list(corps: Corps, demo_gateway: None) -> None:
    me = "19900010001"
    bring_list(actor=corps.handler, data=table(corps, f"{me},@,"), file_name="名单.csv")
    send_invitations(at=T0 + timedelta(hours=1))
    path = texts(me)[0].split("http", 1)[1].split("/", 3)[3]
    browser = Client()
    assert "不报到，以后也别再发" in browser.get(f"/{path}").content.decode()
    assert "不会再因为单位名单" in browser.post(f"/{path}").content.decode()
    assert browser.get(f"/{path}").status_code == 404
    assert not Invitation.reached.exists()
    found = bring_list(actor=corps.handler, data=table(corps, f"{me},@,"), file_name="名单.csv")
    assert found.written == 1  # the unit does not learn of the no
    assert not Invitation.reached.exists()
    assert send_invitations(at=T0 + timedelta(hours=2)) == 0
    assert len(texts(me)) == 1


def test_who_is_a_volunteer_gets_no_text_and_a_refused_one_waits(
    corps: Corps, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = "gongzhi.volunteering.services.send_invitations.gateway"
    monkeypatch.setattr(place, gateways.NoGateway)
    corps.volunteer()
    data = table(corps, "19900010001,@,", "19900010007,@,")
    bring_list(actor=corps.handler, data=data, file_name="名单.csv")
    assert send_invitations(at=T0 + timedelta(hours=1)) == 0  # nobody said how to send
    waiting = Invitation.reached.exclude(phone_sealed="")
    assert [row.phone_blind for row in waiting] == [phone_index("19900010007")]


def test_a_phone_on_the_lists_of_two_units_that_become_one_stands_on_both_again(
    corps: Corps, demo_gateway: None
) -> None:
    person, boss = corps.resident(), corps.city.staff("sysadmin", corps.city.centre)
    unit, successor = corps.unit, orgs.bodies_of_kind("unit")[1]
    others = corps.city.staff("handler", successor)
    bring_list(actor=corps.handler, data=table(corps, "19900010001,@,"), file_name="甲.csv")
    bring_list(actor=others, data=table(corps, "19900010001,@,"), file_name="乙.csv")
    before = set(Invitation.reached.values_list("phone_blind", "unit_id", "code"))
    end_body(actor=boss, code=unit.code, successor=successor.code, why="合并（示例）")
    found = own_invitation(person)
    assert found is not None
    assert found.unit.id == successor.id
    # One text, in the name of the unit that is there.
    assert send_invitations() == 1
    assert successor.name in texts("19900010001")[0]
    code = Invitation.reached.get(unit_id=unit.id).code
    assert successor.name in Client().get(f"/invited/{code}/").content.decode()
    take_back_ending(actor=boss, code=unit.code, why="没有合并（示例）")
    assert set(Invitation.reached.values_list("phone_blind", "unit_id", "code")) == before
    assert unit.name in Client().get(f"/invited/{code}/").content.decode()
    assert send_invitations() == 0
