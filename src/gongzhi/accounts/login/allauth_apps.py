"""allauth's account app without its middleware.

Its AppConfig refuses to start unless AccountMiddleware runs on every request. That middleware
serves allauth's own pages, of which we have none, so the two views that call allauth enter its
context themselves (`allauth_context`), and no other request pays for it (docs/adr/0005).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import SimpleNamespace

from allauth.account.apps import AccountConfig
from django.http import HttpRequest, HttpResponse


class AllauthAccount(AccountConfig):
    """The same app, label and tables; only the demand for the middleware is gone."""

    name = "allauth.account"
    label = "account"

    def ready(self) -> None:
        from allauth.account import checks  # noqa: F401


def allauth_context(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give one view what allauth expects around it."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        from allauth.core import context
        from allauth.core.exceptions import ImmediateHttpResponse

        request.allauth = SimpleNamespace()  # type: ignore[attr-defined]
        with context.request_context(request):
            try:
                return view(request, *args, **kwargs)
            except ImmediateHttpResponse as answer:
                return answer.response

    return inner
