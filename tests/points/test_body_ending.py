"""A community that ends: its bank goes on, or joins the successor's; the books hold, nothing is lost."""

from __future__ import annotations

import uuid
from datetime import timedelta

from gongzhi.kernel import clock
from gongzhi.orgs.ending.parts import endings
from gongzhi.points.models import Account, Bank, Entry, Handout, Item
from gongzhi.points.services.book import own_account
from gongzhi.points.services.check_books import check_books
from gongzhi.points.services.credit_services import credit_services
from gongzhi.points.services.join import join
from gongzhi.points.services.keep_items import add_item
from gongzhi.points.services.open_bank import open_bank
from gongzhi.points.services.redeem import collect, redeem
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.volunteering.conftest import shift

from .conftest import Till


def end(till: Till, at: object = T0) -> None:
    """Everything of the community goes to the other one, in the order in which a change does it."""
    for one in endings():
        one.pass_on(till.corps.community.id, till.corps.other.id, at)  # type: ignore[arg-type]


def balances() -> dict[int, int]:
    return dict(Account.reached.filter(kind="holder").values_list("pk", "balance"))


def test_two_banks_become_one_and_the_books_hold(till: Till) -> None:
    corps = till.corps
    first = till.holder(30)
    theirs = open_bank(actor=corps.other_clerk)
    add_item(actor=corps.other_clerk, name="洗衣液", points=10, stock=5)
    second = corps.volunteer()
    account = join(actor=second, bank_id=theirs.pk)
    till.earn(account, 20)
    waiting = redeem(actor=first, item_id=till.item.pk, quantity=1, tap=uuid.uuid4())
    before, entries = balances(), Entry.reached.count()
    end(till)
    assert (balances(), Entry.reached.count()) == (before, entries)  # nobody gains or loses a point
    assert Bank.objects.get(ended_at=None).pk == theirs.pk
    assert check_books(theirs).hold
    assert sum(Account.reached.filter(bank=theirs).values_list("balance", flat=True)) == 0
    assert check_books(till.bank).accounts == 0
    # One name on the shelf; what waits at the counter is still given out, by the successor.
    assert Item.objects.filter(bank=theirs, withdrawn_at=None).values_list("name").count() == 1
    collect(actor=corps.other_clerk, code=Handout.reached.get(pk=waiting.pk).code)
    third = redeem(actor=first, item_id=Item.objects.get(bank=theirs, withdrawn_at=None).pk,
                   quantity=2, tap=uuid.uuid4())  # fmt: skip
    assert third.quantity == 2
    assert check_books(theirs).hold
    own = own_account(theirs, Account.Kind.ISSUED)
    assert own == min(
        Account.reached.filter(bank=theirs, kind="issued").values_list("pk", flat=True)
    )


def test_a_bank_changes_hands_where_the_successor_has_none(till: Till) -> None:
    till.holder(30)
    before = balances()
    end(till)
    till.bank.refresh_from_db()
    assert (till.bank.community_id, till.bank.ended_at) == (till.corps.other.id, None)
    assert (balances(), check_books(till.bank).hold) == (before, True)


def test_services_before_the_end_are_credited_once(till: Till) -> None:
    corps = till.corps
    open_bank(actor=corps.other_clerk)
    me = till.holder()
    settled, late = shift(corps, hours=1), shift(corps, hours=4)
    one, two = (claim_post(actor=me, post_id=post.pk) for post in (settled, late))
    at = late.during.upper + timedelta(hours=1)
    settle(actor=corps.clerk, post_id=settled.pk, minutes={one.pk: 60}, at=at)
    with clock.frozen(at):
        end(till, at)
    assert till.account(me).balance > 0  # nobody had credited it yet
    first = till.account(me).balance
    # Hours that wait to be confirmed are confirmed by the successor, and count.
    later = at + timedelta(days=1)
    with clock.frozen(later):
        settle(actor=corps.other_clerk, post_id=late.pk, minutes={two.pk: 60}, at=later)
        assert credit_services(at=later + timedelta(minutes=1)) == 1
        assert credit_services(at=later + timedelta(minutes=2)) == 0
    assert till.account(me).balance == 2 * first
    assert check_books(Bank.objects.get(ended_at=None)).hold
