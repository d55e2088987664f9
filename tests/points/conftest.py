"""A bank at the corps' community, with something on the shelf, and households that earned."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.points.models import Account, Bank, Item
from gongzhi.points.services.book import book, own_account
from gongzhi.points.services.join import join
from gongzhi.points.services.keep_items import add_item
from gongzhi.points.services.open_bank import open_bank
from tests.orders.conftest import T0, City, city, qianan
from tests.volunteering.conftest import Corps

__all__ = ["city", "qianan"]


class Till:
    """`keeper` keeps `bank`; `item` costs 10 points and there are 3 of it."""

    def __init__(self, city: City) -> None:
        self.corps = Corps(city)
        self.keeper = self.corps.clerk
        self.bank: Bank = open_bank(actor=self.keeper)
        self.item: Item = add_item(actor=self.keeper, name="洗衣液", points=10, stock=3)
        self.fund: Account = Account.reached.get(bank=self.bank, kind="fund")

    def holder(self, points: int = 0) -> Actor:
        """A resident who takes part and has so many points."""
        actor = self.corps.volunteer()
        account = join(actor=actor, bank_id=self.bank.pk)
        if points:
            self.earn(account, points)
        return actor

    def earn(self, account: Account, points: int, key: str = "") -> None:
        issued = own_account(self.bank, Account.Kind.ISSUED)
        with transaction.atomic():
            book(
                kind="earn", key=key or f"service:{uuid.uuid4()}", at=clock.now(),
                parts={issued: -points, account.pk: points},
            )  # fmt: skip

    @staticmethod
    def account(actor: Actor) -> Account:
        found: Account = Account.objects.visible_to(actor).get()
        return found


@pytest.fixture
def till(city: City) -> Iterator[Till]:
    with clock.frozen(T0):
        yield Till(city)
