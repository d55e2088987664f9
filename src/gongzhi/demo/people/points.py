"""Made-up points banks: the printed community's with the volunteers' services, some others."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from gongzhi.demo.people.cast import Cast
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.points.config import settings_or_none
from gongzhi.points.models import Account, Bank, Handout, Item
from gongzhi.points.services.book import book, own_account
from gongzhi.points.services.credit_services import credit_services
from gongzhi.points.services.donate import donate, open_fund
from gongzhi.points.services.join import join
from gongzhi.points.services.keep_items import add_item
from gongzhi.points.services.open_bank import open_bank
from gongzhi.points.services.redeem import collect, redeem

_ITEMS = (("毛巾", 15, 60), ("洗衣液", 30, 40), ("理发一次", 40, 30), ("大米5斤", 60, 12))
_DEEDS = ("清扫楼道", "陪老人量血压", "给独居老人送菜", "整理小区书屋")
_MONTHS = 4
_VOLUNTEERS = range(500, 524)  # with 1 for the first, those of demo.people.volunteers
_OTHERS = 700
_HOUSEHOLDS = 7


def fill_points(
    seed: str, end: datetime, cast: Cast, banks: int, resident: Callable[[int], Actor]
) -> None:
    """So many banks that opened half a year before; nothing where the profile has none."""
    if settings_or_none() is None or not banks:
        return
    rng = Random(f"{seed}:points")
    home = cast.home.community
    others = [body for body in orgs.bodies_of_kind("community") if body.id != home.id]
    for number, body in enumerate([home, *others[: banks - 1]]):
        clerk = cast.one(body.id, ("community_clerk",), rng)
        first = _OTHERS + number * _HOUSEHOLDS
        numbers = [1, *_VOLUNTEERS[1:]] if number == 0 else range(first, first + _HOUSEHOLDS)
        people = [resident(n) for n in numbers]
        _bank(rng, clerk, people, end)
    credit_services(at=end)


def _bank(rng: Random, clerk: Actor, people: list[Actor], end: datetime) -> None:
    start = end - timedelta(days=31 * (_MONTHS + 1))
    with clock.frozen(start):
        bank = open_bank(actor=clerk)
        Bank.objects.filter(pk=bank.pk).update(is_demo=True)
        bank.refresh_from_db()
        items = [add_item(actor=clerk, name=name, points=points, stock=stock)
                 for name, points, stock in _ITEMS]  # fmt: skip
        need = open_fund(
            actor=clerk, title="（示例）给独居老人换节能灯", text="募够了由志愿者上门换。"
        )
        accounts = [join(actor=one, bank_id=bank.pk) for one in people]
    issued = own_account(bank, Account.Kind.ISSUED)
    for month in range(_MONTHS):
        at = start + timedelta(days=31 * month + 14)
        for account in accounts:
            _earn(rng, account, issued, at)
        with clock.frozen(at + timedelta(days=2)):
            _spend(rng, clerk, people, items, need)
    with clock.frozen(end - timedelta(days=2)):
        for actor in people[:2]:
            _redeem(rng, actor, items[0])  # still to be collected
    Account.reached.filter(bank=bank).update(is_demo=True)


def _earn(rng: Random, account: Account, issued: int, at: datetime) -> None:
    hours = rng.choice((1, 2, 2, 3))
    text = f"（示例）{rng.choice(_DEEDS)}，{hours}小时"
    with transaction.atomic():
        book(
            kind="earn", key=f"demo:{_tap(rng)}", at=at, text=text,
            parts={issued: -hours * 10, account.pk: hours * 10}, is_demo=True,
        )  # fmt: skip


def _spend(
    rng: Random, clerk: Actor, people: list[Actor], items: list[Item], need: Account
) -> None:
    """Six redeem and collect; where there are many, five others give."""
    chosen = rng.sample(people, 11 if len(people) > 11 else 6)
    for actor in chosen[:6]:
        row = _redeem(rng, actor, rng.choice(items[:3]))
        if row is not None:
            collect(actor=clerk, code=row.code)
    for actor in chosen[6:]:
        with suppress(Conflict):  # not enough points yet
            donate(actor=actor, fund_id=need.pk, points=10, tap=_tap(rng))


def _redeem(rng: Random, actor: Actor, item: Item) -> Handout | None:
    try:
        return redeem(actor=actor, item_id=item.pk, quantity=1, tap=_tap(rng))
    except Conflict:
        return None  # not enough points yet


def _tap(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128))
