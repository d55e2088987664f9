"""What residents ask for at a counter or of each other, prepared for the permission table."""

from __future__ import annotations

import uuid
from datetime import time, timedelta

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.offerings import catalogue
from gongzhi.offerings.catalogue import item_by_code
from gongzhi.offerings.models import Series
from gongzhi.offerings.services.order_item import order_item
from gongzhi.offerings.services.save_times import add_times
from gongzhi.offerings.services.take_wish import take_wish
from gongzhi.orders.models import Order
from gongzhi.orders.services.report import Draft
from tests.offerings.wishes import publish
from tests.orders.conftest import City
from tests.orders.processes.residents import ordered

WISHER = "19900000091"


class AskedFor:
    """`open_wish` stands on the wall, `taken_wish` was taken by the owner, `fulfilled` is theirs."""

    def __init__(self, city: City, owner: Actor, clerk: Actor) -> None:
        self.open_wish, self.taken_wish = self._wish(city), self._wish(city)
        take_wish(actor=owner, number=self.taken_wish.number)
        self._windows(city, owner, clerk)

    def _windows(self, city: City, owner: Actor, clerk: Actor) -> None:
        """Hours every day; the owner has a weekly order with a place in a week."""
        catalogue.forget()
        item = item_by_code("D03")
        assert item is not None
        self.times = add_times(
            actor=clerk, item=item, body=city.community.code, weekdays=list(range(7)),
            starts=time(9), ends=time(11), capacity=5,
        )  # fmt: skip
        day = clock.today() + timedelta(days=7)
        self.later = f"{day + timedelta(days=1)}T09:00"
        fields = {"agreed_at": f"{day}T09:00", "every": "week"}
        draft = Draft(
            client_key=uuid.uuid4(), text="理发", area_code=city.grid.code, fields=fields
        )  # fmt: skip
        self.number = order_item(actor=owner, item=item, draft=draft).number
        self.series = Series.reached.get()

    @staticmethod
    def _wish(city: City) -> Order:
        wisher = city.resident(WISHER)
        made = ordered(city, "wish", wisher, text="想要一套画笔", wish_kind="thing")
        return publish(city, made)
