"""A security administrator gives programs their keys and takes them back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import ApiKey, User
from gongzhi.accounts.policies import admin_roles_of, must_be_security, must_not_be_oneself
from gongzhi.accounts.services.issue_api_key import IssuedKey, issue_api_key, revoke_api_key
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel.errors import Conflict, Denied
from gongzhi.kernel.scope import Actor


def issue_key(*, actor: Actor, user: User, name: str, at: datetime | None = None) -> IssuedKey:
    """A key that acts with the postings of `user`. Denied, also for administrators' accounts:

    no program is an administrator. Invalid (`name`), Conflict for a blocked account.
    """
    must_be_security(actor)
    must_not_be_oneself(actor, user)
    if admin_roles_of(user):
        raise Denied(_("管理员的账号不能发密钥。"))
    if not user.is_active:
        raise Conflict(_("这个账号已停用。"))
    with transaction.atomic():
        issued = issue_api_key(user=user, name=name, at=at)
        note_account_event(
            actor=actor, kind="key_issued", target=user, at=at,
            values={"name": issued.key.name, "prefix": issued.key.prefix},
        )  # fmt: skip
    return issued


def revoke_key(*, actor: Actor, key: ApiKey, at: datetime | None = None) -> None:
    """The key is refused within a second, everywhere. Denied; Conflict when it is already."""
    must_be_security(actor)
    with transaction.atomic():
        row = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
        if row.revoked_at is not None:
            raise Conflict(_("这个密钥已经收回了。"))
        revoke_api_key(key=row, at=at)
        note_account_event(
            actor=actor, kind="key_revoked", target=row.user, at=at,
            values={"name": row.name, "prefix": row.prefix},
        )  # fmt: skip
