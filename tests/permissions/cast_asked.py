"""What residents ask for at a counter or of each other, prepared for the permission table."""

from __future__ import annotations

from gongzhi.kernel.scope import Actor
from gongzhi.offerings.services.take_wish import take_wish
from gongzhi.orders.models import Order
from tests.offerings.wishes import publish
from tests.orders.conftest import City
from tests.orders.processes.residents import ordered

WISHER = "19900000091"


class AskedFor:
    """`open_wish` stands on the wall, `taken_wish` was taken by the owner, `fulfilled` is theirs."""

    def __init__(self, city: City, owner: Actor, clerk: Actor) -> None:
        self.open_wish, self.taken_wish = self._wish(city), self._wish(city)
        take_wish(actor=owner, number=self.taken_wish.number)

    @staticmethod
    def _wish(city: City) -> Order:
        wisher = city.resident(WISHER)
        made = ordered(city, "wish", wisher, text="想要一套画笔", wish_kind="thing")
        return publish(city, made)
