"""End a posting, now or on a day to come, and pass its open work to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts import actor as actors
from gongzhi.accounts import selectors
from gongzhi.accounts.models import HandOver, Posting, User
from gongzhi.accounts.policies import must_be_system, must_not_be_oneself
from gongzhi.accounts.rules import is_admin
from gongzhi.accounts.services.assign_posting import end_on
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.accounts.successions import successions
from gongzhi.areas.boundaries.lock import while_boundaries_stand
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import SYSTEM, Actor

# Who gets the work when nobody is named: the head of the body, by the first role that is there.
HEADS = (
    "body_head", "street_director", "community_secretary", "grid_head", "commander",
    "duty_officer",
)  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """One kind of open work that a posting holds."""

    key: str
    label: str
    count: int


def open_work(posting: Posting) -> list[Waiting]:
    """What would be passed on if the posting ended now; kinds without any are left out."""
    found = [
        Waiting(one.key, str(one.label), one.preview(posting.user, posting))
        for one in successions()
    ]
    return [one for one in found if one.count]


def head_of(posting: Posting) -> User | None:
    """Who gets the work of a posting without a successor: the body's head, else a colleague in
    the same role. None when nobody is there.
    """
    for roles in (*((role,) for role in HEADS), (posting.role,)):
        for person in selectors.people_at(body_id=posting.body_id, roles=roles):
            if person.id != posting.user_id:
                return User.objects.get(pk=person.id)
    return None


def hand_over_posting(
    *,
    actor: Actor,
    posting: Posting,
    on: date | None = None,
    successor: User | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> HandOver | None:
    """`on` (today) is the first day on which the posting no longer holds.

    Today: work passes in this transaction. Later: the posting gets its end now and the daily job
    passes the work (`carry_out_hand_overs`). One that would end before it begins is taken back
    (None). Denied for oneself (also as the successor) and for administrators' postings,
    Invalid (`on`, `successor`), Conflict when it has ended or nobody could get the work.
    """
    must_be_system(actor)
    at = at or clock.now()
    on = on or clock.today()
    with transaction.atomic():
        while_boundaries_stand()
        user = User.objects.select_for_update().get(pk=posting.user_id)
        posting = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
        must_not_be_oneself(actor, user)
        if successor is not None:
            must_not_be_oneself(actor, successor)
        if is_admin(posting.role):
            raise Denied(_("结束系统、安全、审计管理员要由安全管理员批准，请走提请。"))
        _check(posting, on, successor)
        HandOver.objects.filter(posting=posting, done_at=None).delete()
        note_account_event(
            actor=actor, kind="posting_ended", target=user, at=at,
            values={
                "role": posting.role, "body": str(posting.body), "on": on.isoformat(),
                "to": successor.name if successor else "",
            },
        )  # fmt: skip
        if on <= posting.valid.lower and posting.valid.lower > clock.today():
            posting.delete()
            _forget()
            return None
        row = HandOver.objects.create(
            posting=posting, successor=successor, on=on, reason=reason.strip()[:200],
            made_by_id=actor.user_id, made_at=at,
        )  # fmt: skip
        if on <= clock.today():
            pass_work(row, actor=actor, at=at)
        end_on(posting, on)
    _forget()
    return row


def _forget() -> None:
    actors.forget()
    selectors.forget()


def pass_work(row: HandOver, *, actor: Actor = SYSTEM, at: datetime) -> None:
    """Give everything that the posting holds to the successor, else to the head of the body.

    Within the caller's transaction. Conflict when there is work and nobody to get it.
    """
    posting = row.posting
    receiver = row.successor if _can_receive(row.successor) else head_of(posting)
    waiting = open_work(posting)
    if waiting and receiver is None:
        raise Conflict(_("还有没办完的工作，本单位又没有别人可以接，请指定接手人。"))
    passed = {}
    for one in successions():
        if receiver is not None and (count := one.pass_on(posting.user, receiver, posting)):
            passed[one.key] = count
    row.done_at, row.received_by, row.passed = at, receiver if passed else None, passed
    row.problem = ""
    row.save(update_fields=["done_at", "received_by", "passed", "problem"])
    if passed and receiver is not None:
        note_account_event(
            actor=actor, kind="work_passed", target=posting.user, at=at,
            values={"count": sum(passed.values()), "to": receiver.name},
        )  # fmt: skip


def _can_receive(successor: User | None) -> bool:
    """A successor who has left meanwhile gets nothing."""
    if successor is None:
        return False
    return Posting.objects.filter(
        user=successor, user__is_active=True, valid__contains=clock.today()
    ).exists()


def _check(posting: Posting, on: date, successor: User | None) -> None:
    today = clock.today()
    if posting.valid.upper is not None and posting.valid.upper <= today:
        raise Conflict(_("这个岗位已经结束了。"))
    if on < today:
        raise Invalid(_("已经过去的日子不能改，最早从今天起。"), "on")
    if posting.valid.upper is not None and on > posting.valid.upper:
        raise Invalid(_("这个岗位在那之前就结束了。"), "on")
    if successor is None:
        return
    if successor.pk == posting.user_id:
        raise Invalid(_("接手人不能是本人。"), "successor")
    there = Posting.objects.filter(
        user=successor,
        user__is_active=True,
        body_id=posting.body_id,
        valid__contains=max(on, today),
    )
    if not there.exists():
        raise Invalid(_("接手人那天要在同一单位有岗位，请先给他安排。"), "successor")
