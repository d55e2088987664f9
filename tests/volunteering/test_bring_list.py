"""A unit's list: errors by row, all or nothing, and nobody enrolled by it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.volunteering.models import Enrolment, Invitation
from gongzhi.volunteering.reading.mine import own_invitation
from gongzhi.volunteering.services.bring_list import bring_list
from gongzhi.volunteering.services.enrol import decline, enrol
from tests.orders.conftest import T0
from tests.signing_in import browser_of

from .conftest import Corps


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
