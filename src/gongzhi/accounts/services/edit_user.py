"""Correct what is known of a member of staff."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts import actor as actors
from gongzhi.accounts import selectors
from gongzhi.accounts.models import User
from gongzhi.accounts.phones import clean_phone
from gongzhi.accounts.policies import must_be_system, must_not_be_administrator
from gongzhi.accounts.services.create_staff import checked_name
from gongzhi.accounts.services.create_user import number_taken
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel.crypto import open_, seal
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import Actor


def edit_user(
    *,
    actor: Actor,
    user: User,
    name: str,
    phone: str,
    employee_number: str,
    at: datetime | None = None,
) -> list[str]:
    """Name, phone (empty removes it) and employee number; returns which of them changed.

    The city's login service may know people by their numbers: an administrator's stays as it is,
    else whoever sets it logs in as that administrator. Denied; Invalid (`name`, `phone`,
    `employee_number`); Conflict for a number in use.
    """
    must_be_system(actor)
    name, employee_number = checked_name(name), employee_number.strip()
    phone = clean_phone(phone) if phone.strip() else ""
    if len(employee_number) > 40:
        raise Invalid(_("工号不超过40个字。"), "employee_number")
    if employee_number and number_taken(employee_number, besides=user.pk):
        raise Conflict(_("这个工号已经有账号了。"), "employee_number")
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        changed: list[str] = []
        if row.name != name:
            row.name, changed = name, [*changed, _("姓名")]
        if row.employee_number != employee_number:
            must_not_be_administrator(row)
            row.employee_number, changed = employee_number, [*changed, _("工号")]
        if (open_(row.phone_sealed) if row.phone_sealed else "") != phone:
            row.phone_sealed, changed = (seal(phone) if phone else ""), [*changed, _("手机号")]
        if not changed:
            return []
        row.save(update_fields=["name", "employee_number", "phone_sealed"])
        note_account_event(
            actor=actor,
            kind="user_edited",
            target=row,
            values={"fields": "、".join(changed)},
            at=at,
        )
    actors.forget()
    selectors.forget()
    return changed
