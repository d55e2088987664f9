"""The system administrator makes an account and hands over a temporary password."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.login.passwords import VALID_FOR, hashed, temporary_password
from gongzhi.accounts.models import User
from gongzhi.accounts.phones import clean_phone
from gongzhi.accounts.policies import must_be_system
from gongzhi.accounts.services.create_staff import checked_name, checked_username
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import Actor


@dataclass(frozen=True)
class NewUser:
    """The only moment at which the password can be read; repr does not show it."""

    user: User
    password: str = field(repr=False)


def create_user(
    *,
    actor: Actor,
    username: str,
    name: str,
    phone: str = "",
    employee_number: str = "",
    at: datetime | None = None,
) -> NewUser:
    """An account without postings, whose temporary password must be changed at the first login.

    Denied for all but the system administrator; Invalid (`username`, `name`, `phone`,
    `employee_number`); Conflict for a name or number in use.
    """
    must_be_system(actor)
    at = at or clock.now()
    password = temporary_password()
    with transaction.atomic():
        user = add_user(
            username=username,
            name=name,
            phone=phone,
            employee_number=employee_number,
            password=password,
            at=at,
        )
        note_account_event(
            actor=actor, kind="user_created", target=user, values={"username": user.username}, at=at
        )
    return NewUser(user, password)


def add_user(
    *, username: str, name: str, phone: str, employee_number: str, password: str, at: datetime
) -> User:
    """The row itself, for whoever has checked who asks. Errors as create_user."""
    user = new_user(
        username=username, name=name, phone=phone, employee_number=employee_number,
        password=password, at=at,
    )  # fmt: skip
    if user.employee_number and number_taken(user.employee_number):
        raise Conflict(_("这个工号已经有账号了。"), "employee_number")
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("这个账号已经有人用了。"), "username") from None
    return user


def new_user(
    *, username: str, name: str, phone: str, employee_number: str, password: str, at: datetime
) -> User:
    """A checked row that is not saved yet."""
    employee_number = employee_number.strip()
    if len(employee_number) > 40:
        raise Invalid(_("工号不超过40个字。"), "employee_number")
    return User(
        username=checked_username(username),
        name=checked_name(name),
        employee_number=employee_number,
        phone_sealed=seal(clean_phone(phone)) if phone.strip() else "",
        password=hashed(password),
        temporary_until=at + VALID_FOR,
    )


def number_taken(employee_number: str, *, besides: int | None = None) -> bool:
    """Whether another account has this employee number."""
    rows = User.objects.filter(employee_number=employee_number)
    return rows.exclude(pk=besides or 0).exists()
