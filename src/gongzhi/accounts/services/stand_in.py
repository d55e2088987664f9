"""Deputies and leave: somebody acts for a person from one day to another, then it is over."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.accounts import actor as actors
from gongzhi.accounts import selectors
from gongzhi.accounts.days import days_text
from gongzhi.accounts.models import Posting, StandIn, User
from gongzhi.accounts.policies import must_be_system, must_not_be_oneself
from gongzhi.accounts.roles import role_name
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import Actor


def appoint_stand_in(
    *,
    actor: Actor,
    person: User,
    deputy: User | None,
    since: date,
    until: date,
    on_leave: bool,
    at: datetime | None = None,
) -> StandIn:
    """`deputy` acts for `person` in [since, until), with the person's postings except those of
    administrators; every act is recorded with both names. On leave the work goes to the deputy
    alone, and a role that nobody else holds at its body needs one. No clock changes.
    Denied, also for oneself as the deputy; Invalid (`since`, `until`, `deputy`); Conflict when
    the days are taken.
    """
    must_be_system(actor)
    if deputy is not None:
        must_not_be_oneself(actor, deputy)
    return record_stand_in(
        actor=actor, person=person, deputy=deputy, since=since, until=until, on_leave=on_leave,
        at=at,
    )  # fmt: skip


def record_stand_in(
    *,
    actor: Actor,
    person: User,
    deputy: User | None,
    since: date,
    until: date,
    on_leave: bool,
    at: datetime | None = None,
) -> StandIn:
    """The row itself, for a service that has judged who may ask for it."""
    _check_days(since, until)
    if deputy is None and not on_leave:
        raise Invalid(_("请选择代理人。"), "deputy")
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        postings = list(_ordinary(person).filter(valid__overlap=DateRange(since, until)))
        if not postings:
            raise Conflict(_("这个人那几天没有可以代理的岗位。"))
        if deputy is not None:
            _check_deputy(person, deputy, since, until)
        else:
            _check_not_missed(postings, since, until)
        try:
            with transaction.atomic():
                row = StandIn.objects.create(
                    person=person, deputy=deputy, on_leave=on_leave,
                    valid=DateRange(since, until), made_by_id=actor.user_id,
                    made_at=at or clock.now(),
                )  # fmt: skip
        except IntegrityError:
            raise Conflict(_("这几天已经有代理或请假了，先取消原来的。"), "since") from None
        note_account_event(
            actor=actor, kind="stand_in_made", target=person, at=at,
            values={
                "days": days_text(row.valid), "leave": on_leave,
                "deputy": deputy.name if deputy else "",
            },
        )  # fmt: skip
    _forget()
    return row


def cancel_stand_in(*, actor: Actor, row: StandIn, at: datetime | None = None) -> None:
    """Over at once; what the deputy has done stays as it was recorded. Denied, Conflict."""
    must_be_system(actor)
    take_back(actor=actor, row=row, at=at)


def take_back(*, actor: Actor, row: StandIn, at: datetime | None = None) -> None:
    """The same for a service that has judged who may ask for it. Conflict."""
    with transaction.atomic():
        changed = StandIn.objects.filter(pk=row.pk, cancelled_at=None).update(
            cancelled_at=at or clock.now()
        )
        if not changed:
            raise Conflict(_("已经取消了。"))
        note_account_event(
            actor=actor, kind="stand_in_cancelled", target=row.person, at=at,
            values={"days": days_text(row.valid)},
        )  # fmt: skip
    _forget()


def _ordinary(user: User) -> QuerySet[Posting]:
    return Posting.objects.filter(user=user).exclude(role__in=ADMIN_ROLES).select_related("body")


def _check_days(since: date, until: date) -> None:
    if until <= since:
        raise Invalid(_("结束日期不能早于开始日期。"), "until")
    if until <= clock.today():
        raise Invalid(_("这几天已经过去了。"), "until")
    if (until - since).days > 366:
        raise Invalid(_("一次最多一年。"), "until")


def _check_deputy(person: User, deputy: User, since: date, until: date) -> None:
    if deputy.pk == person.pk:
        raise Invalid(_("不能自己代理自己。"), "deputy")
    if not deputy.is_active:
        raise Invalid(_("代理人的账号已停用。"), "deputy")
    if not Posting.objects.filter(
        user=deputy, valid__contains=DateRange(since, until), body__active=True
    ).exists():
        raise Invalid(_("代理人那几天自己要一直有岗位。"), "deputy")
    away = StandIn.objects.filter(
        person=deputy, on_leave=True, cancelled_at=None, valid__overlap=DateRange(since, until)
    )
    if away.exists():
        raise Invalid(_("代理人那几天自己也请假。"), "deputy")


def _check_not_missed(postings: list[Posting], since: date, until: date) -> None:
    """Without a deputy, somebody else must hold each of the roles all the while."""
    days = DateRange(since, until)
    away = StandIn.objects.filter(on_leave=True, cancelled_at=None, valid__overlap=days)
    for posting in postings:
        others = (
            Posting.objects.filter(
                body_id=posting.body_id, role=posting.role, user__is_active=True,
                valid__contains=days,
            )
            .exclude(user_id=posting.user_id)
            .exclude(user_id__in=away.values("person_id"))
        )  # fmt: skip
        if not others.exists():
            raise Invalid(
                _("%(body)s的%(role)s只有这一个人，请选代理人。")
                % {"body": posting.body, "role": role_name(posting.role)},
                "deputy",
            )


def _forget() -> None:
    actors.forget()
    selectors.forget()
