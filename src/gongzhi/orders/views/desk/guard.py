"""Who may enter the desk: members of staff; everybody else is asked to log in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from gongzhi.kernel.scope import Actor

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware put on the request."""
    return request.actor  # type: ignore[attr-defined]


def desk(view: View) -> View:
    """Only staff; pages of the desk are never kept by a browser or a proxy."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor_of(request).kind != "staff":
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return guarded
