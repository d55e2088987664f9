"""What a member reads on /me/calls/: where one is called, what one accepted and did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.settings import order_settings
from gongzhi.orders.words.wording import short_of, when
from gongzhi.orgs.selectors import BodyRef
from gongzhi.registers.models import MemberAtHome, MemberHelp, Person
from gongzhi.registers.processes.whistling import CALLED, PROCESS, community_of, help_at


@dataclass(frozen=True)
class Whistle:
    """One whistle as a member reads it."""

    number: str
    text: str
    place: str
    when: str
    lead: str
    open: bool
    accepted: bool
    minutes: int | None
    may_record: bool


@dataclass(frozen=True)
class OwnWhistles:
    """The page: `community` is None while the account is linked to no registered home."""

    community: BodyRef | None
    reported: bool
    open: list[Whistle]
    done: list[Whistle]
    minutes: int

    @property
    def hours(self) -> float:
        return self.minutes / 60


def home_community(actor: Actor) -> BodyRef | None:
    """The community of the actor's own registered home."""
    return community_of(Person.objects.visible_to(actor).first())


def called_order(actor: Actor, number: str) -> Order | None:
    """An order that whistles in the actor's own community; None for whoever has not reported.

    The order is the community's, not the resident's: what is read here is what was told to all.
    """
    community = home_community(actor)
    if community is None or not MemberAtHome.objects.visible_to(actor).exists():
        return None
    found: Order | None = (
        Order.objects.visible_to(SYSTEM)
        .filter(number=number, lead_body_id=community.id, process__key=PROCESS)
        .first()
    )
    return found


def may_record(order: Order, *, now: datetime) -> bool:
    """From its hour on, and some days after it ended."""
    asked = help_at(order)
    if asked is not None and now < asked:
        return False
    if order.state == CALLED:
        return True
    last = (order.closed_at or now) + timedelta(days=order_settings().rating_days)
    return order.finished_at is not None and now <= last


def own_whistles(actor: Actor, *, hidden: Collection[str], now: datetime) -> OwnWhistles:
    """Where the actor is called (but for what was waved away), and what the actor did."""
    community = home_community(actor)
    reported = MemberAtHome.objects.visible_to(actor).exists()
    mine = {row.order_id: row for row in MemberHelp.objects.visible_to(actor)}
    seen = Order.objects.visible_to(SYSTEM)
    called: list[Order] = []
    if community is not None and reported and PROCESS in current_processes():
        called = list(seen.filter(lead_body_id=community.id, process__key=PROCESS, state=CALLED))
    past = list(seen.filter(pk__in=mine.keys() - {order.pk for order in called}))
    shown = [o for o in called if o.pk in mine or o.number not in hidden]
    return OwnWhistles(
        community=community,
        reported=reported,
        open=[_whistle(order, mine.get(order.pk), now) for order in shown],
        done=[_whistle(order, mine.get(order.pk), now) for order in past],
        minutes=sum(row.minutes or 0 for row in mine.values()),
    )


def _whistle(order: Order, row: MemberHelp | None, now: datetime) -> Whistle:
    asked = help_at(order)
    return Whistle(
        number=order.number,
        text=order.text,
        place=order.place,
        when=when(asked) if asked else "",
        lead=short_of(order.lead_body_id),
        open=order.state == CALLED,
        accepted=row is not None,
        minutes=row.minutes if row else None,
        may_record=row is not None and row.minutes is None and may_record(order, now=now),
    )
