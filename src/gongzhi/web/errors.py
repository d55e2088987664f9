"""Error pages: what happened, what to do, and that nothing was lost.

In ``urls.py``::

    handler400 = "gongzhi.web.errors.bad_request"
    handler403 = "gongzhi.web.errors.permission_denied"
    handler404 = "gongzhi.web.errors.not_found"
    handler500 = "gongzhi.web.errors.server_error"

``ErrorPages`` is a middleware that turns the kernel's errors (Denied, Conflict, Invalid,
NotFound), raised by any service, into these pages with the error's own sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import GongzhiError

from .programs import API

# Pages that exist; another 4xx shows the page of 400, anything else that of 500.
PAGES = frozenset({400, 403, 404, 409, 429, 500})


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a script rather than a person."""
    accept = request.headers.get("Accept", "")
    asked = request.path
    return asked.endswith(".json") or asked.startswith(API) or accept.startswith("application/json")


_GIVEN_UP = frozenset({"40P01", "40001"})  # deadlock_detected, serialization_failure
# Where staff work: what went wrong there is said within the desk, in words for staff.
_OFFICE = ("/desk/", "/command/")


def _frame(request: HttpRequest) -> str:
    """The template that a page of an error stands in; empty for the public one."""
    actor = getattr(request, "actor", None)
    inside = request.path.startswith(_OFFICE) and getattr(actor, "kind", "") == "staff"
    return "web/base_desk.html" if inside else ""


def error_response(
    request: HttpRequest, status: int, message: str = "", field: str | None = None
) -> HttpResponse:
    """The page of a status (a fragment for htmx, JSON ``{message, field, status}`` for scripts).

    ``message`` is a translated sentence that replaces the general one, ``field`` the input it
    concerns.
    """
    if wants_json(request):
        said = message or _("这一步没有成功。")
        return JsonResponse({"message": said, "field": field, "status": status}, status=status)
    context: dict[str, Any] = {"message": message, "status": status, "frame": _frame(request)}
    page = status if status in PAGES else 400 if 400 <= status < 500 else 500
    name = f"web/errors/{page}.html"
    if request.headers.get("HX-Request") == "true":
        name = "web/errors/fragment.html"
    return HttpResponse(loader.render_to_string(name, context, request), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler of 400."""
    return error_response(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler of 403."""
    return error_response(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For ``CSRF_FAILURE_VIEW``: the page was open too long, or cookies are off."""
    return error_response(
        request, 403, _("页面打开太久或浏览器关了 Cookie，请返回上一页刷新后再试。")
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Handler of 404; never says whether something hidden exists."""
    return error_response(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler of 500, and of 503 when the database is away or full; plain text when even the
    page cannot be made."""
    try:
        if isinstance(sys.exception(), OperationalError | InterfaceError):
            said = _("系统现在读写不了数据，刚才的操作没有送到，请过几分钟再试。")
            return error_response(request, 503, said)
        return error_response(request, 500)
    except Exception:
        text = "系统出了点问题，您填写的内容没有丢失，请稍后再试。 / Something went wrong."
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


def unreadable() -> str:
    """What is said about input that cannot even be stored."""
    return _("填写的内容里有不能识别的字符或数字，请改正后再交。")


def _waited_for_each_other(exception: Exception) -> bool:
    """Two transactions wanted each other's rows and this one was given up: nothing was written."""
    return getattr(exception.__cause__, "sqlstate", "") in _GIVEN_UP


class ErrorPages:
    """Middleware: kernel errors raised in views become pages with their sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a kernel error; any other exception goes on to Django."""
        if isinstance(exception, DataError | UnicodeEncodeError):
            # Text that no column can hold (NUL, half a character), a number beyond all bounds.
            return error_response(request, 422, unreadable())
        if _waited_for_each_other(exception):
            return error_response(request, 409)
        if not isinstance(exception, GongzhiError):
            return None
        return error_response(request, exception.status, str(exception), exception.field)
