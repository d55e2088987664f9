"""Give somebody who forgot the password a temporary one, and let people change their own."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts import actor as actors
from gongzhi.accounts.login.passwords import VALID_FOR, hashed, temporary_password
from gongzhi.accounts.models import Session, User
from gongzhi.accounts.policies import must_be_system, must_not_be_administrator, must_not_be_oneself
from gongzhi.accounts.services.create_user import NewUser
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor


def reset_password(*, actor: Actor, user: User, at: datetime | None = None) -> NewUser:
    """A new temporary password, shown once; whoever is logged in with the old one is out.

    Denied for oneself and for administrators: their passwords are reset on the server.
    """
    must_be_system(actor)
    must_not_be_oneself(actor, user)
    must_not_be_administrator(user)
    return set_temporary_password(actor=actor, user=user, at=at)


def set_temporary_password(*, actor: Actor, user: User, at: datetime | None = None) -> NewUser:
    """The same for whoever has checked who asks."""
    at = at or clock.now()
    password = temporary_password()
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        row.password, row.temporary_until = hashed(password), at + VALID_FOR
        row.save(update_fields=["password", "temporary_until"])
        Session.objects.filter(user_id=row.pk).delete()
        note_account_event(actor=actor, kind="password_reset", target=row, at=at)
    actors.forget()
    return NewUser(row, password)


def change_password(
    *, user: User, new: str, again: str, old: str | None = None, at: datetime | None = None
) -> User:
    """One's own password. `old` is not asked for where it was just typed (first login).

    Invalid (`old`, `new`, `again`): wrong, too weak (AUTH_PASSWORD_VALIDATORS), the same as
    before, or not typed alike.
    """
    if old is not None and not user.check_password(old):
        raise Invalid(_("原密码不对。"), "old")
    if new != again:
        raise Invalid(_("两次输入的新密码不一样。"), "again")
    if user.check_password(new):
        raise Invalid(_("新密码不能和原来的一样。"), "new")
    try:
        validate_password(new, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), "new") from None
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        row.set_password(new)
        row.temporary_until = None
        row.save(update_fields=["password", "temporary_until"])
        me = Actor(kind="staff", user_id=row.pk, name=row.name)
        note_account_event(actor=me, kind="password_changed", target=row, at=at)
    actors.forget()
    return row
