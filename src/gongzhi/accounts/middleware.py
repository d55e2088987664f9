"""Puts the actor on the request, and ends staff sessions that were left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase

from gongzhi.accounts.actor import actor_of, resident_of
from gongzhi.accounts.idle import IDLED_COOKIE, ended_by_idling
from gongzhi.kernel.scope import PUBLIC

_IDLED_SECONDS: Final = 120


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
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        idled = has_session and SESSION_KEY in request.session and ended_by_idling(request)
        if has_session or "Authorization" in request.headers:
            request.actor = actor_of(request)  # type: ignore[attr-defined]
            if request.actor.kind == "resident":  # type: ignore[attr-defined]
                request.resident = resident_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if idled and hasattr(response, "set_cookie"):
            # Lets the login page say why one has to log in again.
            response.set_cookie(
                IDLED_COOKIE, "1", max_age=_IDLED_SECONDS, httponly=True, samesite="Lax"
            )
        return response
