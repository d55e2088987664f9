"""Many want the same hour, or the same last place, in the same second: real transactions."""

from __future__ import annotations

import uuid
from datetime import time
from functools import partial

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.venues.models import Booking, Loan, Signup, Ticket, Tool
from gongzhi.venues.services.book_room import Wanted, book_room
from gongzhi.venues.services.call_number import call_next
from gongzhi.venues.services.lend_tool import lend, save_tool
from gongzhi.venues.services.sign_up import sign_up
from gongzhi.venues.services.take_number import add_queue, tablet_code, take_number
from tests.fuzz.test_two_at_once import at_once, split
from tests.fuzz.test_two_at_once import city as city
from tests.orders.conftest import City

from .conftest import DAY, NOW, Place

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_gets_the_room_and_as_many_as_places_get_in(city: City) -> None:
    with clock.frozen(NOW):
        place = Place(city)
        people = [city.resident(f"1990000001{n}") for n in range(6)]
        wanted = Wanted(DAY, time(9), 60, "练舞", 2)
        done, refused = split(
            at_once(*(
                partial(book_room, actor=one, room_id=place.room.pk, key=uuid.uuid4(), wanted=wanted)
                for one in people
            ))
        )  # fmt: skip
        assert (len(done), len(refused)) == (1, 5)
        assert all(isinstance(one, Conflict) for one in refused)
        assert Booking.reached.count() == 1
        row = place.hold(places=2)
        done, refused = split(
            at_once(*(partial(sign_up, actor=one, activity_id=row.pk) for one in people))
        )
        assert (len(done), refused) == (6, [])
        assert Signup.reached.filter(state="in").count() == 2
        assert Signup.reached.filter(state="waiting").count() == 4


def test_numbers_without_a_gap_and_each_called_once(city: City) -> None:
    with clock.frozen(NOW):
        place = Place(city)
        station = place.station.pk
        queue = add_queue(actor=place.clerk, station_id=station, name="社保", letter="A")
        code = tablet_code(station)
        keys = [uuid.uuid4() for _n in range(12)]
        done, refused = split(
            at_once(*(partial(take_number, queue_id=queue.pk, key=key, code=code) for key in keys))
        )
        assert refused == []
        assert sorted(row.number for row in done) == list(range(1, 13))
        called, refused = split(
            at_once(*(
                partial(call_next, actor=place.clerk, queue_id=queue.pk, counter=n % 4 + 1)
                for n in range(14)
            ))
        )  # fmt: skip
        assert (len(called), len(refused)) == (12, 2)
        assert sorted(row.number for row in called) == list(range(1, 13))
        assert all(isinstance(one, Conflict) for one in refused)
        assert not Ticket.reached.filter(state="waiting").exists()


def test_the_last_tools_go_to_as_many_as_there_are(city: City) -> None:
    with clock.frozen(NOW):
        place = Place(city)
        tool = save_tool(actor=place.clerk, station_id=place.station.pk, name="梯子", total=3)
        done, refused = split(
            at_once(*(
                partial(lend, actor=place.clerk, tool_id=tool.pk, key=uuid.uuid4(),
                        phone=f"1990000007{n}")
                for n in range(7)
            ))
        )  # fmt: skip
    assert (len(done), len(refused)) == (3, 4)
    assert all(isinstance(one, Conflict) for one in refused)
    assert (Tool.objects.get().free, Loan.reached.count()) == (0, 3)
