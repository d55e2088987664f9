"""The list of people with their postings, as the import reads it; the export is logged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Posting
from gongzhi.accounts.policies import must_be_system
from gongzhi.accounts.reading.users import UserFilters, users_of
from gongzhi.accounts.roles import role_names
from gongzhi.accounts.services.import_users import COLUMNS
from gongzhi.accounts.services.log_access import log_access
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.areas.selectors import area_by_id
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheets import Column, write_xlsx

_WIDTHS = (18, 14, 14, 14, 14, 30, 18, 12, 12)


def export_users(
    *, actor: Actor, filters: UserFilters, at: datetime | None = None
) -> tuple[bytes, int]:
    """An Excel file and how many people it holds. Phones are left out. Denied."""
    must_be_system(actor)
    at = at or clock.now()
    with transaction.atomic():
        users = list(users_of(filters).only("id", "username", "name", "employee_number"))
        log_access(
            actor=actor, kind="export", subject=_("人员名单%(n)d人") % {"n": len(users)},
            purpose=_("导出人员名单"), at=at,
        )  # fmt: skip
        note_account_event(
            actor=actor, kind="exported", values={"what": "users", "count": len(users)}, at=at
        )
    columns = [Column(name, width) for name, width in zip(COLUMNS, _WIDTHS, strict=True)]
    return write_xlsx(columns, _lines(users), title=_("人员")), len(users)


def _lines(users: list[Any]) -> Iterator[list[Any]]:
    names = role_names()
    held: dict[int, list[Posting]] = {}
    today = clock.today()
    rows = Posting.objects.filter(user_id__in=[user.pk for user in users])
    rows = rows.exclude(valid__fully_lt=(today, None)).select_related("body")
    for posting in rows.order_by("user_id", "valid", "id"):
        held.setdefault(posting.user_id, []).append(posting)
    for user in users:
        person = [user.username, user.name, "", user.employee_number]
        for posting in held.get(user.pk, ()):
            area = area_by_id(posting.area_id) if posting.area_id else None
            upper = posting.valid.upper
            yield [
                *person, names.get(posting.role, posting.role), posting.body.code,
                area.code if area else "", posting.valid.lower,
                upper - timedelta(days=1) if upper else None,
            ]  # fmt: skip
        if user.pk not in held:
            yield [*person, "", "", "", None, None]
