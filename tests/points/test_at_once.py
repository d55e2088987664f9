"""Two at once: no point is spent twice, nothing leaves an empty shelf."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.points.models import Account, Handout, Item
from gongzhi.points.services.check_books import check_books
from gongzhi.points.services.donate import donate
from gongzhi.points.services.join import join, leave
from gongzhi.points.services.redeem import give_out, redeem
from tests.fuzz.test_two_at_once import at_once, city
from tests.orders.conftest import T0, City

from .conftest import Till

__all__ = ["city"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_no_point_is_spent_twice(city: City) -> None:
    with clock.frozen(T0):
        till = Till(city)
        me, you = till.holder(15), till.holder(100)
        mine, yours = till.account(me), till.account(you)
        jobs = [
            partial(redeem, actor=me, item_id=till.item.pk, quantity=1, tap=uuid.uuid4()),
            partial(give_out, actor=till.keeper, account_id=mine.pk, item_id=till.item.pk,
                    quantity=1, tap=uuid.uuid4()),
            partial(donate, actor=me, fund_id=till.fund.pk, points=15, tap=uuid.uuid4()),
        ]  # fmt: skip
        found = at_once(*jobs, *jobs)  # each of them tapped twice
        refused = [one for one in found if isinstance(one, Exception)]
        assert all(isinstance(one, Conflict) for one in refused), refused
        mine.refresh_from_db()
        assert mine.balance in (0, 5)
        # Three on the shelf, five hands.
        left = Item.objects.get().stock
        jobs = [
            partial(redeem, actor=you, item_id=till.item.pk, quantity=1, tap=uuid.uuid4())
            for _ in range(5)
        ]
        found = at_once(*jobs)
        assert sum(isinstance(one, Handout) for one in found) == left
        assert sum(isinstance(one, Conflict) for one in found) == 5 - left
        yours.refresh_from_db()
        assert (Item.objects.get().stock, yours.balance) == (0, 100 - 10 * left)
        assert check_books(till.bank).hold


def test_leaving_and_spending_at_once(city: City) -> None:
    with clock.frozen(T0):
        till = Till(city)
        me, new = till.holder(30), till.corps.resident()
        account = till.account(me)
        found = at_once(
            partial(leave, actor=me, rest="fund"),
            partial(donate, actor=me, fund_id=till.fund.pk, points=30, tap=uuid.uuid4()),
            partial(join, actor=new, bank_id=till.bank.pk),
            partial(join, actor=new, bank_id=till.bank.pk),
        )
        refused = [one for one in found if isinstance(one, Exception)]
        assert all(type(one).__module__ == "gongzhi.kernel.errors" for one in refused), refused
        account.refresh_from_db()
        till.fund.refresh_from_db()
        assert (account.balance, till.fund.balance) == (0, 30)
        assert Account.objects.visible_to(new).count() == 1
        assert check_books(till.bank).hold
