"""Cross-appointments: three legal steps, and only the last makes a post."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.orgs.models import CrossAppointment, OfficePost
from gongzhi.orgs.reach import reach_of
from gongzhi.orgs.reading.coverage import board
from gongzhi.orgs.services.advance_cross import agree_cross, appoint_cross, drop_cross
from gongzhi.orgs.services.end_row import end_row
from gongzhi.orgs.services.recommend_cross import recommend_cross

from .conftest import DAY, Party


def recommended(party: Party, actor: Any = None, **more: Any) -> CrossAppointment:
    values: dict[str, Any] = {
        "to_body": party.owners[0], "to_post": "chair", "from_body": party.branch,
        "from_post": "secretary", "person_name": "李二", "on": date(2026, 5, 1),
    } | more  # fmt: skip
    return recommend_cross(actor=actor or party.clerk, **values)


def test_the_whole_way(party: Party) -> None:
    clerk = party.clerk
    row = recommended(party, clerk)
    reach = reach_of(clerk)
    assert not board(reach, DAY).cross.covered
    agree_cross(actor=clerk, cross_id=row.pk, on=date(2026, 5, 8), meeting="支部党员大会")
    assert not OfficePost.reached.exists()
    done = appoint_cross(
        actor=clerk, cross_id=row.pk, on=date(2026, 6, 1), how="elected", basis="荣街发〔2026〕9号"
    )
    assert done.office is not None
    assert (done.office.post, done.office.holder_name) == ("chair", "李二")
    assert board(reach, DAY).cross.covered == (party.body(party.owners[0]).id,)
    # When the term ends the rate falls by itself.
    end_row(actor=clerk, what="post", row_id=done.office.pk, on=date(2026, 11, 1))
    assert not board(reach, DAY).cross.covered


def test_no_step_is_left_out(party: Party) -> None:
    clerk = party.clerk
    row = recommended(party, clerk)
    with pytest.raises(Conflict):
        appoint_cross(actor=clerk, cross_id=row.pk, on=DAY, how="elected", basis="1号")
    with pytest.raises(Invalid, match="不能早于推荐"):
        agree_cross(actor=clerk, cross_id=row.pk, on=date(2026, 4, 1), meeting="会")
    agree_cross(actor=clerk, cross_id=row.pk, on=date(2026, 5, 8), meeting="会")
    for more, field in (
        ({"basis": " "}, "basis"), ({"how": "typed"}, "how"), ({"on": date(2026, 5, 1)}, "on"),
    ):  # fmt: skip
        values: dict[str, Any] = {"on": DAY, "how": "elected", "basis": "1号"} | more
        with pytest.raises(Invalid) as caught:
            appoint_cross(actor=clerk, cross_id=row.pk, **values)
        assert caught.value.field == field
    row.refresh_from_db()
    assert row.state == "agreed"
    assert not OfficePost.reached.exists()


def test_the_database_refuses_an_appointment_without_its_steps(party: Party) -> None:
    row = recommended(party)
    with pytest.raises(IntegrityError), transaction.atomic():
        CrossAppointment.reached.filter(pk=row.pk).update(state="appointed")


def test_one_chair_at_a_time(party: Party) -> None:
    clerk = party.clerk
    for name in ("李二", "王三"):
        row = recommended(party, clerk, person_name=name)
        agree_cross(actor=clerk, cross_id=row.pk, on=date(2026, 5, 8), meeting="会")
        values: dict[str, Any] = {"on": date(2026, 6, 1), "how": "elected", "basis": "1号"}
        if name == "李二":
            appoint_cross(actor=clerk, cross_id=row.pk, **values)
        else:
            with pytest.raises(Invalid, match="已有人担任"):
                appoint_cross(actor=clerk, cross_id=row.pk, **values)
            row.refresh_from_db()
            assert row.state == "agreed"
    assert OfficePost.reached.count() == 1


def test_a_no_stays_on_record(party: Party) -> None:
    clerk = party.clerk
    row = recommended(party, clerk)
    drop_cross(actor=clerk, cross_id=row.pk, on=DAY, why="业主大会没有通过")
    row.refresh_from_db()
    assert (row.state, row.note) == ("dropped", "业主大会没有通过")
    with pytest.raises(Conflict):
        agree_cross(actor=clerk, cross_id=row.pk, on=DAY, meeting="会")


def test_strangers_neither_see_nor_move_it(party: Party) -> None:
    row = recommended(party)
    for actor, error in ((party.elsewhere, NotFound), (party.handler, Denied)):
        with pytest.raises(error):
            agree_cross(actor=actor, cross_id=row.pk, on=DAY, meeting="会")
    row.refresh_from_db()
    assert row.state == "recommended"
    with pytest.raises(Denied):
        recommended(party, party.elsewhere)
    assert CrossAppointment.reached.count() == 1
