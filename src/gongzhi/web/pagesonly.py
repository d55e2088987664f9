"""Middleware that only pages need: calls of programs pass it by.

A program sends its key and no cookie. Static files, sessions, log-ins by session, messages and
what a browser is told about frames and scripts cost such a call a fifth of its processor time and
could give it nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from .programs import API

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def is_program(request: HttpRequest) -> bool:
    """Whether this is a call of the API with a key and without a cookie, so no session either."""
    told = request.META
    return (
        "HTTP_AUTHORIZATION" in told
        and not told.get("HTTP_COOKIE")
        and request.path_info.startswith(API)
    )


class PagesOnly:
    """Middleware: those of `PAGE_MIDDLEWARE`, outermost first, around everything but programs.

    They may wrap an answer; hooks around views (`process_view`) belong into `MIDDLEWARE` itself.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.programs = self.pages = get_response
        for name in reversed(settings.PAGE_MIDDLEWARE):
            try:
                self.pages = import_string(name)(self.pages)
            except MiddlewareNotUsed:
                continue

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return (self.programs if is_program(request) else self.pages)(request)
