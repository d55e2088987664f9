"""A visit: only stale fields are asked, corrections have a history, conflicts overwrite nothing."""

from __future__ import annotations

import uuid

import pytest

from gongzhi.fieldwork.models import AcceptedEntry, KeptCorrection, Need, Visit
from gongzhi.fieldwork.reading.visit_form import visit_form
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import PUBLIC, SYSTEM
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Home, Person, RegisterEvent
from gongzhi.registers.reading.row_page import row_page
from gongzhi.registers.services.check_fields import check_fields

from .conftest import PHONE, Estate


def counts() -> tuple[int, ...]:
    models = (Visit, Need, KeptCorrection, RegisterEvent)
    return (*(model.reached.count() for model in models), AcceptedEntry.objects.count())


def asked_of(estate: Estate) -> dict[str, list[str]]:
    form = visit_form(estate.worker, estate.home.pk)
    return {row.key: row.keys.split(",") for row in form.rows}


def test_what_is_fresh_is_not_asked(estate: Estate) -> None:
    assert visit_form(estate.worker, estate.home.pk).rows == []
    estate.age(days=200)  # half a year: the residence alone
    assert asked_of(estate) == {
        f"people-{one.pk}": ["residence"] for one in (estate.zhou, estate.li)
    }
    estate.age(days=400)
    assert asked_of(estate)[f"homes-{estate.home.pk}"] == ["use"]
    assert asked_of(estate)[f"people-{estate.zhou.pk}"] == ["phone", "residence"]


def test_the_form_shows_masked_words_only(estate: Estate) -> None:
    estate.age()
    form = visit_form(estate.worker, estate.home.pk)
    told = repr(form)
    assert "周小明" not in told
    assert PHONE not in told
    assert [name for _id, name in form.people] == ["周××", "李××"]


def test_no_change_confirms_what_was_asked_and_nothing_else(estate: Estate) -> None:
    estate.age()
    answer = estate.visit(**estate.asking(estate.zhou))
    assert (answer.result, answer.message) == ("done", "这户走访过了，没有变化。")
    event = RegisterEvent.reached.get(source="visit")
    assert (event.kind, event.fields, event.row_id) == (
        "confirmed", ["phone", "residence"], estate.zhou.pk,
    )  # fmt: skip
    assert event.user_id == estate.worker.user_id
    assert f"people-{estate.zhou.pk}" not in asked_of(estate)
    assert f"people-{estate.li.pk}" in asked_of(estate)
    # The relation to the head was not asked: the row is as old as the oldest of its entries.
    assert Person.reached.get(pk=estate.zhou.pk).checked_on < clock.today()
    page = row_page(estate.clerk, REGISTERS["people"], estate.zhou.pk)
    assert page.steps[0].text == "核实没有变化：手机号、居住类别"
    assert "走访" in page.steps[0].who


def test_a_correction_goes_into_the_register_with_its_history(estate: Estate) -> None:
    estate.age()
    with guarded():
        answer = estate.visit(**estate.asking(estate.zhou, phone="139 0000 0009"))
    assert answer.message == "更正了1项登记。"
    zhou = Person.reached.get(pk=estate.zhou.pk)
    assert open_(zhou.phone_sealed) == "13900000009"
    assert open_(zhou.name_sealed) == "周小明"
    assert zhou.version == estate.zhou.version + 1
    events = RegisterEvent.reached.filter(source="visit").order_by("kind")
    assert [(one.kind, one.fields) for one in events] == [
        ("changed", ["phone"]), ("confirmed", ["residence"]),
    ]  # fmt: skip
    assert {one.source_id for one in events} == {Visit.reached.get().pk}
    assert "1390000" not in repr(list(events.values()))


def test_a_row_that_changed_meanwhile_is_not_overwritten(estate: Estate) -> None:
    estate.age()
    payload = estate.asking(estate.zhou, phone="13900000009")
    check_fields(
        actor=estate.clerk, register=REGISTERS["people"], row_id=estate.zhou.pk,
        version=estate.zhou.version, asked=(), changes={"phone": "13900000007"}, askable=(),
    )  # fmt: skip
    answer = estate.visit(**payload, text="楼道灯不亮")
    assert answer.result == "noted"
    assert "没有覆盖" in answer.message
    assert "1件需求" in answer.message
    assert open_(Person.reached.get(pk=estate.zhou.pk).phone_sealed) == "13900000007"
    kept = KeptCorrection.objects.visible_to(estate.clerk).get()
    assert open_(kept.words_sealed) == '{"phone": "13900000009"}'
    assert kept.fields == ["phone"]
    assert not KeptCorrection.objects.visible_to(estate.worker).exists()


def test_a_wrong_correction_refuses_the_whole_visit(estate: Estate) -> None:
    estate.age()
    before = counts()
    answer = estate.visit(**estate.asking(estate.zhou, phone="123"), text="楼道灯不亮")
    assert answer.result == "refused"
    assert "11位" in answer.message
    assert counts() == before


def test_two_heads_in_one_home_are_refused_in_words(estate: Estate) -> None:
    before = counts()
    for person, expected in ((estate.zhou, "done"), (estate.li, "refused")):
        key = f"people-{person.pk}"
        answer = estate.visit(
            row=key,
            known="changed",
            **{f"asked-{key}": "relation", f"v-{key}": "1", f"{key}-relation": "head"},
        )
        assert answer.result == expected
    assert "户主" in answer.message
    assert counts()[0] == before[0] + 1


def test_only_what_the_profile_asks_can_be_changed(estate: Estate) -> None:
    key = f"people-{estate.zhou.pk}"
    payload = {
        "row": key, "known": "changed", f"asked-{key}": "name,id_number", f"v-{key}": "1",
        f"{key}-name": "别人",
    }  # fmt: skip
    assert estate.visit(**payload).result == "done"
    assert open_(Person.reached.get(pk=estate.zhou.pk).name_sealed) == "周小明"


def test_somebody_of_another_home_is_refused(estate: Estate) -> None:
    before = counts()
    answer = estate.visit(**estate.asking(estate.wang, phone="13900000009"))
    assert answer.result == "refused"
    assert counts() == before


def test_nobody_at_home_takes_nothing_else(estate: Estate) -> None:
    answer = estate.visit(met="no", text="楼道灯不亮", **estate.asking(estate.zhou))
    assert answer.message == "家里没人，改天再去。"
    assert (Visit.reached.get().met, Need.reached.count()) == (False, 0)


def test_needs_get_a_class_and_moves_go_to_the_community(estate: Estate) -> None:
    answer = estate.visit(
        text="楼道灯不亮", text2="小区没地方停车", person=str(estate.zhou.pk), agreed="1",
        moved="租客小王上月搬走了",
    )  # fmt: skip
    assert answer.message == "2件需求交给社区汇总。搬走搬来的情况交给社区更正。"
    first, second = Need.reached.order_by("id")
    assert (first.category_code, first.person_id, first.agreed) == ("30205", estate.zhou.pk, True)
    assert second.text == "小区没地方停车"
    assert "小王" not in KeptCorrection.reached.get().words_sealed


def test_who_has_no_phone_is_told_by_the_community(estate: Estate) -> None:
    answer = estate.visit(text="楼道灯不亮", person=str(estate.li.pk), agreed="1")
    assert answer.message.endswith("这位住户没有登记手机号，办好后请社区告诉一声。")
    assert Need.reached.get().agreed is False
    # With the phone of the same form there is one.
    payload = estate.asking(estate.li, phone="13900000005")
    estate.visit(**payload, text="楼道黑", person=str(estate.li.pk), agreed="1")
    assert Need.reached.order_by("-id")[0].agreed is True


def test_a_repeat_gets_the_first_answer(estate: Estate) -> None:
    estate.age()
    key = uuid.uuid4()
    payload = estate.asking(estate.zhou, phone="13900000009") | {"text": "楼道灯不亮"}
    first = estate.visit(client_key=key, **payload)
    before = counts()
    assert estate.visit(client_key=key, **payload) == first
    assert counts() == before
    # Somebody else's key tells nothing.
    stranger = estate.city.staff("grid_worker", estate.city.team, estate.grid)
    assert estate.visit(stranger, client_key=key, **payload).result == "refused"
    assert counts() == before


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"home": "999999999"}, "没有这户"),
        ({"home": ""}, "没有这户"),
        ({"known": "maybe"}, "请选一项"),
        ({"known": "same", "row": "cars-1"}, "读不出来"),
        ({"known": "same", "row": "people-x"}, "读不出来"),
        ({"text": "长" * 501}, "500字"),
        ({"text": "楼道灯不亮", "agreed": "1"}, "谁说的"),
    ],
)
def test_bad_input_is_one_sentence(estate: Estate, payload: dict[str, str], words: str) -> None:
    before = counts()
    answer = estate.visit(**payload)
    assert (answer.result, words in answer.message) == ("refused", True), answer.message
    assert counts() == before


def test_a_worker_sees_and_visits_only_the_own_grids(estate: Estate) -> None:
    away, clerk_away = estate.elsewhere()
    neighbour = estate.city.staff("handler", estate.city.street)
    before = counts()
    for actor in (away, clerk_away, neighbour):
        with pytest.raises(NotFound):
            visit_form(actor, estate.home.pk)
        assert estate.visit(actor, text="楼道灯不亮").result == "refused"
    assert counts() == before
    estate.need()
    with guarded():
        for actor in (away, clerk_away, neighbour, PUBLIC, estate.city.resident()):
            assert not Need.objects.visible_to(actor).exists()
            assert not Visit.objects.visible_to(actor).exists()
        for actor in (estate.worker, estate.clerk, SYSTEM):
            assert Need.objects.visible_to(actor).count() == 1


def test_a_home_that_moved_to_another_grid_is_seen_from_there(estate: Estate) -> None:
    """The scope follows the home: nothing of a visit has an area of its own."""
    estate.need()
    away, _clerk = estate.elsewhere()
    grid = away.postings[0]
    Home.reached.filter(pk=estate.home.pk).update(area_id=grid.area_id, area_path=grid.area_path)
    assert Need.objects.visible_to(away).count() == 1
    assert not Need.objects.visible_to(estate.worker).exists()
