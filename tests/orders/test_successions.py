"""Open work goes to the successor; a deputy acts in the person's name; no clock moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongzhi.accounts import actor as actors
from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import AccountEvent, HandOver, Posting, StandIn, User
from gongzhi.accounts.services.carry_out_hand_overs import carry_out_hand_overs
from gongzhi.accounts.services.hand_over_posting import hand_over_posting, open_work
from gongzhi.accounts.services.stand_in import appoint_stand_in, cancel_stand_in
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message
from gongzhi.orders.models import Order, OrderClock, OrderEvent
from gongzhi.orders.selectors.desk.filters import Filters
from gongzhi.orders.selectors.desk.listing import MINE, listing
from gongzhi.orders.services.act import act
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orders.words.wording import timeline
from gongzhi.orgs import selectors as orgs

from .conftest import T0, City, forget_all

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _an_hour_later() -> Iterator[None]:
    with clock.frozen(T0 + timedelta(hours=1)):
        actors.forget()
        yield
        actors.forget()


class Office:
    """Two orders of a street lamp: one in hand, one waiting; the worker took both first."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.admin = city.staff("sysadmin", city.centre)
        self.worker = city.grid_worker
        order = self._verified()
        self.handler = city.handler(order)
        act(actor=self.handler, number=order.number, action="sign", at=T0)
        self.order = Order.reached.get(pk=order.pk)
        body = orgs.body_by_id(order.lead_body_id or 0)
        assert body is not None
        self.colleague = city.staff("handler", body)
        self.head = city.staff("body_head", body)

    def _verified(self) -> Order:
        order = self.city.report()
        act(actor=self.worker, number=order.number, action="verify_true", at=T0)
        return Order.reached.get(pk=order.pk)

    def posting(self, actor: Actor) -> Posting:
        return Posting.objects.get(user_id=actor.user_id)

    def user(self, actor: Actor) -> User:
        return User.objects.get(pk=actor.user_id)

    def now(self, actor: Actor) -> Actor:
        return actor_of_user(self.user(actor))


@pytest.fixture
def office(city: City) -> Office:
    return Office(city)


def clocks() -> list[Any]:
    names = ("id", "clock_state", "running", "due_at", "soon_at", "stopped_at", "on_time")
    return list(OrderClock.objects.order_by("id").values_list(*names))


def test_work_goes_to_the_successor_and_the_record_says_so(office: Office) -> None:
    before, seq = clocks(), office.order.event_seq
    posting = office.posting(office.handler)
    assert [(one.key, one.count) for one in open_work(posting)] == [("orders_handled", 1)]
    row = hand_over_posting(
        actor=office.admin, posting=posting, successor=office.user(office.colleague), reason="调离"
    )
    order = Order.reached.get(pk=office.order.pk)
    assert order.handler_id == office.colleague.user_id
    assert (order.state, order.phase, order.event_seq) == ("in_hand", "open", seq + 1)
    assert clocks() == before
    assert row is not None
    assert row.passed == {"orders_handled": 1}
    assert office.now(office.handler).postings == ()
    line = timeline(order, office.head, "office")[-1]
    assert (line.title, line.text) == ("工作交接", "handler → handler")
    assert Message.objects.filter(user_id=office.colleague.user_id, kind="handed_over").count() == 1
    assert list(verify_chains()) == []
    kinds = list(AccountEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["posting_ended", "work_passed"]


def test_without_a_successor_the_head_gets_it(office: Office) -> None:
    row = hand_over_posting(actor=office.admin, posting=office.posting(office.handler))
    assert row is not None
    assert row.received_by_id == office.head.user_id
    assert Order.reached.get(pk=office.order.pk).handler_id == office.head.user_id


def test_when_nobody_is_left_nothing_ends(office: Office) -> None:
    Posting.objects.filter(user_id__in=[office.colleague.user_id, office.head.user_id]).delete()
    posting = office.posting(office.handler)
    with pytest.raises(Conflict):
        hand_over_posting(actor=office.admin, posting=posting)
    posting.refresh_from_db()
    assert posting.valid.upper is None
    assert Order.reached.get(pk=office.order.pk).handler_id == office.handler.user_id
    assert HandOver.objects.count() == AccountEvent.objects.count() == 0


def test_an_order_is_never_without_its_first_handler(office: Office) -> None:
    other = office.city.grid_worker
    assert office.order.first_handler_id == office.worker.user_id
    hand_over_posting(
        actor=office.admin, posting=office.posting(office.worker), successor=office.user(other)
    )
    order = Order.reached.get(pk=office.order.pk)
    assert order.first_handler_id == other.user_id
    assert order.handler_id == office.handler.user_id
    assert [row.number for row in listing(office.now(other), MINE, Filters(), now=T0).rows] == [
        order.number
    ]


def test_a_later_day_is_carried_out_by_the_job(office: Office) -> None:
    today = clock.today()
    row = hand_over_posting(
        actor=office.admin, posting=office.posting(office.handler), on=today + 2 * DAY,
        successor=office.user(office.colleague),
    )  # fmt: skip
    assert row is not None
    assert row.done_at is None
    assert carry_out_hand_overs() == 0
    assert office.now(office.handler).postings
    assert Order.reached.get(pk=office.order.pk).handler_id == office.handler.user_id
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0) + 2 * DAY
    with clock.frozen(midnight - timedelta(seconds=1)):
        assert office.now(office.handler).postings
    with clock.frozen(midnight):
        # At midnight the posting is over by itself; the work follows with the job.
        assert office.now(office.handler).postings == ()
        assert carry_out_hand_overs() == 1
        assert carry_out_hand_overs() == 0
    assert Order.reached.get(pk=office.order.pk).handler_id == office.colleague.user_id


def test_a_planned_hand_over_that_cannot_be_done_waits_and_says_why(office: Office) -> None:
    row = hand_over_posting(
        actor=office.admin, posting=office.posting(office.handler), on=clock.today() + DAY
    )
    Posting.objects.filter(user_id__in=[office.colleague.user_id, office.head.user_id]).delete()
    forget_all()
    with clock.frozen(clock.now() + DAY):
        assert carry_out_hand_overs() == 0
        assert row is not None
        row.refresh_from_db()
        assert "请指定接手人" in row.problem
        office.city.staff("body_head", orgs.body_by_id(office.order.lead_body_id or 0))  # type: ignore[arg-type]
        forget_all()
        assert carry_out_hand_overs() == 1
    row.refresh_from_db()
    assert (row.problem, row.passed) == ("", {"orders_handled": 1})


@pytest.mark.parametrize("who", ["handler", "head", "colleague"])
def test_only_the_system_administrator_hands_over(office: Office, who: str) -> None:
    with pytest.raises(Denied):
        hand_over_posting(
            actor=office.now(getattr(office, who)), posting=office.posting(office.handler)
        )
    assert Order.reached.get(pk=office.order.pk).handler_id == office.handler.user_id
    assert HandOver.objects.count() == 0


def test_a_successor_must_be_there(office: Office) -> None:
    posting = office.posting(office.handler)
    for wrong in (office.worker, office.handler):
        with pytest.raises(Invalid) as error:
            hand_over_posting(actor=office.admin, posting=posting, successor=office.user(wrong))
        assert error.value.field == "successor"
    assert HandOver.objects.count() == 0


# --- deputies and leave ---------------------------------------------------------------------


def stand_in(office: Office, *, on_leave: bool, deputy: Actor | None) -> StandIn:
    return appoint_stand_in(
        actor=office.admin, person=office.user(office.handler),
        deputy=office.user(deputy) if deputy else None, since=clock.today(),
        until=clock.today() + 3 * DAY, on_leave=on_leave,
    )  # fmt: skip


def test_a_deputy_acts_in_the_persons_name(office: Office) -> None:
    before = clocks()
    stand_in(office, on_leave=False, deputy=office.worker)
    deputy = office.now(office.worker)
    assert office.handler.user_id in deputy.user_ids
    order = office.order
    act(actor=deputy, number=order.number, action="note", payload={"note": "已联系诉求人"})
    event = OrderEvent.reached.get(order=order, action="note")
    assert event.user_id == office.worker.user_id
    line = timeline(order, office.head, "office")[-1]
    assert "代" not in line.who  # a note is anybody's here: in one's own name
    act(actor=deputy, number=order.number, action="finish", payload={
        "result": "10:20到场，已换新灯头，现在亮了。"})  # fmt: skip
    event = OrderEvent.reached.get(order=order, action="finish")
    assert event.payload["for"] == {"user": office.handler.user_id, "name": "handler"}
    assert event.body_id == order.lead_body_id
    assert "grid_worker 代 handler" in timeline(order, office.head, "office")[-1].who
    assert len(clocks()) > len(before)
    assert list(verify_chains()) == []


def test_what_a_deputy_signs_is_the_persons(office: Office) -> None:
    order = office._verified()
    stand_in(office, on_leave=True, deputy=office.worker)
    act(actor=office.now(office.worker), number=order.number, action="sign")
    assert Order.reached.get(pk=order.pk).handler_id == office.handler.user_id


def test_on_leave_the_bell_rings_at_the_deputys(office: Office) -> None:
    from gongzhi.accounts.selectors import people_at, reached_through

    body = office.order.lead_body_id or 0
    stand_in(office, on_leave=True, deputy=office.worker)
    ids = {one.id for one in people_at(body_id=body, roles=("handler",))}
    assert ids == {office.colleague.user_id, office.worker.user_id}
    handler = office.handler.user_id or 0
    assert [one.id for one in reached_through(user_id=handler)] == [office.worker.user_id]
    with clock.frozen(clock.now() + 3 * DAY):  # back by itself
        assert [one.id for one in reached_through(user_id=handler)] == [handler]
        assert office.now(office.worker).user_ids == {office.worker.user_id}


def test_a_role_held_by_one_needs_a_deputy(office: Office) -> None:
    Posting.objects.filter(user_id=office.colleague.user_id).delete()
    with pytest.raises(Invalid) as error:
        stand_in(office, on_leave=True, deputy=None)
    assert error.value.field == "deputy"
    assert StandIn.objects.count() == 0
    stand_in(office, on_leave=True, deputy=office.head)
    with pytest.raises(Conflict):
        stand_in(office, on_leave=False, deputy=office.worker)


def test_a_colleague_is_enough_for_leave_without_a_deputy(office: Office) -> None:
    row = stand_in(office, on_leave=True, deputy=None)
    cancel_stand_in(actor=office.admin, row=row)
    with pytest.raises(Conflict):
        cancel_stand_in(actor=office.admin, row=row)


def test_nobody_stands_in_for_an_administrator(office: Office, city: City) -> None:
    secadmin = city.staff("secadmin", city.centre)
    with pytest.raises(Conflict):
        appoint_stand_in(
            actor=office.admin, person=office.user(secadmin), deputy=office.user(office.worker),
            since=clock.today(), until=clock.today() + DAY, on_leave=False,
        )  # fmt: skip
    both = office.user(secadmin)
    Posting.objects.create(
        user=both, role="handler", body_id=city.centre.id, valid=(clock.today() - DAY, None)
    )
    appoint_stand_in(
        actor=office.admin, person=both, deputy=office.user(office.worker), since=clock.today(),
        until=clock.today() + DAY, on_leave=False,
    )  # fmt: skip
    assert office.now(office.worker).roles == {"grid_worker", "handler"}


def test_a_deputy_whose_own_posting_ended_sees_nothing(office: Office) -> None:
    stand_in(office, on_leave=False, deputy=office.worker)
    hand_over_posting(
        actor=office.admin, posting=office.posting(office.worker),
        successor=office.user(office.city.grid_worker),
    )  # fmt: skip
    assert office.now(office.worker).postings == ()
