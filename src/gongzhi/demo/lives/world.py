"""The made-up city in motion: a queue of stories, woken in the order of time."""

from __future__ import annotations

import heapq
import itertools
import uuid
from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction

from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.demo.content.photos import Album
from gongzhi.demo.lives.places import Places
from gongzhi.demo.params import Params
from gongzhi.demo.people.cast import Cast
from gongzhi.demo.people.names import RESIDENT_PHONE, person_name, phone
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order, OrderClock, OrderEvent, OrderParty
from gongzhi.orders.services.act import act
from gongzhi.orders.services.report import Draft, report

Story = Iterator[datetime]
Step = Generator[datetime, None, Order]  # a part of a story, which hands on the order
BATCH = 250  # wakes of stories per transaction
_RESIDENTS = 1200
_GROWING = (Order, OrderClock, OrderEvent, OrderParty)


class World:
    """Time, people and what has been reported so far."""

    def __init__(
        self, *, params: Params, seed: str, end: datetime, cast: Cast, places: Places, album: Album
    ) -> None:
        self.params, self.seed, self.end = params, seed, end
        self.cast, self.places, self.album = cast, places, album
        self.now = end
        self.queue: list[tuple[datetime, int, Story]] = []
        self.tick = itertools.count()
        self.made: list[int] = []  # ids of all orders
        self.handled: dict[int, int] = {}  # body → times it said it was done
        self.recent: list[tuple[datetime, Order, str]] = []  # for duplicates
        self._residents: dict[int, int] = {}
        self._planned = 20  # orders when the planner was last told how large the tables are

    # --- time ------------------------------------------------------------------------------

    def start(self, at: datetime, story: Story) -> None:
        heapq.heappush(self.queue, (at, next(self.tick), story))

    def run(self, progress: Callable[[str], None]) -> None:
        """Wake stories until nothing is left before the end; the rest stays open."""
        told = -1
        while self.queue and self.queue[0][0] <= self.end:
            with transaction.atomic():
                for _ in range(BATCH):
                    if not self.queue or self.queue[0][0] > self.end:
                        break
                    self._wake()
            if len(self.made) >= self._planned * 3:
                self._tell_planner()
            if len(self.made) // 500 > told:
                told = len(self.made) // 500
                progress(f"{self.now:%Y-%m-%d}: {len(self.made)} orders")

    def _tell_planner(self) -> None:
        """Statistics as the tables grow: without them every look-up is planned for an empty one."""
        self._planned = max(len(self.made), 20)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in _GROWING)}")

    def _wake(self) -> None:
        self.now, _, story = heapq.heappop(self.queue)
        again = next(story, None)
        if again is not None:
            # Nothing happens twice at one instant, and never backwards.
            self.start(max(again, self.now + timedelta(seconds=1)), story)

    # --- deeds -----------------------------------------------------------------------------

    def report(self, actor: Actor, rng: Random, **fields: Any) -> Order:
        """Hand in a report now."""
        key = uuid.UUID(int=rng.getrandbits(128), version=4)
        receipt = report(actor=actor, draft=Draft(client_key=key, **fields), at=self.now)
        order = Order.reached.select_related("category", "limit").get(number=receipt.number)
        self.made.append(order.pk)
        return order

    def act(self, order: Order, actor: Actor, action: str, **payload: Any) -> Order:
        """Do something with an order now."""
        return act(actor=actor, number=order.number, action=action, payload=payload, at=self.now)

    # --- residents -------------------------------------------------------------------------

    def resident(self, index: int) -> Actor:
        """The `index`-th resident; 1 is the printed one."""
        found = self._residents.get(index)
        if found is None:
            rng = Random(f"{self.seed}:resident:{index}")
            row = ensure_resident(
                phone=RESIDENT_PHONE if index == 1 else phone(index),
                name=person_name(rng),
                verified=True,
                is_demo=True,
                at=self.now,
            )
            found = self._residents[index] = row.pk
        return Actor(kind="resident", resident_id=found)

    def some_resident(self, rng: Random) -> int:
        """Mostly somebody new, sometimes one of those who report often."""
        if rng.random() < self.params.repeat_reporters:
            return rng.randint(2, 40)
        return rng.randint(41, _RESIDENTS)
