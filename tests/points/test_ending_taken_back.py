"""An ending is taken back: both banks stand again, every balance is what was earned, books hold."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.services.end_body import end_body
from gongzhi.orgs.services.take_back_ending import take_back_ending
from gongzhi.points.models import Account, Bank, Entry, Handout, Item, Movement
from gongzhi.points.services.check_books import check_books
from gongzhi.points.services.credit_services import credit_services
from gongzhi.points.services.join import join
from gongzhi.points.services.keep_items import add_item
from gongzhi.points.services.open_bank import open_bank
from gongzhi.points.services.redeem import collect, redeem
from gongzhi.points.services.reverse import reverse
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.volunteering.conftest import shift
from tests.wholedatabase import assert_as_before, whole_database

from .conftest import Till


@pytest.fixture
def boss(till: Till) -> Actor:
    return till.corps.city.staff("sysadmin", till.corps.city.centre)


def end(till: Till, boss: Actor) -> None:
    corps = till.corps
    end_body(
        actor=boss, code=corps.community.code, successor=corps.other.code, why="并社区",
        at=clock.now(),
    )  # fmt: skip


def take_back(till: Till, boss: Actor) -> None:
    code = till.corps.community.code
    take_back_ending(actor=boss, code=code, why="没有批", at=clock.now())


def total(bank: Bank) -> int:
    return sum(Account.reached.filter(bank=bank).values_list("balance", flat=True))


def holding(bank: Bank) -> None:
    assert check_books(bank).hold
    assert total(bank) == 0


def test_both_banks_are_as_before(till: Till, boss: Actor) -> None:
    """With the same goods on both shelves, something to collect, and holders at both."""
    corps = till.corps
    first = till.holder(30)
    theirs = open_bank(actor=corps.other_clerk)
    add_item(actor=corps.other_clerk, name=till.item.name, points=10, stock=5)
    join(actor=corps.volunteer(), bank_id=theirs.pk)
    redeem(actor=first, item_id=till.item.pk, quantity=1, tap=uuid.uuid4())
    before = whole_database()
    end(till, boss)
    assert check_books(till.bank).accounts == 0
    take_back(till, boss)
    # A bank that passes on looks once more for what is to be credited, and remembers when.
    Bank.objects.filter(pk=till.bank.pk).update(credited_to=till.bank.credited_to)
    assert_as_before(before)
    holding(till.bank)
    holding(theirs)


def test_a_bank_that_changed_hands_comes_back(till: Till, boss: Actor) -> None:
    till.holder(30)
    before = whole_database()
    end(till, boss)
    take_back(till, boss)
    Bank.objects.filter(pk=till.bank.pk).update(credited_to=till.bank.credited_to)
    assert_as_before(before)
    holding(till.bank)


def test_what_was_credited_at_the_end_stays_earned(till: Till, boss: Actor) -> None:
    corps = till.corps
    open_bank(actor=corps.other_clerk)
    me, post = till.holder(), shift(corps, hours=1)
    one = claim_post(actor=me, post_id=post.pk)
    at = post.during.upper + timedelta(hours=1)
    settle(actor=corps.clerk, post_id=post.pk, minutes={one.pk: 60}, at=at)
    with clock.frozen(at):
        end(till, boss)
        earned = till.account(me).balance
        assert earned > 0
        take_back(till, boss)
        assert (till.account(me).balance, till.account(me).bank_id) == (earned, till.bank.pk)
        assert credit_services(at=at + timedelta(minutes=1)) == 0
    for bank in Bank.objects.all():
        holding(bank)


def test_what_was_earned_used_and_donated_since_is_settled(till: Till, boss: Actor) -> None:
    """Holders keep every point; the two banks settle what went through the one that stood."""
    corps = till.corps
    first = till.holder(30)
    theirs = open_bank(actor=corps.other_clerk)
    item = add_item(actor=corps.other_clerk, name="大米", points=5, stock=5)
    second = corps.volunteer()
    account = join(actor=second, bank_id=theirs.pk)
    till.earn(account, 20)
    end(till, boss)
    # What the successor gives out since: to both, by the one bank that stands.
    for who, points in ((first, 12), (second, 7)):
        till.bank = theirs
        till.earn(till.account(who), points)
    mine = Item.objects.get(name=till.item.name, withdrawn_at=None)
    swapped = redeem(actor=second, item_id=mine.pk, quantity=1, tap=uuid.uuid4())
    waiting = redeem(actor=first, item_id=item.pk, quantity=2, tap=uuid.uuid4())
    balances = dict(Account.reached.filter(kind="holder").values_list("pk", "balance"))
    take_back(till, boss)
    assert dict(Account.reached.filter(kind="holder").values_list("pk", "balance")) == balances
    old, other = (
        Bank.objects.get(community_id=one.id, ended_at=None)
        for one in (corps.community, corps.other)
    )
    assert till.account(first).bank_id == old.pk
    assert till.account(second).bank_id == other.pk
    holding(old)
    holding(other)
    assert Movement.reached.filter(kind="settle").count() == 1
    assert Entry.reached.filter(movement__kind="settle").count() == 2
    # What waits is handed out where its holder stands, or goes back, and the books hold on.
    collect(actor=corps.other_clerk, code=Handout.reached.get(pk=swapped.pk).code)
    reverse(actor=corps.clerk, movement_id=waiting.movement_id, why="不要了")
    assert till.account(first).balance == balances[till.account(first).pk] + 10
    assert check_books(old).hold
    assert check_books(other).hold
    with clock.frozen(T0 + timedelta(hours=1)):  # and once more
        end(till, boss)
        take_back(till, boss)
    holding(old)
    holding(other)
