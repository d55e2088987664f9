"""Whether this browser stands in a hall for everybody (JN-19), and how long it waits untouched."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

COOKIE: Final = "gongzhi_kiosk"
IDLE_SECONDS: Final = 90


def kiosk(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `kiosk_idle` is there on such a browser alone."""
    return {"kiosk_idle": IDLE_SECONDS} if request.COOKIES.get(COOKIE) else {}


class NotKept:
    """Middleware: pages of such a browser are not kept, so that "back" shows nobody's."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        answer = self.get_response(request)
        if request.COOKIES.get(COOKIE) and "html" in answer.get("Content-Type", ""):
            answer["Cache-Control"] = "no-store"
        return answer
