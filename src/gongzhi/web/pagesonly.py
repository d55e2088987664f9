"""Middleware that only pages need: calls of programs pass it by.

A program sends its key and no cookie. Sessions, log-ins by session and messages cost such a call a
tenth of its processor time and could give it nothing.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest

_API: Final = "/api/"


def is_program(request: HttpRequest) -> bool:
    """Whether this is a call of the API that carries no cookie, so no session either."""
    return request.path_info.startswith(_API) and not request.META.get("HTTP_COOKIE")


class _PassedBy:
    """Before a middleware of Django's in the order of its bases."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        if is_program(request):
            return self.get_response(request)
        return super().__call__(request)  # type: ignore[misc]


class Sessions(_PassedBy, SessionMiddleware):
    """`request.session`."""


class Logins(_PassedBy, AuthenticationMiddleware):
    """`request.user`."""


class Messages(_PassedBy, MessageMiddleware):
    """What the next page says first."""
