"""Calls of programs pass by what only pages need; everything else does not."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from gongzhi.web.pagesonly import is_program


@pytest.mark.parametrize(
    ("path", "cookie", "passes"),
    [
        ("/api/v1/orders", "", True),
        ("/api/v1/orders", "sessionid=1", False),
        ("/desk/", "", False),
        ("/apis/", "", False),
    ],
)
def test_only_calls_without_a_cookie_pass(path: str, cookie: str, passes: bool) -> None:
    extra = {"HTTP_COOKIE": cookie} if cookie else {}
    assert is_program(RequestFactory().get(path, **extra)) is passes


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/orders", "/api/v1/nothing", "/api/nothing/"])
def test_what_is_refused_is_refused_in_words(path: str) -> None:
    """Also where a page says it, which knows neither a user nor messages then."""
    answer = Client().get(path, HTTP_ACCEPT="text/html")
    assert answer.status_code in {401, 404}
    assert answer.content


@pytest.mark.django_db
def test_a_session_opens_no_api() -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/api/v1/orders").status_code == 401
