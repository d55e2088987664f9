"""A security administrator releases or refuses what was asked for: four eyes."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.accounts import actor as actors
from gongzhi.accounts import selectors
from gongzhi.accounts.models import AdminRequest, Posting, User
from gongzhi.accounts.policies import must_be_security
from gongzhi.accounts.services.assign_posting import assign_posting, end_on
from gongzhi.accounts.services.keep_admins import (
    check_not_the_last,
    check_one_of_three,
    one_after_another,
)
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor


def release_admin(
    *, actor: Actor, request: AdminRequest, number: str | None = None, at: datetime | None = None
) -> None:
    """Make (or end) the posting that was asked for, from today at the earliest.

    `number` is the employee number that the page showed, where the login service goes by it.
    Denied for whoever asked and for whom it concerns; Conflict when it was decided before, when
    the number was changed meanwhile, when the person holds another of the three, or when the last
    one of a kind would end.
    """
    with transaction.atomic():
        row = _locked(actor, request)
        one_after_another()
        if row.kind == "grant":
            _check_number(row, number)
            _grant(row)
        else:
            _end(row)
        _decide(actor, row, AdminRequest.RELEASED, "", at)
    actors.forget()
    selectors.forget()


def refuse_admin(
    *, actor: Actor, request: AdminRequest, reason: str, at: datetime | None = None
) -> None:
    """Nothing changes but that it was refused, with the reason. Denied, Invalid, Conflict."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明不批准的理由。"), "reason")
    with transaction.atomic():
        _decide(actor, _locked(actor, request), AdminRequest.REFUSED, reason[:200], at)


def _locked(actor: Actor, request: AdminRequest) -> AdminRequest:
    user_id = must_be_security(actor)
    row = AdminRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if user_id in {row.asked_by_id, row.user_id}:
        raise Denied(_("不能批准自己提请的或关于自己的事，请由另一位安全管理员办理。"))
    if row.state != AdminRequest.ASKED:
        raise Conflict(_("这一件已经有结果了。"))
    return row


def _check_number(row: AdminRequest, shown: str | None) -> None:
    """The person, locked: from here on `edit_user` finds an administrator and refuses a number."""
    row.user = User.objects.select_for_update().get(pk=row.user_id)
    if shown is not None and shown != row.user.employee_number:
        raise Conflict(_("这个人的工号刚刚改过，请重新核对再批。"))


def _grant(row: AdminRequest) -> None:
    since = max(row.valid.lower, clock.today())
    days = DateRange(since, row.valid.upper)
    if row.valid.upper is not None and row.valid.upper <= since:
        raise Conflict(_("提请的日子已经过了，请重新提请。"))
    if not row.user.is_active:
        raise Conflict(_("这个账号已停用，先启用再安排岗位。"))
    check_one_of_three(row.user, days)
    try:
        with transaction.atomic():
            row.posting = assign_posting(
                user=row.user, role=row.role, body=row.body, since=since, until=row.valid.upper
            )
    except IntegrityError:
        check_one_of_three(row.user, days)
        raise


def _end(row: AdminRequest) -> None:
    posting = Posting.objects.select_for_update(of=("self",)).filter(pk=row.posting_id or 0).first()
    today = clock.today()
    if posting is None or (posting.valid.upper is not None and posting.valid.upper <= today):
        raise Conflict(_("这个岗位已经结束了。"))
    check_not_the_last(posting, today)
    if posting.valid.lower > today:
        posting.delete()
    else:
        end_on(posting, today)


def _decide(actor: Actor, row: AdminRequest, state: str, answer: str, at: datetime | None) -> None:
    row.state, row.answer = state, answer
    row.decided_by_id, row.decided_at = actor.user_id, at or clock.now()
    row.save(update_fields=["state", "answer", "decided_by", "decided_at", "posting"])
    kind = "admin_released" if state == AdminRequest.RELEASED else "admin_refused"
    note_account_event(
        actor=actor, kind=kind, target=row.user, at=at,
        values={"what": row.kind, "role": row.role, "reason": answer},
    )  # fmt: skip
