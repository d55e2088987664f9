"""Many want the same hour, or the same last place, in the same second: real transactions."""

from __future__ import annotations

import uuid
from datetime import time
from functools import partial

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.venues.models import Booking, Signup
from gongzhi.venues.services.book_room import Wanted, book_room
from gongzhi.venues.services.sign_up import sign_up
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
