"""What must always hold of the three administrators: one person one of them, each of them filled."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.roles import role_name
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.kernel.errors import Conflict

_LOCK = 7_031_003  # any number of our own: changes of administrators happen one after another


def one_after_another() -> None:
    """Until the transaction ends nobody else changes administrators."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def check_one_of_three(user: User, days: DateRange) -> None:
    """Conflict when the user is one of the three on any of these days (the database says so too)."""
    other = Posting.objects.filter(user=user, role__in=ADMIN_ROLES, valid__overlap=days).first()
    if other is not None:
        raise Conflict(
            _("%(name)s已是%(role)s。系统、安全、审计三个管理员必须由三个人担任。")
            % {"name": user.name, "role": role_name(other.role)},
            "role",
        )


def check_not_the_last(posting: Posting, on: date) -> None:
    """Conflict when nobody else who can log in would hold this administrator's role from `on`."""
    others = Posting.objects.filter(
        role=posting.role, user__is_active=True, valid__contains=on
    ).exclude(pk=posting.pk)
    if not others.exclude(user_id=posting.user_id).exists():
        raise Conflict(
            _("%(role)s只剩这一位，先设立另一位才能结束。") % {"role": role_name(posting.role)}
        )
