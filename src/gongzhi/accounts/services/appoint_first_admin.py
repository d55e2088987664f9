"""On the server, before anybody can log in: the first system, security and audit administrator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.roles import role_name
from gongzhi.accounts.rules import is_admin
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.keep_admins import check_one_of_three, one_after_another
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.models import Body


def appoint_first_admin(
    *, user: User, role: str, body: Body, at: datetime | None = None
) -> Posting:
    """Without a release, because nobody is there yet who could give it.

    Conflict as soon as somebody who can log in is this administrator: then it takes four eyes.
    """
    if not is_admin(role):
        raise Invalid(_("这里只设首任系统、安全、审计管理员。"), "role")
    with transaction.atomic():
        one_after_another()
        there = Posting.objects.filter(
            role=role, user__is_active=True, valid__contains=clock.today()
        )
        if there.exists():
            raise Conflict(
                _("已经有%(role)s了。再设要由系统管理员提请、安全管理员批准。")
                % {"role": role_name(role)}
            )
        check_one_of_three(user, DateRange(clock.today(), None))
        posting = assign_posting(user=user, role=role, body=body)
        note_account_event(
            actor=SYSTEM, kind="first_admin", target=user, values={"role": role}, at=at
        )
    return posting
