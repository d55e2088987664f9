"""The system administrator asks that one of the three administrators is made, or ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.accounts.models import AdminRequest, Posting, User
from gongzhi.accounts.policies import must_be_system, must_not_be_oneself
from gongzhi.accounts.rules import is_admin
from gongzhi.accounts.services.keep_admins import check_one_of_three
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.models import Body


def ask_for_admin(
    *,
    actor: Actor,
    user: User,
    role: str,
    body: Body,
    reason: str,
    since: date | None = None,
    until: date | None = None,
    at: datetime | None = None,
) -> AdminRequest:
    """Nothing holds until a security administrator releases it (`decide_admin`).

    Denied for oneself; Invalid (`role`, `until`, `reason`); Conflict when the person holds another
    of the three in those days, or it has been asked for already.
    """
    must_be_system(actor)
    must_not_be_oneself(actor, user)
    since = since or clock.today()
    if not is_admin(role):
        raise Invalid(_("这不是管理员岗位，直接安排就行。"), "role")
    if until is not None and until <= since:
        raise Invalid(_("结束日期应晚于开始日期。"), "until")
    days = DateRange(since, until)
    check_one_of_three(user, days)
    return _ask(actor, "grant", user, role, body, days, reason, None, at)


def ask_to_end_admin(
    *, actor: Actor, posting: Posting, reason: str, at: datetime | None = None
) -> AdminRequest:
    """Ask that an administrator's posting ends on the day of the release. Errors as above."""
    must_be_system(actor)
    must_not_be_oneself(actor, posting.user)
    if not is_admin(posting.role):
        raise Invalid(_("这不是管理员岗位，直接办交接就行。"), "role")
    return _ask(
        actor, "end", posting.user, posting.role, posting.body, posting.valid, reason, posting, at
    )


def _ask(
    actor: Actor,
    kind: str,
    user: User,
    role: str,
    body: Body,
    days: DateRange,
    reason: str,
    posting: Posting | None,
    at: datetime | None,
) -> AdminRequest:
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明理由。"), "reason")
    try:
        with transaction.atomic():
            row = AdminRequest.objects.create(
                kind=kind, user=user, role=role, body=body, valid=days, posting=posting,
                reason=reason[:200], asked_by_id=actor.user_id or 0, asked_at=at or clock.now(),
            )  # fmt: skip
            note_account_event(
                actor=actor, kind="admin_asked", target=user, at=at,
                values={"what": kind, "role": role, "reason": reason[:200]},
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("已经提请过了，正等安全管理员批准。")) from None
    return row
