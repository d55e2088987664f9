"""The system administrator puts a member of staff into an ordinary role."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.days import days_text
from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.policies import must_be_system, must_not_be_oneself
from gongzhi.accounts.roles import role_names
from gongzhi.accounts.rules import is_admin
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.areas.models import Area
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.models import Body


def post_person(
    *,
    actor: Actor,
    user: User,
    role: str,
    body: Body,
    area: Area | None = None,
    since: date | None = None,
    until: date | None = None,
    at: datetime | None = None,
) -> Posting:
    """A posting [since, until). Denied for oneself and for the three administrators' roles, which
    a security administrator must release (`ask_for_admin`). Invalid (`role`, `until`), Conflict.
    """
    must_be_system(actor)
    must_not_be_oneself(actor, user)
    if is_admin(role):
        raise Denied(_("系统、安全、审计管理员要由安全管理员批准，请走提请。"))
    if role not in role_names():
        raise Invalid(_("没有这个岗位。"), "role")
    if not user.is_active:
        raise Conflict(_("这个账号已停用，先启用再安排岗位。"))
    with transaction.atomic():
        posting = assign_posting(
            user=user, role=role, body=body, area=area, since=since, until=until
        )
        note_account_event(
            actor=actor, kind="posting_made", target=user, at=at,
            values={"role": role, "body": str(body), "days": days_text(posting.valid)},
        )  # fmt: skip
    return posting
