"""Queue numbers of a hall (QA-13): taken, booked ahead, called, counted."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.notify.models import Message
from gongzhi.venues.models import Queue, Slot, Ticket
from gongzhi.venues.reading.hall import before, called, day_counts, my_numbers
from gongzhi.venues.services.call_number import call_next, settle_number
from gongzhi.venues.services.take_number import (
    add_queue,
    book_number,
    cancel_number,
    tablet_code,
    take_number,
)
from tests.signing_in import browser_of

from .conftest import NOW, Place


def queue_of(place: Place, letter: str = "A", name: str = "社保医保") -> Queue:
    return add_queue(
        actor=place.clerk, station_id=place.station.pk, name=name, letter=letter,
        name_en="Insurance",
    )  # fmt: skip


def take(place: Place, queue: Queue, at: datetime = NOW) -> Ticket:
    code = tablet_code(place.station.pk)
    return take_number(queue_id=queue.pk, key=uuid.uuid4(), code=code, at=at)


def call(place: Place, queue: Queue, counter: int = 1, at: datetime = NOW) -> Ticket:
    return call_next(actor=place.clerk, queue_id=queue.pk, counter=counter, at=at)


def test_numbers_are_given_and_called_in_order(place: Place) -> None:
    queue, key, code = queue_of(place), uuid.uuid4(), tablet_code(place.station.pk)
    first = take_number(queue_id=queue.pk, key=key, code=code, at=NOW)
    again = take_number(queue_id=queue.pk, key=key, code=code, at=NOW)
    assert (first.shown, again.pk) == ("A001", first.pk)
    second, third = take(place, queue), take(place, queue)
    assert (second.number, third.number, before(third, now=NOW)) == (2, 3, 2)
    assert [call(place, queue, n).number for n in (1, 2)] == [1, 2]
    assert [(one.shown, one.counter) for one in called(place.station.pk, now=NOW)] in (
        [("A002", 2), ("A001", 1)], [("A001", 1), ("A002", 2)],
    )  # fmt: skip
    again = settle_number(actor=place.clerk, ticket_id=first.pk, step="again", at=NOW)
    assert again.calls == 2
    settle_number(actor=place.clerk, ticket_id=second.pk, step="missed", at=NOW)
    with pytest.raises(Conflict):
        settle_number(actor=place.clerk, ticket_id=second.pk, step="served", at=NOW)
    assert call(place, queue).number == 3  # and the first is done
    with pytest.raises(Conflict, match="没有人在等"):
        call(place, queue)
    settle_number(actor=place.clerk, ticket_id=third.pk, step="served", at=NOW)
    [day] = day_counts(place.clerk, place.station.pk, now=NOW)
    assert (day.served, day.missed, day.waiting) == (2, 1, 0)
    tomorrow = NOW + timedelta(days=1)
    assert take(place, queue, tomorrow).number == 1


def test_booked_ahead_goes_first_when_its_time_has_come(place: Place) -> None:
    queue, me = queue_of(place), place.city.resident()
    slot = NOW + timedelta(minutes=30)  # 10:30
    booked = book_number(actor=me, queue_id=queue.pk, slot_at=slot, key=uuid.uuid4(), at=NOW)
    walked = [take(place, queue) for _n in range(2)]
    assert call(place, queue).pk == walked[0].pk  # 10:00: not yet
    assert call(place, queue, at=slot).pk == booked.pk
    with pytest.raises(Conflict):
        cancel_number(actor=me, ticket_id=booked.pk)
    for wrong in (slot + timedelta(minutes=7), NOW - timedelta(hours=1), NOW + timedelta(days=30)):
        with pytest.raises(Invalid):
            book_number(actor=me, queue_id=queue.pk, slot_at=wrong, key=uuid.uuid4(), at=NOW)
    later = slot + timedelta(hours=2)
    people = [place.city.resident(f"1990000002{n}") for n in range(5)]
    rows = [
        book_number(actor=one, queue_id=queue.pk, slot_at=later, key=uuid.uuid4(), at=NOW)
        for one in people[:4]
    ]
    with pytest.raises(Conflict, match="约满"):
        book_number(actor=people[4], queue_id=queue.pk, slot_at=later, key=uuid.uuid4(), at=NOW)
    with pytest.raises(Conflict, match="已经有一个号"):
        book_number(
            actor=people[0], queue_id=queue.pk, slot_at=later + timedelta(minutes=30),
            key=uuid.uuid4(), at=NOW,
        )  # fmt: skip
    assert Slot.objects.get(starts_at=later).taken == 4
    with pytest.raises(NotFound):
        cancel_number(actor=people[4], ticket_id=rows[0].pk)
    cancel_number(actor=people[0], ticket_id=rows[0].pk)
    assert Slot.objects.get(starts_at=later).taken == 3
    assert my_numbers(people[0], now=NOW) == []


def test_at_the_hall_only_while_it_is_open_and_by_its_keepers(place: Place) -> None:
    queue = queue_of(place)
    with pytest.raises(NotFound):
        take_number(queue_id=queue.pk, key=uuid.uuid4(), code="guessed", at=NOW)
    with pytest.raises(Conflict, match="没开门"):
        take(place, queue, NOW + timedelta(hours=14))
    take(place, queue)
    for actor in (place.city.resident(), place.city.grid_worker, place.elsewhere):
        with pytest.raises((Denied, NotFound)):
            call_next(actor=actor, queue_id=queue.pk, counter=1, at=NOW)
    with pytest.raises(Invalid):
        call(place, queue, 99)
    for letter in ("", "AB", "1", "中"):
        with pytest.raises(Invalid):
            queue_of(place, letter)
    with pytest.raises(Conflict):
        queue_of(place, "a")
    assert list(Ticket.reached.values_list("state", flat=True)) == ["waiting"]


def test_the_pages(place: Place) -> None:
    with clock.frozen(NOW):
        desk, station = browser_of(place.clerk), place.station.pk
        made = desk.post(
            f"/desk/venues/{station}/hall/", {"name": "社保医保", "letter": "A", "name_en": ""}
        )
        assert made.status_code == 302
        queue = Queue.objects.get()
        assert Client().get(f"/hall/{station}/tablet/").status_code == 404
        url = f"/hall/{station}/tablet/?code={tablet_code(station)}"
        assert "取号" in Client().get(url).content.decode()
        given = Client().post(url, {"queue": queue.pk, "key": str(uuid.uuid4())})
        assert "A001" in given.content.decode()
        assert desk.post(
            f"/desk/venues/hall/queues/{queue.pk}/call/", {"counter": "2"}
        ).status_code == 302  # fmt: skip
        screen = Client().get(f"/hall/{station}/screen/").content.decode()
        assert "A001" in screen
        assert "请到 2 号窗口" in screen
        assert "Counter 2" in screen
        page = desk.get(f"/desk/venues/{station}/hall/?counter=2").content.decode()
        assert "再叫一遍" in page
        ticket = Ticket.reached.get()
        assert desk.post(f"/desk/venues/hall/{ticket.pk}/served/").status_code == 302
        me = browser_of(place.city.resident())
        assert "提前约号" in me.get(f"/places/{station}/").content.decode()
        slot = (NOW + timedelta(minutes=30)).isoformat()
        sent = me.post(f"/hall/queues/{queue.pk}/", {"slot": slot, "key": str(uuid.uuid4())})
        assert sent.status_code == 302
        assert "A002" in me.get("/hall/mine/").content.decode()
        mine = Ticket.reached.get(number=2)
        assert me.post(f"/hall/mine/{mine.pk}/cancel/").status_code == 302
        assert Client().get("/hall/999999/screen/").status_code == 404


def test_a_queue_ends_when_nobody_waits_and_tells_those_of_later_days(place: Place) -> None:
    queue, me = queue_of(place), place.city.resident()
    slot = NOW + timedelta(days=1, minutes=30)
    booked = book_number(actor=me, queue_id=queue.pk, slot_at=slot, key=uuid.uuid4(), at=NOW)
    take(place, queue)
    desk = browser_of(place.clerk)
    url = f"/desk/venues/hall/queues/{queue.pk}/close/"
    assert "今天还有1个号在等" in desk.post(url, follow=True).content.decode()
    queue.refresh_from_db()
    assert (queue.ended_on, Ticket.reached.get(pk=booked.pk).state) == (None, "waiting")
    call(place, queue)
    assert "这一队停了" in desk.post(url, follow=True).content.decode()
    assert Ticket.reached.get(pk=booked.pk).state == "cancelled"
    text = "您约的社保医保 11月18日(周三)10:30：已取消（这一队不办了，请到大厅问一声）"
    assert list(Message.objects.filter(kind="booking_said").values_list("text", flat=True)) == [
        text
    ]
    assert desk.post(url).status_code == 404
