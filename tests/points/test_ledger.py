"""The ledger itself: append-only, zero-sum, never below zero, whatever is done to it."""

from __future__ import annotations

import random
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError
from gongzhi.points.models import Account, Entry, Handout, Item, Movement
from gongzhi.points.services.check_books import check_books
from gongzhi.points.services.donate import donate
from gongzhi.points.services.expire import expire_points
from gongzhi.points.services.redeem import give_out, redeem, take_back
from gongzhi.points.services.reverse import reverse

from .conftest import Till


def test_entries_and_movements_stay(till: Till) -> None:
    till.holder(30)
    for model in (Entry, Movement):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.reached.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.reached.update(points=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        Movement.reached.update(text="别的")
    assert Entry.reached.count() == 2


def test_a_movement_that_does_not_add_up_is_refused(till: Till) -> None:
    account = till.account(till.holder(30))
    row = Movement(kind="earn", key="service:none", at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012 - one transaction
        row.save(force_insert=True)
        Entry(movement=row, account=account, points=5).save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    account.refresh_from_db()
    assert account.balance == 30


def test_a_balance_below_zero_is_refused_by_the_database(till: Till) -> None:
    account = till.account(till.holder(30))
    row = Movement(kind="redeem", key="tap:none", at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012 - one transaction
        row.save(force_insert=True)
        Entry(movement=row, account=account, points=-31).save(force_insert=True)
    assert check_books(till.bank).hold


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_whatever_happens_the_books_hold(till: Till, seed: int) -> None:
    """Random deeds by random people: refused or done, the sum is zero and nothing is negative."""
    rng = random.Random(seed)
    people = [till.holder() for _ in range(3)]
    for _step in range(25):
        actor = rng.choice(people)
        account = till.account(actor)
        deed = rng.choice(("earn", "redeem", "give", "donate", "reverse", "back", "expire"))
        try:
            if deed == "earn":
                till.earn(account, rng.randrange(1, 40))
            elif deed == "redeem":
                redeem(actor=actor, item_id=till.item.pk, quantity=rng.randrange(0, 4),
                       tap=uuid.uuid4())  # fmt: skip
            elif deed == "give":
                one = rng.choice((account, till.fund))
                give_out(actor=till.keeper, account_id=one.pk, item_id=till.item.pk, quantity=1,
                         tap=uuid.uuid4())  # fmt: skip
            elif deed == "donate":
                donate(actor=actor, fund_id=till.fund.pk, points=rng.randrange(0, 30),
                       tap=uuid.uuid4())  # fmt: skip
            elif deed == "reverse":
                ids = list(Movement.objects.visible_to(till.keeper).values_list("pk", flat=True))
                reverse(actor=till.keeper, movement_id=rng.choice(ids or [0]), why="记错了")
            elif deed == "back":
                take_back(actor=actor, handout_id=rng.randrange(1, 50))
            else:
                expire_points()
        except GongzhiError:
            pass  # refused with a sentence; what counts is below
    assert check_books(till.bank).hold
    rows = list(Account.reached.filter(bank=till.bank))
    assert sum(row.balance for row in rows) == 0
    assert all(row.balance >= 0 for row in rows if row.kind != "issued")
    item = Item.objects.get(pk=till.item.pk)
    kept = Handout.reached.filter(item=till.item).exclude(state="back")
    gone = sum(kept.values_list("quantity", flat=True))
    assert item.stock == 3 - gone >= 0
