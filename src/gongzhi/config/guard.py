"""Every request runs under the scope guard: a query without a scope raises instead of leaking."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from gongzhi.kernel.scoped_orm import guarded


class ScopeGuardMiddleware:
    """Wraps the view; middleware outside (sessions, login) reads no scoped table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with guarded():
            return self.get_response(request)
