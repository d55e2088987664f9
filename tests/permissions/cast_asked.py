"""What residents ask for at a counter or of each other, prepared for the permission table."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.offerings import catalogue
from gongzhi.offerings.catalogue import item_by_code
from gongzhi.offerings.models import Series
from gongzhi.offerings.services.order_item import order_item
from gongzhi.offerings.services.record_purchase import Agreed, record_purchase
from gongzhi.offerings.services.save_times import add_times
from gongzhi.offerings.services.take_wish import take_wish
from gongzhi.orders.models import Order
from gongzhi.orders.services.report import Draft
from gongzhi.venues.services.call_number import call_next
from gongzhi.venues.services.lend_tool import lend, save_tool
from gongzhi.venues.services.take_number import (
    add_queue,
    book_number,
    tablet_code,
    take_number,
)
from tests.offerings.wishes import publish
from tests.orders.conftest import City
from tests.orders.processes.residents import ordered, provider

WISHER = "19900000091"


class AskedFor:
    """`open_wish` stands on the wall, `taken_wish` was taken by the owner, `fulfilled` is theirs."""

    def __init__(self, city: City, owner: Actor, clerk: Actor, station_id: int) -> None:
        self.open_wish, self.taken_wish = self._wish(city), self._wish(city)
        take_wish(actor=owner, number=self.taken_wish.number)
        self._windows(city, owner, clerk)
        self._place(owner, clerk, station_id)
        home = city.community.code
        self.purchase = record_purchase(
            actor=clerk, key=uuid.uuid4(),
            agreed=Agreed("助餐", home, provider(city).code, home, date(2026, 1, 1),
                          date(2027, 12, 31), 10, 20, Decimal(5000)),
        )  # fmt: skip

    def _place(self, owner: Actor, clerk: Actor, station_id: int) -> None:
        """A tool with one line in the ledger, a queue with a number called and one of the owner."""
        self.tool = save_tool(actor=clerk, station_id=station_id, name="电钻", total=3)
        self.loan = lend(actor=clerk, tool_id=self.tool.pk, key=uuid.uuid4(), phone="19900000092")
        self.queue = add_queue(actor=clerk, station_id=station_id, name="社保", letter="A")
        day = clock.today()
        noon = datetime.combine(day, time(12), clock.LOCAL_TZ)
        take_number(queue_id=self.queue.pk, key=uuid.uuid4(), code=tablet_code(station_id), at=noon)
        self.called = call_next(actor=clerk, queue_id=self.queue.pk, counter=1, at=noon)
        self.ticket = book_number(
            actor=owner, queue_id=self.queue.pk, slot_at=noon + timedelta(days=1),
            key=uuid.uuid4(), at=noon,
        )  # fmt: skip

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
