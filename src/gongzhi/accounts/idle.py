"""Staff who leave a screen alone are logged out (MLPS level 3: time-out)."""

from __future__ import annotations

from typing import Final

from django.contrib.auth import logout
from django.http import HttpRequest

from gongzhi.accounts.actor import actor_of
from gongzhi.kernel import clock

SEEN_KEY: Final = "seen_at"
IDLED_COOKIE: Final = "gongzhi_idled"
IDLE_SECONDS: Final = 30 * 60
# A grid worker's own phone, in a pocket and without a network for hours, has its own lock.
FIELD_IDLE_SECONDS: Final = 12 * 3600
FIELD_ROLES: Final = frozenset({"grid_worker", "grid_head"})
_WRITE_EVERY: Final = 60


def mark_seen(request: HttpRequest) -> None:
    """Start the idle clock anew (at login)."""
    request.session[SEEN_KEY] = int(clock.now().timestamp())


def ended_by_idling(request: HttpRequest) -> bool:
    """Log out when idle for too long; otherwise note the visit, at most once a minute."""
    now = int(clock.now().timestamp())
    seen = request.session.get(SEEN_KEY)
    if seen is None:
        mark_seen(request)
        return False
    idle = now - int(seen)
    if idle > IDLE_SECONDS and idle > _allowed(request):
        logout(request)
        return True
    if idle >= _WRITE_EVERY:
        mark_seen(request)
    return False


def _allowed(request: HttpRequest) -> int:
    roles = actor_of(request).roles
    return FIELD_IDLE_SECONDS if roles and roles <= FIELD_ROLES else IDLE_SECONDS
