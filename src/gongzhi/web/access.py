"""Decorators that send strangers to the right login page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor

View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, as the middleware of `accounts` put it on the request."""
    return request.actor  # type: ignore[attr-defined]


def staff_only(*roles: str) -> Callable[[View], View]:
    """Members of staff, in any of the roles when some are named; Denied in the wrong role.

    What they see is kept by no browser and no proxy, unless the view says otherwise.
    Others are sent to `/login/`; scripts (Accept: application/json) get 401 with a sentence.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor.kind != "staff":
                return _to_login(request, "/login/")
            if roles and not actor.has_role(*roles):
                raise Denied
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store, private")
            return response

        return inner

    return decorate


def resident_only(view: View) -> View:
    """Residents whose phone is verified; others are sent to `/me/login/`."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = actor_of(request)
        if actor.kind != "resident":
            return _to_login(request, "/me/login/")
        return view(request, *args, **kwargs)

    return inner


def _to_login(request: HttpRequest, page: str) -> HttpResponseBase:
    accept = request.headers.get("Accept", "")
    asks = request.method == "GET"
    # A form that was open for long: it stays, with what stands in it.
    why = (
        _("请先登录。")
        if asks
        else _("登录已过期，还没有交。请另开一页登录，再回来按一次，填的内容都还在。")
    )
    # `refused_because`: what the middleware of `accounts` knows, e.g. that the posting ended.
    said = {
        "message": str(getattr(request, "refused_because", why)),
        "status": 401,
        "login": {"page": page, "text": _("另开一页登录")},
    }
    if accept.startswith("application/json") or request.path.endswith(".json"):
        return JsonResponse(said, status=401)
    if request.headers.get("HX-Request") == "true":
        response = JsonResponse(said, status=401)
        if asks:
            response["HX-Redirect"] = page
        return response
    target = request.get_full_path() if request.method == "GET" else ""
    query = f"?{urlencode({'next': target}, safe='/')}" if target else ""
    return HttpResponseRedirect(page + query)
