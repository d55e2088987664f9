"""Calls of programs pass by what only pages need; everything else does not."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from gongzhi.web.pagesonly import is_program


@pytest.mark.parametrize(
    ("path", "key", "cookie", "passes"),
    [
        ("/api/v1/orders", "Bearer gz_1", "", True),
        ("/api/v1/orders", "Bearer gz_1", "sessionid=1", False),
        ("/api/v1/orders", "", "", False),
        ("/desk/", "Bearer gz_1", "", False),
        ("/apis/", "Bearer gz_1", "", False),
    ],
)
def test_only_calls_with_a_key_and_no_cookie_pass(
    path: str, key: str, cookie: str, passes: bool
) -> None:
    said = {"HTTP_AUTHORIZATION": key, "HTTP_COOKIE": cookie}
    extra = {name: value for name, value in said.items() if value}
    assert is_program(RequestFactory().get(path, **extra)) is passes


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/orders", "/api/v1/nothing", "/api/nothing/"])
@pytest.mark.parametrize("key", ["", "Bearer gz_wrong"])
def test_what_is_refused_is_refused_in_words(path: str, key: str) -> None:
    """Also where a page says it, which knows neither a user nor messages then."""
    headers = {"Accept": "text/html"} | ({"Authorization": key} if key else {})
    answer = Client().get(path, headers=headers)
    assert answer.status_code in {401, 404}
    assert answer.content


@pytest.mark.django_db
def test_a_session_opens_no_api() -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    assert client.get("/api/v1/orders").status_code == 401
