"""Needs at the community: merged, ordered, settled; by its own desk alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gongzhi.accounts.models import Resident
from gongzhi.fieldwork.models import KeptCorrection, Need
from gongzhi.fieldwork.reading.needs import gathered, need_line
from gongzhi.fieldwork.services.clear_correction import clear_correction
from gongzhi.fieldwork.services.merge_needs import merge_needs
from gongzhi.fieldwork.services.order_need import order_need
from gongzhi.fieldwork.services.settle_need import settle_need
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orders.models import Order, Support

from .conftest import PHONE, Estate


def state() -> list[tuple[Any, ...]]:
    rows = Need.reached.order_by("id").values_list("id", "state", "into_id", "number", "answer")
    return [*rows, (Order.reached.count(), Support.objects.count())]


def agreed(estate: Estate, text: str = "楼道灯不亮") -> Need:
    return estate.need(text, person=str(estate.zhou.pk), agreed="1")


def test_an_agreed_need_becomes_an_order_of_the_resident(estate: Estate) -> None:
    need = agreed(estate)
    with guarded():
        done = order_need(
            actor=estate.clerk, need_id=need.pk, text="3号楼2单元楼道灯不亮", category_code="30205"
        )
    order = Order.reached.get(number=done.number)
    assert (order.source, order.text) == ("visit", "3号楼2单元楼道灯不亮")
    assert order.place == "燕山大路18号 2-301"
    assert order.first_handler_id == estate.worker.user_id
    assert order.entered_by_id == estate.clerk.user_id
    assert order.area_path == estate.grid.path
    reporter = Resident.reached.get(pk=order.reporter_id)
    assert open_(reporter.phone_sealed) == PHONE
    need.refresh_from_db()
    assert (need.state, need.number) == ("ordered", done.number)
    with pytest.raises(Conflict):
        order_need(actor=estate.clerk, need_id=need.pk, text="再来", category_code="30205")
    assert Order.reached.count() == 1


def test_without_consent_there_is_no_reporter_and_no_door(estate: Estate) -> None:
    need = estate.need(person=str(estate.zhou.pk))
    done = order_need(actor=estate.clerk, need_id=need.pk, text=need.text, category_code="")
    order = Order.reached.get(number=done.number)
    assert order.reporter_id is None
    assert order.place == "燕山大路18号"


def test_equal_needs_become_one_order_that_the_others_follow(estate: Estate) -> None:
    first = agreed(estate)
    other = estate.need(
        "楼道灯坏了", home=str(estate.other_home.pk), person=str(estate.wang.pk), agreed="1"
    )
    silent = estate.need("楼道黑", home=str(estate.other_home.pk))
    merged = merge_needs(actor=estate.clerk, need_ids=[silent.pk, other.pk, first.pk])
    assert merged.pk == first.pk
    done = order_need(actor=estate.clerk, need_id=first.pk, text=first.text, category_code="30205")
    assert (done.following, done.untold) == (1, 0)
    assert Support.objects.count() == 1
    numbers = set(Need.reached.values_list("number", flat=True))
    assert numbers == {done.number}
    assert set(Need.reached.values_list("state", flat=True)) == {"ordered", "merged"}


def test_who_cannot_follow_is_counted(estate: Estate) -> None:
    """A class that is not public: the neighbours are told by the community."""
    first = agreed(estate)
    other = estate.need("物业费", home=str(estate.other_home.pk), person=str(estate.wang.pk),
                        agreed="1")  # fmt: skip
    merge_needs(actor=estate.clerk, need_ids=[first.pk, other.pk])
    done = order_need(actor=estate.clerk, need_id=first.pk, text=first.text, category_code="30202")
    assert (done.following, done.untold) == (0, 1)


def test_merging_twice_keeps_one_level(estate: Estate) -> None:
    a, b, c = estate.need("甲"), estate.need("乙"), estate.need("丙")
    merge_needs(actor=estate.clerk, need_ids=[b.pk, c.pk])
    merge_needs(actor=estate.clerk, need_ids=[a.pk, b.pk])
    assert set(Need.reached.filter(state="merged").values_list("into_id", flat=True)) == {a.pk}
    with pytest.raises(Conflict):
        merge_needs(actor=estate.clerk, need_ids=[a.pk, c.pk])
    with pytest.raises(Invalid):
        merge_needs(actor=estate.clerk, need_ids=[a.pk])


def test_a_need_is_settled_with_a_sentence(estate: Estate) -> None:
    need = estate.need("办居住证要带什么")
    for answer in ("", "  ", "长" * 301):
        with pytest.raises(Invalid):
            settle_need(actor=estate.clerk, need_id=need.pk, answer=answer)
    settle_need(actor=estate.clerk, need_id=need.pk, answer="带身份证和租房合同")
    need.refresh_from_db()
    assert (need.state, need.answer) == ("settled", "带身份证和租房合同")
    with pytest.raises(Conflict):
        settle_need(actor=estate.clerk, need_id=need.pk, answer="再答")
    assert gathered(estate.clerk).ended[0].answer == "带身份证和租房合同"


Do = Callable[[Actor, int], object]
DOINGS: list[Do] = [
    lambda actor, need_id: merge_needs(actor=actor, need_ids=[need_id, need_id + 1]),
    lambda actor, need_id: order_need(
        actor=actor, need_id=need_id, text="甲", category_code="30205"
    ),
    lambda actor, need_id: settle_need(actor=actor, need_id=need_id, answer="答"),
]


@pytest.mark.parametrize("do", DOINGS)
def test_only_the_own_community_handles_its_needs(estate: Estate, do: Do) -> None:
    need = estate.need()
    before = state()
    away, clerk_away = estate.elsewhere()
    for actor in (clerk_away, away, estate.worker, PUBLIC, estate.city.resident(),
                  estate.city.dispatcher):  # fmt: skip
        with pytest.raises((Denied, NotFound)):
            do(actor, need.pk)
    assert state() == before
    assert gathered(clerk_away).count == 0
    with pytest.raises(NotFound):
        need_line(clerk_away, need.pk)


def test_corrections_are_read_and_cleared_by_the_own_desk(estate: Estate) -> None:
    estate.visit(moved="租客小王上月搬走了")
    found = gathered(estate.clerk).corrections
    assert [line.words for line in found] == [[("搬走搬来", "租客小王上月搬走了")]]
    _away, clerk_away = estate.elsewhere()
    for actor in (estate.worker, clerk_away, PUBLIC):
        with pytest.raises((Denied, NotFound)):
            clear_correction(actor=actor, correction_id=found[0].id)
    assert KeptCorrection.reached.get().words_sealed
    clear_correction(actor=estate.clerk, correction_id=found[0].id)
    clear_correction(actor=estate.clerk, correction_id=found[0].id)
    assert KeptCorrection.reached.get().words_sealed == ""
    assert gathered(estate.clerk).corrections == []
