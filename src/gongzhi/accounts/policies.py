"""Who of the office may do what with accounts; none of the three administrators acts for another."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.rules import ADMIN_ROLES, AUDITADMIN, SECADMIN, SYSADMIN
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor


def must_be(actor: Actor, *roles: str) -> int:
    """The user id of a member of staff in one of the roles; Denied for anyone else.

    A program's key is never an administrator, whoever's it is.
    """
    if actor.kind != "staff" or actor.user_id is None or not actor.as_oneself.has_role(*roles):
        raise Denied
    return actor.user_id


def must_be_system(actor: Actor) -> int:
    """The system administrator: users and ordinary postings."""
    return must_be(actor, SYSADMIN)


def must_be_security(actor: Actor) -> int:
    """The security administrator: lock-outs, second factors, sessions, keys, releases."""
    return must_be(actor, SECADMIN)


def must_be_audit(actor: Actor) -> int:
    """The audit administrator: reads, changes nothing."""
    return must_be(actor, AUDITADMIN)


def admin_roles_of(user: User) -> list[str]:
    """Which of the three administrators a user is today or will be."""
    rows = Posting.objects.filter(user=user, role__in=ADMIN_ROLES).exclude(
        valid__fully_lt=(clock.today(), None)
    )
    return sorted(set(rows.values_list("role", flat=True)))


def must_not_be_oneself(actor: Actor, user: User) -> None:
    """Nobody gives anything to oneself. Denied with a sentence."""
    if actor.user_id == user.pk:
        raise Denied(_("不能给自己办，请由另一位管理员办理。"))


def must_not_be_administrator(user: User) -> None:
    """An administrator's account is no ordinary one: else whoever sets its password becomes it."""
    if admin_roles_of(user):
        raise Denied(
            _(
                "这是系统、安全或审计管理员的账号，先结束管理员岗位，或在服务器上用 gongzhi user 办理。"
            )
        )
