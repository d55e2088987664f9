"""Taking part, earning, spending, giving and leaving, service by service."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from gongzhi.accounts.services.delete_resident import delete_resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.points.models import Account, Entry, Handout, Item, Member, Movement
from gongzhi.points.reading.own import lines_of, own_account
from gongzhi.points.services.check_books import check_books
from gongzhi.points.services.credit_services import credit_services
from gongzhi.points.services.donate import donate, open_fund
from gongzhi.points.services.expire import expire_points
from gongzhi.points.services.join import close_orphans, join, join_household, leave, offer_share
from gongzhi.points.services.keep_items import add_item, restock, withdraw
from gongzhi.points.services.open_bank import open_bank
from gongzhi.points.services.redeem import (
    collect,
    give_out,
    redeem,
    return_uncollected,
    take_back,
)
from gongzhi.points.services.reverse import reverse
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.volunteering.conftest import shift

from .conftest import Till

TAP = uuid.UUID("33333333-2222-4333-8444-555555555555")


def balance(till: Till, actor: object) -> int:
    return till.account(actor).balance  # type: ignore[arg-type]


def test_confirmed_service_earns_once_and_only_while_taking_part(till: Till) -> None:
    post = shift(till.corps)
    me, other = till.holder(), till.corps.volunteer()
    mine, theirs = (claim_post(actor=one, post_id=post.pk) for one in (me, other))
    settle(actor=till.keeper, post_id=post.pk, minutes={mine.pk: 95, theirs.pk: 120},
           at=post.during.upper)  # fmt: skip
    assert credit_services(at=post.during.upper) == 1
    assert credit_services(at=post.during.upper) == 0
    assert balance(till, me) == 15  # 95 minutes at 10 an hour, rounded down
    line = lines_of(me, till.account(me).pk)[0]
    assert (line.kind, line.points) == ("earn", 15)
    assert "清扫楼道" in line.text
    # Joining later brings nothing for what was before.
    join(actor=other, bank_id=till.bank.pk, at=post.during.upper + timedelta(minutes=1))
    assert credit_services(at=post.during.upper + timedelta(hours=1)) == 0
    assert balance(till, other) == 0


def test_a_household_shares_one_account(till: Till) -> None:
    me, child, stranger = till.holder(20), till.corps.resident(), till.corps.resident()
    code = offer_share(actor=me)
    with pytest.raises(Invalid, match="码"):
        join_household(actor=child, code="AAAA2222")
    with pytest.raises(Invalid):
        join_household(actor=child, code=code, at=T0 + timedelta(days=8))
    join_household(actor=child, code=f" {code.lower()} ")
    with pytest.raises(Invalid):  # it served once
        join_household(actor=stranger, code=code)
    assert balance(till, child) == 20
    with pytest.raises(Conflict, match="一个账户"):
        join(actor=child, bank_id=till.bank.pk)
    own = own_account(me)
    assert own is not None
    assert own.people == 2
    leave(actor=me)
    assert own_account(me) is None
    assert balance(till, child) == 20


def test_leaving_says_what_happens_to_points(till: Till) -> None:
    me, you = till.holder(20), till.holder(7)
    account = till.account(me)
    with pytest.raises(Invalid, match="怎么办"):
        leave(actor=me)
    assert balance(till, me) == 20
    leave(actor=me, rest="fund")
    leave(actor=you, rest="lapse")
    till.fund.refresh_from_db()
    account.refresh_from_db()
    assert (till.fund.balance, account.balance, account.closed_at) == (20, 0, T0)
    assert Account.reached.get(bank=till.bank, kind="expired").balance == 7
    assert check_books(till.bank).hold
    join(actor=me, bank_id=till.bank.pk)  # may come back, from nothing
    assert balance(till, me) == 0


def test_redeeming_collecting_and_taking_back(till: Till) -> None:
    me = till.holder(35)
    row = redeem(actor=me, item_id=till.item.pk, quantity=2, tap=TAP)
    again = redeem(actor=me, item_id=till.item.pk, quantity=2, tap=TAP)
    assert (again.pk, balance(till, me)) == (row.pk, 15)
    assert Item.objects.get(pk=till.item.pk).stock == 1
    with pytest.raises(Conflict, match="积分不够"):
        redeem(actor=me, item_id=till.item.pk, quantity=2, tap=uuid.uuid4())
    with pytest.raises(Invalid):
        redeem(actor=me, item_id=till.item.pk, quantity=-1, tap=uuid.uuid4())
    with pytest.raises(Invalid):
        collect(actor=till.keeper, code="没有")
    assert collect(actor=till.keeper, code=row.code).state == "given"
    with pytest.raises(Conflict):
        take_back(actor=me, handout_id=row.pk)
    other = redeem(actor=me, item_id=till.item.pk, quantity=1, tap=uuid.uuid4())
    assert return_uncollected(at=T0 + timedelta(days=13)) == 0
    assert return_uncollected(at=T0 + timedelta(days=15)) == 1
    other.refresh_from_db()
    assert (other.state, balance(till, me), Item.objects.get().stock) == ("back", 15, 1)


def test_no_more_than_the_shelf_holds(till: Till) -> None:
    me = till.holder(500)
    with pytest.raises(Conflict, match="只剩3件"):
        give_out(actor=till.keeper, account_id=till.account(me).pk, item_id=till.item.pk,
                 quantity=4, tap=uuid.uuid4())  # fmt: skip
    assert (balance(till, me), Item.objects.get().stock) == (500, 3)
    assert not Handout.reached.exists()
    restock(actor=till.keeper, item_id=till.item.pk, more=1)
    give_out(actor=till.keeper, account_id=till.account(me).pk, item_id=till.item.pk,
             quantity=4, tap=uuid.uuid4())  # fmt: skip
    assert (balance(till, me), Item.objects.get().stock) == (460, 0)
    withdraw(actor=till.keeper, item_id=till.item.pk)
    with pytest.raises(NotFound):
        restock(actor=till.keeper, item_id=till.item.pk, more=1)
    for wrong in ({"name": ""}, {"points": 0}, {"stock": -1}, {"points": 10**9}):
        with pytest.raises(Invalid):
            add_item(actor=till.keeper, **{"name": "米", "points": 5, "stock": 1, **wrong})  # type: ignore[arg-type]


def test_donating_to_a_need_and_giving_out_of_it(till: Till) -> None:
    me = till.holder(30)
    need = open_fund(actor=till.keeper, title="给独居老人换灯", text="")
    with pytest.raises(Conflict):
        open_fund(actor=till.keeper, title="给独居老人换灯", text="")
    donate(actor=me, fund_id=need.pk, points=12, tap=TAP)
    donate(actor=me, fund_id=need.pk, points=12, tap=TAP)
    with pytest.raises(Conflict):
        donate(actor=me, fund_id=need.pk, points=19, tap=uuid.uuid4())
    need.refresh_from_db()
    assert (need.balance, balance(till, me)) == (12, 18)
    give_out(actor=till.keeper, account_id=need.pk, item_id=till.item.pk, quantity=1,
             tap=uuid.uuid4())  # fmt: skip
    need.refresh_from_db()
    assert need.balance == 2


def test_a_mistake_is_taken_back_by_a_counter_entry(till: Till) -> None:
    me = till.holder(30)
    first = Movement.objects.visible_to(till.keeper).get()
    redeem(actor=me, item_id=till.item.pk, quantity=1, tap=TAP)
    with pytest.raises(Conflict, match="积分不够"):  # ten of the thirty are spent
        reverse(actor=till.keeper, movement_id=first.pk, why="记错了")
    spent = Movement.objects.visible_to(till.keeper).get(kind="redeem")
    with pytest.raises(Invalid):
        reverse(actor=till.keeper, movement_id=spent.pk, why=" ")
    reverse(actor=till.keeper, movement_id=spent.pk, why="给错人了")
    with pytest.raises(Conflict, match="冲正过"):
        reverse(actor=till.keeper, movement_id=spent.pk, why="再来")
    assert (balance(till, me), Item.objects.get().stock) == (30, 3)
    reverse(actor=till.keeper, movement_id=first.pk, why="记错了")
    assert balance(till, me) == 0
    lines = lines_of(me, till.account(me).pk)
    assert [(one.kind, one.points, one.reversed) for one in lines] == [
        ("reverse", -30, False), ("reverse", 10, False), ("redeem", -10, True),
        ("earn", 30, True),
    ]  # fmt: skip
    assert check_books(till.bank).hold
    with pytest.raises((Denied, NotFound)):
        reverse(actor=till.corps.other_clerk, movement_id=spent.pk, why="别处的")


def test_points_expire_the_oldest_first(till: Till) -> None:
    me = till.holder(30)
    with clock.frozen(T0 + timedelta(days=500)):
        till.earn(till.account(me), 9)
        donate(actor=me, fund_id=till.fund.pk, points=10, tap=TAP)
    at = T0 + timedelta(days=740)  # 24 months after the first, not after the second
    assert expire_points(at=T0 + timedelta(days=700)) == 0
    assert expire_points(at=at) == 20
    assert expire_points(at=at) == 0
    assert balance(till, me) == 9


def test_a_login_that_is_deleted_leaves_no_trace_but_the_sums(till: Till) -> None:
    me = till.holder(30)
    account = till.account(me)
    delete_resident(actor=me)
    assert not Member.reached.exists()
    assert close_orphans() == 1
    account.refresh_from_db()
    assert (account.balance, account.closed_at) == (0, T0)
    assert check_books(till.bank).hold


def test_one_bank_a_community_and_others_see_nothing(till: Till) -> None:
    me = till.holder(30)
    with pytest.raises(Conflict):
        open_bank(actor=till.keeper)
    with pytest.raises(Denied):
        open_bank(actor=till.corps.handler)
    with pytest.raises(Denied):
        join(actor=till.keeper, bank_id=till.bank.pk)
    other = open_bank(actor=till.corps.other_clerk)
    stranger = till.corps.resident()
    for actor in (stranger, till.corps.other_clerk, till.corps.handler, till.corps.city.director):
        mine = Account.objects.visible_to(actor)
        assert not mine.filter(bank=till.bank).exists()
        assert not Entry.objects.visible_to(actor).filter(account__bank=till.bank).exists()
        assert not Movement.objects.visible_to(actor).exists()
    with pytest.raises(NotFound):
        give_out(actor=till.corps.other_clerk, account_id=till.account(me).pk,
                 item_id=till.item.pk, quantity=1, tap=TAP)  # fmt: skip
    assert other.pk != till.bank.pk
