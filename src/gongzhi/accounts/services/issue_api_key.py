"""Give a program a key, and take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.accounts import actor, keys
from gongzhi.accounts.models import ApiKey, User
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid


@dataclass(frozen=True)
class IssuedKey:
    """The only moment at which the token can be read; repr does not show it."""

    key: ApiKey
    token: str

    def __repr__(self) -> str:
        return f"IssuedKey({self.key.prefix})"


def issue_api_key(*, user: User, name: str, at: datetime | None = None) -> IssuedKey:
    """A key that acts with the postings of `user`; only a hash is stored. Invalid (`name`)."""
    name = name.strip()
    if not name or len(name) > 80:
        raise Invalid(_("请填写密钥用途，不超过80个字。"), "name")
    prefix, secret = keys.make()
    key = ApiKey.objects.create(
        name=name,
        prefix=prefix,
        secret_hash=keys.secret_hash(secret),
        user=user,
        created_at=at or clock.now(),
    )
    return IssuedKey(key, keys.join(prefix, secret))


def revoke_api_key(*, key: ApiKey, at: datetime | None = None) -> None:
    """End a key; other processes may honour it for up to 3 seconds more."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at or clock.now())
    actor.forget()
