"""Rounds: one tap when all is well, an order for what is not, no trace of who walked where."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from gongzhi.fieldwork.config import field_settings
from gongzhi.fieldwork.models import HazardFinding, HazardRound
from gongzhi.fieldwork.reading.rounds import round_page, rounds, spots
from gongzhi.fieldwork.services.rounds_reach import round_of
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orders.models import Attachment, Order
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.services.save_row import save_row
from tests.orders.conftest import T0
from tests.orders.field.conftest import photo

from .conftest import Estate


def stairs(estate: Estate, **more: str) -> dict[str, str]:
    return {"round": "stairs", "area": estate.grid.code, **more}


def counts() -> tuple[int, int, int]:
    return (HazardRound.objects.count(), HazardFinding.objects.count(), Order.reached.count())


def test_one_tap_ends_a_round_until_it_is_due_again(estate: Estate) -> None:
    # Where no hydrant and no unit is registered, there is nothing to look at.
    due = {line.key for line in rounds(estate.worker) if line.is_due}
    assert due == {"stairs", "ground"}
    answer = estate.send("round_done", **stairs(estate))
    assert (answer.result, answer.message) == ("done", "这一圈看完了，30天后再看。")
    line = next(line for line in rounds(estate.worker) if line.key == "stairs")
    assert (line.is_due, line.last, line.due) == (
        False, clock.today(), clock.today() + timedelta(days=30),
    )  # fmt: skip
    with clock.frozen(T0 + timedelta(days=30)):
        assert next(one for one in rounds(estate.worker) if one.key == "stairs").is_due
    assert counts() == (1, 0, 0)


def test_nothing_says_who_went_or_where() -> None:
    columns = {one.column for one in HazardRound._meta.concrete_fields}
    assert columns == {"id", "kind", "area_id", "done_at", "is_demo"}


def test_a_finding_becomes_an_order_found_by_the_grid(estate: Estate) -> None:
    with guarded():
        answer = estate.send(
            "round_found", **stairs(estate, look="1", spot=str(estate.building.pk),
                                    place="2单元3层", text="两辆旧自行车"), before=(photo(),)
        )  # fmt: skip
    assert answer.result == "done", answer
    order = Order.reached.get(number=answer.number)
    assert (order.source, order.category.code) == ("grid", "30502")
    assert order.text == "巡查发现：楼道堆物 两辆旧自行车"
    assert order.place == "燕山大路18号：2单元3层"
    assert order.first_handler_id == estate.worker.user_id
    assert Attachment.reached.filter(order=order).count() == 1
    finding = HazardFinding.objects.get()
    assert (finding.register, finding.row_id, finding.round_id) == (
        "buildings", estate.building.pk, None,
    )  # fmt: skip
    kind, grid = round_of(estate.worker, "stairs", estate.grid.code)
    assert round_page(estate.worker, kind, grid).found == [order.number]
    estate.send("round_done", **stairs(estate))
    finding.refresh_from_db()
    assert finding.round == HazardRound.objects.get()
    assert round_page(estate.worker, kind, grid).found == []


def test_a_repeat_makes_nothing_twice(estate: Estate) -> None:
    for kind, payload in (
        ("round_found", stairs(estate, look="0")),
        ("round_done", stairs(estate)),
    ):
        key = uuid.uuid4()
        first = estate.send(kind, client_key=key, **payload)
        before = counts()
        assert estate.send(kind, client_key=key, **payload) == first
        assert counts() == before


@pytest.mark.parametrize("kind", ["round_done", "round_found"])
def test_only_in_the_own_grids(estate: Estate, kind: str) -> None:
    before = counts()
    away, clerk_away = estate.elsewhere()
    for actor in (away, clerk_away, estate.city.dispatcher):
        assert estate.send(kind, actor, **stairs(estate, look="0")).result == "refused"
        with pytest.raises((NotFound, Denied)):
            round_of(actor, "stairs", estate.grid.code)
    assert counts() == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"look": "9"}, "哪一样"),
        ({"look": ""}, "哪一样"),
        ({"look": "0", "spot": "999999"}, "重新选"),
        ({"look": "0", "round": "gone"}, "没有这一圈"),
        ({"look": "0", "area": "1"}, "没有这一圈"),
    ],
)
def test_bad_input_is_one_sentence(estate: Estate, changes: dict[str, str], words: str) -> None:
    before = counts()
    answer = estate.send("round_found", **{**stairs(estate), **changes})
    assert (answer.result, words in answer.message) == ("refused", True), answer
    assert counts() == before


def test_spots_are_rows_of_the_grid_by_name(estate: Estate) -> None:
    for number, name in ((1, "消火栓"), (2, "路灯")):
        words = {"code": f"220723010100000{number}", "name": name, "area_code": estate.grid.code}
        save_row(actor=estate.clerk, register=REGISTERS["facilities"], words=words)
    settings = field_settings()
    assert {line.key for line in rounds(estate.worker)} == {"stairs", "hydrants", "ground"}
    found = {
        kind.key: [spot.name for spot in spots(estate.worker, kind, estate.grid)]
        for kind in settings.rounds
    }
    assert found == {
        "stairs": ["3号楼"], "hydrants": ["消火栓 2207230101000001"], "shops": [], "ground": [],
    }  # fmt: skip
