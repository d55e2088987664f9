"""Emergency (ML-34, XY-14): level, forces, notes in order, temporary team, end, review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.command.selectors.panels import order_panel
from gongzhi.command.selectors.wall import call_json
from gongzhi.command.services.one_key import one_key_dispatch
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.notify.models import Message
from gongzhi.orders.models import Call, Order, OrderEvent, OrderParty
from gongzhi.orders.selectors.desk.calls import calls_part
from gongzhi.orders.selectors.desk.filters import Filters
from gongzhi.orders.selectors.desk.order_page import order_page
from gongzhi.orders.selectors.desk.similar import place_history
from gongzhi.orders.selectors.desk.worklist import orders_in
from gongzhi.orders.services.answer_call import answer
from gongzhi.orders.services.call_bodies import call
from gongzhi.orders.services.follow_up import follow_up
from gongzhi.orgs import selectors as orgs

from ..conftest import City
from .conftest import fresh, payload_of, start, step

# A Saturday night: nobody's working hours.
NIGHT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
RESULT = "23:20明火扑灭，5户撤离，无人受伤，电路已断开检修。"


@pytest.fixture
def order(city: City) -> Order:
    clerk = city.staff("community_clerk", city.community, city.community_area)
    return start(
        city, clerk, "emergency", at=NIGHT, text="三号楼二单元电表箱起火", level="iii",
        danger="三楼有老人没下来",
    )  # fmt: skip


def test_from_the_first_report_to_the_review(city: City, order: Order) -> None:
    assert (order.state, order.emergency, order.lead_body_id) == (
        "emergency_on", True, city.street.id,
    )  # fmt: skip
    assert order.due_at == NIGHT + timedelta(hours=24)
    commander = city.staff("commander", city.centre, city.street_area)
    panel = order_panel(commander, order.number)
    assert panel is not None
    assert city.team.id in [force.id for force in panel.forces.rows]
    one_key_dispatch(actor=commander, number=order.number, forces=[city.team.id])
    call(
        actor=city.director, number=order.number, at=NIGHT,
        body_ids=[orgs.bodies_of_kind("department")[0].id],
    )  # fmt: skip
    team, department = Call.objects.filter(order=order).order_by("id")
    assert department.feedback_due == NIGHT + timedelta(hours=2)
    worker = city.grid_worker
    for minutes, words in ((6, "五户已撤出"), (12, "明火已灭")):
        at = NIGHT + timedelta(minutes=minutes)
        step(order, worker, "situation_report", situation=words, at=at)
    with pytest.raises(Conflict, match="还有没反馈的"):
        step(order, city.director, "end_emergency", result=RESULT, at=NIGHT)
    answer(actor=worker, call_id=team.pk, step="feedback", feedback="人都出来了")
    body = orgs.body_by_id(department.body_id)
    assert body is not None
    other = city.staff("handler", body)
    answer(actor=other, call_id=department.pk, step="feedback", feedback="电已断")
    step(order, other, "situation_report", situation="电表箱已拆", at=NIGHT)
    over = step(order, city.director, "end_emergency", result=RESULT, at=NIGHT)
    assert (over.state, over.phase) == ("emergency_review", "open")
    with pytest.raises(Invalid) as refused:
        step(over, city.director, "close_emergency", review=" ")
    assert refused.value.field == "review"
    assert fresh(order).phase == "open"
    done = step(over, city.director, "close_emergency", review="呼叫快，消防栓被堵，已划线。")
    assert (done.state, done.phase) == ("emergency_closed", "closed")
    notes = OrderEvent.reached.filter(order=order, action="situation_report").order_by("seq")
    assert [n.payload["situation"] for n in notes] == ["五户已撤出", "明火已灭", "电表箱已拆"]


def test_a_temporary_team_and_another_level(city: City, order: Order) -> None:
    helper = orgs.bodies_of_kind("department")[1]
    step(order, city.director, "join_team", bodies=[helper.code], team_people="李四（示例）：转移")
    assert OrderParty.objects.filter(order=order, body_id=helper.id, role="co").exists()
    step(order, city.staff("handler", helper), "situation_report", situation="已到，接电源")
    step(order, city.director, "name_team", team_people="王五（示例）：登记")
    step(order, city.director, "set_emergency_level", level="ii", reason="风大，邻楼受威胁")
    assert payload_of(order, "set_emergency_level")["level"] == "ii"
    with pytest.raises(Denied):
        step(order, city.grid_worker, "set_emergency_level", level="iv", reason="小火")
    with pytest.raises(Invalid):
        step(order, city.director, "set_emergency_level", level="v", reason="小火")
    assert payload_of(order, "set_emergency_level")["level"] == "ii"


def test_the_street_may_end_it_alone(city: City, order: Order) -> None:
    assert step(order, city.director, "end_emergency", result=RESULT).state == "emergency_review"


def test_a_false_alarm_is_reviewed_too(city: City, order: Order) -> None:
    call(actor=city.director, number=order.number, body_ids=[city.team.id], at=NIGHT)
    gone = step(order, city.director, "false_emergency", reason="是烧纸，已劝止", at=NIGHT)
    assert gone.state == "emergency_review"
    assert Call.objects.get(order=order).cancel_reason == "是烧纸，已劝止"
    with pytest.raises(Conflict):  # nobody is called any more
        call(actor=city.director, number=order.number, body_ids=[city.team.id], at=NIGHT)


def test_whoever_joins_the_team_hears_of_it_and_answers(city: City, order: Order) -> None:
    helper = orgs.bodies_of_kind("department")[1]
    handler = city.staff("handler", helper)
    step(order, city.director, "join_team", bodies=[helper.code], at=NIGHT)
    event = OrderEvent.reached.filter(order=order).latest("seq")
    follow_up(order_id=order.pk, first=event.seq, last=event.seq)
    told = Message.objects.filter(user_id=handler.user_id, order_number=order.number)
    assert [one.kind for one in told] == ["assigned"]
    owed = order_page(city.director, order.number, now=NIGHT)
    assert [(one.answers, one.answered) for one in owed.parts if one.answers] == [(True, False)]
    assert [row.number for row in orders_in(handler, "co", Filters(), now=NIGHT) or ()] == [
        order.number
    ]
    step(order, handler, "team_answer", note="救护车已到路口", at=NIGHT)
    part = OrderParty.objects.get(order=order, body_id=helper.id)
    assert (part.answer, part.open) == ("救护车已到路口", False)
    with pytest.raises((Conflict, Denied)):
        step(order, handler, "team_answer", note="又一次", at=NIGHT)


def test_a_whole_street_is_no_place_with_a_history(city: City, order: Order) -> None:
    assert place_history(order, city.director, now=NIGHT) is not None
    order.area_path = city.street_area.path
    assert place_history(order, city.director, now=NIGHT) is None


def test_a_street_calls_its_own_teams_to_what_is_about_the_whole_street(
    city: City, order: Order
) -> None:
    Order.reached.filter(pk=order.pk).update(area_path=city.street_area.path)
    (row,) = call(actor=city.director, number=order.number, body_ids=[city.team.id], at=NIGHT)
    assert row.body_id == city.team.id
    elsewhere = next(
        body for body in orgs.bodies_of_kind("grid_team")
        if body.area_id and not areas.area_by_id(body.area_id).path.startswith(city.street_area.path)
    )  # fmt: skip
    with pytest.raises(Denied):
        call(actor=city.director, number=order.number, body_ids=[elsewhere.id], at=NIGHT)


def test_whoever_cannot_come_is_not_waited_for_and_the_caller_hears_of_it(
    city: City, order: Order
) -> None:
    director = city.director
    (row,) = call(actor=director, number=order.number, body_ids=[city.team.id], at=NIGHT)
    answer(actor=city.grid_worker, call_id=row.pk, step="declined", feedback="车坏了", at=NIGHT)
    event = OrderEvent.reached.filter(order=order).latest("seq")
    follow_up(order_id=order.pk, first=event.seq, last=event.seq)
    told = Message.objects.get(user_id=director.user_id, kind="call_declined")
    assert "车坏了" in told.text
    assert "车坏了" in told.text_en
    assert "cannot come" in told.text_en
    late = NIGHT + timedelta(hours=1)
    reads = calls_part(director, order, now=late)
    assert reads is not None
    assert [one.lamp for one in reads.rows[0].steps] == [None, None, None]
    shown = call_json(Call.objects.get(), order.number)
    assert (shown["due_at"], shown["declined_at"]) == (None, NIGHT)
