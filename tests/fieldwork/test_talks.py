"""Receiving residents: seen by the post, kept for a time, never listed or counted by person."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from gongzhi.accounts.models import AccessLog, Resident
from gongzhi.fieldwork.models import Talk
from gongzhi.fieldwork.reading.talks import recent_talks, talk_page
from gongzhi.fieldwork.services.forget_old import forget_old
from gongzhi.fieldwork.services.open_talk import open_talk
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, SYSTEM
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orders.models import Order
from gongzhi.orgs.models import BodyEnding
from tests.orders.conftest import T0

from .conftest import Estate

SAID = {"said": "楼上漏水，物业说不归他管", "name": "赵大妈", "phone": "13900000008"}
ANSWERED = {**SAID, "outcome": "answered", "answer": "已约物业明天上门"}


def test_an_answer_at_once_is_sealed(estate: Estate) -> None:
    answer = estate.send("talk", estate.clerk, **ANSWERED)
    assert (answer.result, answer.message) == ("done", "接访记录只有本社区看得到。")
    row = Talk.reached.get()
    assert "赵大妈" not in row.words_sealed
    assert "漏水" not in row.words_sealed
    assert row.keep_until == clock.today().replace(year=2028)
    page = talk_page(estate.clerk, row.pk)
    assert (page.name, page.phone, page.said) == ("赵××", "139****0008", SAID["said"])
    assert Order.reached.count() == 0


def test_it_becomes_an_order_of_the_visitor(estate: Estate) -> None:
    answer = estate.send("talk", **SAID, outcome="order", category="30204")
    order = Order.reached.get()
    assert answer.number == order.number == Talk.reached.get().number
    assert (order.source, order.text) == ("window", SAID["said"])
    reporter = Resident.reached.get(pk=order.reporter_id)
    assert open_(reporter.phone_sealed) == SAID["phone"]
    assert order.area_path.startswith(estate.city.community_area.path)


def test_name_and_phone_are_not_needed(estate: Estate) -> None:
    answer = estate.send("talk", said="问低保怎么办", outcome="passed", passed_to="街道民政")
    assert answer.result == "done"
    assert talk_page(estate.clerk, Talk.reached.get().pk).passed_to == "街道民政"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said": ""}, "说了什么"),
        ({"outcome": "ignored"}, "怎么处理"),
        ({"answer": ""}, "怎么答"),
        ({"outcome": "passed"}, "转到哪里"),
        ({"said": "长" * 1001}, "1000字"),
        ({"name": "长" * 41}, "40字"),
        ({"outcome": "order", "phone": "12"}, "手机号"),
    ],
)
def test_bad_input_is_one_sentence(estate: Estate, changes: dict[str, str], words: str) -> None:
    answer = estate.send("talk", estate.clerk, **{**ANSWERED, **changes})
    assert (answer.result, words in answer.message) == ("refused", True), answer
    assert (Talk.reached.count(), Order.reached.count()) == (0, 0)


def test_a_repeat_is_one_record(estate: Estate) -> None:
    key = uuid.uuid4()
    payload = {**SAID, "outcome": "order"}
    first = estate.send("talk", client_key=key, **payload)
    assert estate.send("talk", client_key=key, **payload) == first
    assert (Talk.reached.count(), Order.reached.count()) == (1, 1)


def test_only_the_receiving_post_reads_it(estate: Estate) -> None:
    estate.send("talk", **ANSWERED)
    talk_id = Talk.reached.get().pk
    away, clerk_away = estate.elsewhere()
    city = estate.city
    street = city.staff("street_clerk", city.street, city.street_area)
    with guarded():
        for actor in (away, clerk_away, estate.worker, street, city.dispatcher, city.director,
                      city.resident(), PUBLIC):  # fmt: skip
            assert recent_talks(actor) == []
            with pytest.raises(NotFound):
                talk_page(actor, talk_id)
            with pytest.raises((NotFound, Denied)):
                open_talk(actor=actor, talk_id=talk_id, purpose="看看")
        assert len(recent_talks(estate.clerk)) == 1
        assert Talk.objects.visible_to(SYSTEM).count() == 1
    assert AccessLog.objects.count() == 0
    refused = estate.send("talk", city.dispatcher, **ANSWERED)
    assert refused.result == "refused"
    assert Talk.reached.count() == 1


def test_it_goes_on_with_the_community_that_took_over(estate: Estate) -> None:
    estate.send("talk", **ANSWERED)
    _worker, heir = estate.elsewhere()
    assert recent_talks(heir) == []
    BodyEnding.objects.create(
        body_id=estate.city.community.id, successor_id=heir.postings[0].body_id,
        ended_on=clock.today(), why="并入",
    )  # fmt: skip
    assert len(recent_talks(heir)) == 1


def test_opening_needs_a_purpose_and_is_logged(estate: Estate) -> None:
    estate.send("talk", **ANSWERED)
    talk_id = Talk.reached.get().pk
    with pytest.raises(Invalid):
        open_talk(actor=estate.clerk, talk_id=talk_id, purpose=" ")
    assert AccessLog.objects.count() == 0
    page = open_talk(actor=estate.clerk, talk_id=talk_id, purpose="回电话")
    assert (page.name, page.phone) == (SAID["name"], SAID["phone"])
    log = AccessLog.objects.get()
    assert (log.subject, log.purpose) == (f"talk {talk_id}", "回电话")


def test_no_list_names_anybody_and_nothing_can_be_searched(estate: Estate) -> None:
    estate.send("talk", **ANSWERED)
    assert "赵" not in repr(recent_talks(estate.clerk))
    columns = {one.name for one in Talk._meta.get_fields()}
    assert not columns & {"person", "resident", "reporter", "phone", "name", "tokens", "blind"}


def test_it_goes_by_itself(estate: Estate) -> None:
    estate.send("talk", **ANSWERED)
    assert forget_old(at=T0 + timedelta(days=729)) == 0
    with guarded():
        assert forget_old(at=T0 + timedelta(days=731)) == 1
    assert Talk.reached.count() == 0
