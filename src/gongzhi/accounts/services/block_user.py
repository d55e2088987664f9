"""Take an account out of use at once, and bring it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts import actor as actors
from gongzhi.accounts import selectors
from gongzhi.accounts.models import Posting, Session, User
from gongzhi.accounts.policies import (
    must_be_system,
    must_not_be_administrator,
    must_not_be_oneself,
)
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.accounts.services.keep_admins import check_not_the_last, one_after_another
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import SYSTEM, Actor


def block_user(*, actor: Actor, user: User, reason: str, at: datetime | None = None) -> None:
    """The account, its sessions and its keys stop at once; postings and history stay.

    Open work stays with the person until the postings are handed over. Denied for oneself and
    for administrators, Invalid (`reason`), Conflict when it is blocked already.
    """
    must_be_system(actor)
    must_not_be_oneself(actor, user)
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明停用原因。"), "reason")
    must_not_be_administrator(user)
    _block(actor, user, reason, at)


def block_by_operator(*, user: User, reason: str, at: datetime | None = None) -> None:
    """On the server: administrators too, but never the last one of a kind. Invalid, Conflict."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("请写明停用原因。"), "reason")
    with transaction.atomic():
        one_after_another()
        today = clock.today()
        for posting in Posting.objects.filter(
            user=user, role__in=ADMIN_ROLES, valid__contains=today
        ):
            check_not_the_last(posting, today)
        _block(SYSTEM, user, reason, at)


def _block(actor: Actor, user: User, reason: str, at: datetime | None) -> None:
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if not row.is_active:
            raise Conflict(_("这个账号已经停用了。"))
        row.is_active = False
        row.save(update_fields=["is_active"])
        Session.objects.filter(user_id=row.pk).delete()
        note_account_event(
            actor=actor, kind="user_disabled", target=row, values={"reason": reason[:200]}, at=at
        )
    _forget()


def unblock_user(*, actor: Actor, user: User, at: datetime | None = None) -> None:
    """The account works again, with what postings it has. Denied; Conflict when it does already."""
    must_be_system(actor)
    must_not_be_oneself(actor, user)
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.is_active:
            raise Conflict(_("这个账号没有停用。"))
        row.is_active = True
        row.save(update_fields=["is_active"])
        note_account_event(actor=actor, kind="user_enabled", target=row, at=at)
    _forget()


def _forget() -> None:
    actors.forget()
    selectors.forget()
