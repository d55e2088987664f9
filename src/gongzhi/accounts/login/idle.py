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
# The wall goes on showing its numbers before an audience that touches nothing, as long as a
# session lives; whoever then opens or does something has to log in again.
DISPLAY: Final = "/command/"
DISPLAY_SECONDS: Final = 12 * 3600
# On requests of htmx that a page makes by itself; those of scripts end in .json.
BY_ITSELF: Final = "X-By-Itself"
FIELD_ROLES: Final = frozenset({"grid_worker", "grid_head"})
_WRITE_EVERY: Final = 60


def mark_seen(request: HttpRequest) -> None:
    """Start the idle clock anew (at login)."""
    request.session[SEEN_KEY] = int(clock.now().timestamp())


def ended_by_idling(request: HttpRequest) -> bool:
    """Log out when idle for too long; otherwise note the visit, at most once a minute.

    What an open page fetches by itself is no visit: a forgotten screen would stay logged in.
    """
    now = int(clock.now().timestamp())
    seen = request.session.get(SEEN_KEY)
    if seen is None:
        mark_seen(request)
        return False
    idle = now - int(seen)
    by_itself = _made_by_itself(request)
    if idle > IDLE_SECONDS and idle > _allowed(request, by_itself=by_itself):
        logout(request)
        return True
    if idle >= _WRITE_EVERY and not by_itself:
        mark_seen(request)
    return False


def _made_by_itself(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} and (
        request.path.endswith(".json") or BY_ITSELF in request.headers
    )


def _allowed(request: HttpRequest, *, by_itself: bool) -> int:
    if by_itself and request.path.startswith(DISPLAY):
        return DISPLAY_SECONDS
    roles = actor_of(request).roles
    return FIELD_IDLE_SECONDS if roles and roles <= FIELD_ROLES else IDLE_SECONDS
