"""Leave and a deputy that somebody enters for themself; the head and the deputy are told."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Posting, StandIn, User
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.accounts.services.hand_over_posting import head_of
from gongzhi.accounts.services.stand_in import record_stand_in, take_back
from gongzhi.accounts.tellers import tell
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.web.words import plain_date_text


def take_leave(
    *,
    actor: Actor,
    deputy: User | None,
    since: date,
    until: date,
    on_leave: bool = True,
    at: datetime | None = None,
) -> StandIn:
    """The actor is away (or has a deputy besides) in [since, until), by the rules of the office.

    One may only hand one's powers to a colleague: the deputy has a posting at each body where one
    has one oneself. Anybody else is the office's business. Denied for residents and programs;
    Invalid (`since`, `until`, `deputy`); Conflict when the days are taken.
    """
    person = _oneself(actor)
    if since < clock.today():
        raise Invalid(_("已经过去的日子请系统管理员补办。"), "since")
    with transaction.atomic():
        if deputy is not None:
            _must_be_colleague(person, deputy, since, until)
        row = record_stand_in(
            actor=actor, person=person, deputy=deputy, since=since, until=until,
            on_leave=on_leave, at=at,
        )  # fmt: skip
        _tell(row, "leave_taken" if on_leave else "deputy_named")
    return row


def end_own_leave(*, actor: Actor, stand_in_id: int, at: datetime | None = None) -> None:
    """Back earlier than planned. NotFound for another's; Conflict when it is over already."""
    person = _oneself(actor)
    row = StandIn.objects.select_related("person").filter(pk=stand_in_id, person=person).first()
    if row is None:
        raise NotFound
    with transaction.atomic():
        take_back(actor=actor, row=row, at=at)
        _tell(row, "leave_cancelled")


def colleagues_of(user_id: int) -> list[User]:
    """Who may be one's deputy today: active, with a posting at each body where one has one."""
    held = _own_postings(user_id).filter(valid__contains=clock.today())
    bodies = set(held.values_list("body_id", flat=True))
    if not bodies:
        return []
    there: dict[int, set[int]] = {}
    others = Posting.objects.filter(body_id__in=bodies, valid__contains=clock.today())
    for one, body_id in others.exclude(user_id=user_id).values_list("user_id", "body_id"):
        there.setdefault(one, set()).add(body_id)
    ids = [one for one, found in there.items() if found == bodies]
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("name", "id"))


def _oneself(actor: Actor) -> User:
    if actor.kind != "staff" or actor.user_id is None:
        raise Denied
    return User.objects.get(pk=actor.user_id)


def _own_postings(user_id: int) -> QuerySet[Posting]:
    return Posting.objects.filter(user_id=user_id).exclude(role__in=ADMIN_ROLES)


def _must_be_colleague(person: User, deputy: User, since: date, until: date) -> None:
    mine = _own_postings(person.pk).filter(valid__overlap=DateRange(since, until))
    theirs = Posting.objects.filter(user=deputy, valid__contains=DateRange(since, until))
    missing = set(mine.values_list("body_id", flat=True)) - set(
        theirs.values_list("body_id", flat=True)
    )
    if missing:
        raise Invalid(
            _("代理人要是本单位那几天在岗的同事；请别的人代理，找系统管理员办。"), "deputy"
        )


def _tell(row: StandIn, kind: str) -> None:
    """The head of each of the person's bodies, and the deputy; nobody twice."""
    told = {row.deputy_id} if row.deputy_id else set()
    postings = _own_postings(row.person_id).filter(valid__overlap=row.valid)
    for posting in postings.select_related("body", "user"):
        head = head_of(posting)
        if head is not None:
            told.add(head.pk)
    context = {
        "person": row.person.name,
        "days": f"{plain_date_text(row.valid.lower)} – {plain_date_text(row.last_day)}",
        "deputy": row.deputy.name if row.deputy else "",
    }
    for user_id in sorted(told - {row.person_id}):
        tell(user_id=user_id, kind=kind, context=context, dedupe=f"{kind}:{row.pk}")
