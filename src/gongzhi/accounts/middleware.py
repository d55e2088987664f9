"""Puts the actor on the request; ends staff sessions that were left alone or whose post ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.actor import actor_of, resident_of
from gongzhi.accounts.login.idle import IDLED_COOKIE, ended_by_idling
from gongzhi.kernel.scope import PUBLIC

_IDLED_SECONDS: Final = 120
NAMELESS: Final = "/tips/"  # protected tips (orders/views/resident/tips.py)
ENDED_COOKIE: Final = "gongzhi_ended"
# Also said to a phone that brings its outbox: what is in it stays there.
DUTY_ENDED: Final = _(
    "您的岗位已经结束，这里的内容不能再看。没传上来的记录还在手机里，请找本单位的系统管理员。"
)


class ActorMiddleware:
    """Sets `request.actor` (kernel.scope.Actor) and `request.resident` (ResidentView or None).

    A request that carries neither a key nor a session costs nothing. The guard around the view
    is `config.guard.ScopeGuardMiddleware`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = PUBLIC  # type: ignore[attr-defined]
        request.resident = None  # type: ignore[attr-defined]
        # On pages without a name nobody is asked who they are, and no session notes its last use.
        has_session = (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and not request.path.startswith(NAMELESS)
        )
        idled = has_session and SESSION_KEY in request.session and ended_by_idling(request)
        if has_session or "HTTP_AUTHORIZATION" in request.META:
            request.actor = actor_of(request)  # type: ignore[attr-defined]
            if request.actor.kind == "resident":  # type: ignore[attr-defined]
                request.resident = resident_of(request)  # type: ignore[attr-defined]
        ended = getattr(request, "duty_ended", False)
        if ended:
            logout(request)
            request.refused_because = DUTY_ENDED  # type: ignore[attr-defined]
        response = self.get_response(request)
        if (idled or ended) and hasattr(response, "set_cookie"):
            # Lets the login page say why one has to log in again.
            name = ENDED_COOKIE if ended else IDLED_COOKIE
            response.set_cookie(name, "1", max_age=_IDLED_SECONDS, httponly=True, samesite="Lax")
        return response
