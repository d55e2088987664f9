"""From the wall: one key dispatches and calls, takes back, presses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.command.services.one_key import one_key_dispatch
from gongzhi.command.services.press_body import press_body
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.routing import forget as forget_routes
from gongzhi.orders.models import Call, DutyClause, Order, OrderEvent, OrderParty
from gongzhi.orders.services.act import act
from gongzhi.orders.services.call_bodies import call
from gongzhi.orders.services.withdraw_call import cancel
from gongzhi.orgs import selectors as orgs
from tests.orders.conftest import T0, City

from .conftest import browser_of

LAMP = "10109"


@pytest.fixture
def undecided(city: City) -> Order:
    """An order that waits to be dispatched, since the catalogue was silent when it was filed."""
    DutyClause.objects.update(active=False)
    forget_routes()
    order = city.report(category_code=LAMP)
    act(actor=city.grid_worker, number=order.number, action="verify_true")
    DutyClause.objects.update(active=True)
    forget_routes()
    order.refresh_from_db()
    assert order.state == "to_dispatch"
    return order


def lead_of(order: Order) -> str:
    from gongzhi.orders.dispatch.routing import propose

    lead = propose(order.category, order.area_path).lead
    assert lead is not None
    return lead.code


def test_one_key_dispatches_and_calls(city: City, commander: Actor, undecided: Order) -> None:
    client = browser_of(commander)
    url = f"/command/orders/{undecided.number}/"
    panel = client.get(url, HTTP_HX_REQUEST="true").content.decode()
    assert re.search(rf'name="lead" value="{lead_of(undecided)}"\s+checked', panel)
    assert f'name="forces" value="{city.team.id}"' in panel
    answer = client.post(
        f"{url}dispatch/",
        {"lead": lead_of(undecided), "forces": [city.team.id], "note": "先围起来"},
        HTTP_HX_REQUEST="true",
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "撤销调度" in text
    undecided.refresh_from_db()
    assert undecided.state == "to_sign"
    row = Call.objects.get()
    assert (row.body_id, row.note, row.called_by_id) == (
        city.team.id,
        "先围起来",
        commander.user_id,
    )


def test_dispatch_and_call_stand_or_fall_together(
    city: City, commander: Actor, undecided: Order
) -> None:
    stranger = 999_999
    with pytest.raises(Invalid):
        one_key_dispatch(
            actor=commander, number=undecided.number, lead=lead_of(undecided), forces=[stranger]
        )
    undecided.refresh_from_db()
    assert undecided.state == "to_dispatch"
    assert Call.objects.count() == 0


def test_nothing_ticked_is_said(commander: Actor, undecided: Order) -> None:
    url = f"/command/orders/{undecided.number}/dispatch/"
    answer = browser_of(commander).post(url, {}, HTTP_HX_REQUEST="true")
    assert "请选择主办单位或者要调度的力量" in answer.content.decode()


def test_the_second_dispatcher_reads_a_sentence(commander: Actor, undecided: Order) -> None:
    lead = lead_of(undecided)
    one_key_dispatch(actor=commander, number=undecided.number, lead=lead)
    with pytest.raises(Conflict):
        one_key_dispatch(actor=commander, number=undecided.number, lead=lead)
    url = f"/command/orders/{undecided.number}/dispatch/"
    answer = browser_of(commander).post(url, {"lead": lead}, HTTP_HX_REQUEST="true")
    assert "已有人处理" in answer.content.decode()


def test_a_call_is_taken_back_within_thirty_seconds(
    city: City, commander: Actor, undecided: Order
) -> None:
    client = browser_of(commander)
    made = one_key_dispatch(actor=commander, number=undecided.number, forces=[city.team.id]).calls
    calls = [row.pk for row in made]
    with clock.frozen(T0 + timedelta(seconds=31)):
        late = client.post("/command/calls/cancel/", {"calls": calls}, HTTP_HX_REQUEST="true")
        assert "撤不回来了" in late.content.decode()
    assert Call.objects.get().cancelled_at is None
    with clock.frozen(T0 + timedelta(seconds=20)):
        client.post("/command/calls/cancel/", {"calls": calls}, HTTP_HX_REQUEST="true")
    assert Call.objects.get().cancelled_at is not None


def test_somebody_elses_call_is_not_there(city: City, commander: Actor, undecided: Order) -> None:
    made = one_key_dispatch(actor=commander, number=undecided.number, forces=[city.team.id]).calls
    client = browser_of(city.duty_officer)
    answer = client.post("/command/calls/cancel/", {"calls": [made[0].pk]})
    assert answer.status_code == 404
    assert Call.objects.get().cancelled_at is None


def test_pressing_a_body_presses_all_that_is_overdue(city: City, commander: Actor) -> None:
    first, second = city.report(category_code=LAMP), city.report(category_code=LAMP)
    later = T0 + timedelta(hours=9)
    with clock.frozen(later):
        client = browser_of(commander)
        fields = {"area": city.street_area.code, "body": str(city.team.id)}
        panel = client.get("/command/press/", fields, HTTP_HX_REQUEST="true").content.decode()
        assert first.number in panel
        assert second.number in panel
        answer = client.post(
            "/command/press/", {**fields, "note": "今天内办完"}, HTTP_HX_REQUEST="true"
        )
        assert "已督办" in answer.content.decode()
    pressed = OrderEvent.reached.filter(action="press").values_list("order__number", flat=True)
    assert sorted(pressed) == sorted([first.number, second.number])


def test_pressing_needs_words_and_something_overdue(city: City, commander: Actor) -> None:
    city.report(category_code=LAMP)
    area = {"actor": commander, "area": city.street_area, "body_id": city.team.id}
    with pytest.raises(Conflict):
        press_body(**area, note="快办")
    with clock.frozen(T0 + timedelta(hours=9)), pytest.raises(Invalid):
        press_body(**area, note=" ")


def test_a_grid_worker_cannot_dispatch_from_the_wall(city: City, undecided: Order) -> None:
    worker = city.grid_worker
    url = f"/command/orders/{undecided.number}/dispatch/"
    assert browser_of(worker).post(url, {"forces": [city.team.id]}).status_code == 403
    with pytest.raises(Denied):
        one_key_dispatch(actor=worker, number=undecided.number, forces=[city.team.id])
    assert Call.objects.count() == 0


def test_a_director_does_not_reach_another_street(city: City, undecided: Order) -> None:
    from gongzhi.orgs import selectors as orgs

    other = next(b for b in orgs.bodies_of_kind("street") if b.id != city.street.id)
    from gongzhi.areas import selectors as areas

    away = city.staff("street_director", other, areas.area_by_id(other.area_id or 0))
    with pytest.raises(NotFound):
        one_key_dispatch(actor=away, number=undecided.number, forces=[city.team.id])
    assert browser_of(away).get(f"/command/orders/{undecided.number}/").status_code == 404


def elsewhere(city: City) -> orgs.BodyRef:
    """A grid team of another street."""
    away = next(a for a in areas.leaf_areas() if not a.path.startswith(city.street_area.path))
    team = orgs.responsible_body("grid_team", away.path)
    assert team is not None
    return team


def test_a_street_calls_only_who_stands_at_the_place(
    city: City, commander: Actor, undecided: Order
) -> None:
    far = elsewhere(city)
    reader = city.staff("grid_worker", far)
    with pytest.raises(Denied):
        call(actor=city.director, number=undecided.number, body_ids=[city.team.id, far.id])
    assert Call.objects.count() == 0
    assert not Order.objects.visible_to(reader).filter(pk=undecided.pk).exists()
    assert len(call(actor=city.director, number=undecided.number, body_ids=[city.team.id])) == 1
    assert len(call(actor=commander, number=undecided.number, body_ids=[far.id])) == 1
    assert Order.objects.visible_to(reader).filter(pk=undecided.pk).exists()


def test_a_call_that_is_taken_back_closes_the_order_again(
    city: City, commander: Actor, undecided: Order
) -> None:
    far = elsewhere(city)
    reader = city.staff("grid_worker", far)
    [first] = call(actor=commander, number=undecided.number, body_ids=[far.id], at=T0)
    assert cancel(actor=commander, call_ids=[first.pk], at=T0 + timedelta(seconds=5)) == 1
    assert not Order.objects.visible_to(reader).filter(pk=undecided.pk).exists()
    last = OrderEvent.reached.filter(order=undecided).order_by("-seq")[0]
    assert (last.action, last.payload["bodies"]) == ("call_cancelled", [far.code])  # on record
    assert not OrderParty.objects.filter(order=undecided, role="called").exists()
