"""Who a program is, by its key."""

from __future__ import annotations

from gongzhi.accounts.actor import actor_of_key
from gongzhi.kernel.scope import Actor


def authenticate_key(*, token: str) -> Actor | None:
    """The actor (kind `api`) of a key, None when it is wrong, revoked or its user blocked.

    Costs no query when the same key came in the last 3 seconds.
    """
    return actor_of_key(token)
