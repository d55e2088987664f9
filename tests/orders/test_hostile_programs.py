"""Programs that mean harm: keys that are wrong, revoked or of another scope, other methods,
headers without end."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts import actor as accounts_actor
from gongzhi.accounts import keys
from gongzhi.accounts.models import AccountEvent, ApiKey, User
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.accounts.services.manage_api_keys import revoke_key
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orgs import selectors as orgs
from tests.signing_in import browser_of

from .conftest import T0, City

LIST, NOWHERE = "/api/v1/orders", "/api/v1/orders/QA000000000000"


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    accounts_actor.forget()
    with clock.frozen(T0):
        yield


def token_of(actor: Actor) -> str:
    user = User.objects.get(pk=actor.user_id)
    return issue_api_key(user=user, name=uuid.uuid4().hex).token


def bureau(city: City) -> Actor:
    body = orgs.body_by_code("CG")
    assert body is not None
    return city.staff("handler", body)


def program(token: str, **more: Any) -> Client:
    return Client(HTTP_AUTHORIZATION=f"Bearer {token}", enforce_csrf_checks=True, **more)


def report_of(client: Client, **more: Any) -> Any:
    body = {"client_key": str(uuid.uuid4()), "text": "路灯不亮", **more}
    return client.post(LIST, json.dumps(body), content_type="application/json")


def stands(city: City) -> tuple[int, int]:
    return Order.reached.count(), OrderEvent.reached.count()


def wrong(token: str, other: str) -> dict[str, str]:
    """Headers that are no key."""
    _gz, prefix, secret = token.split("_", 2)
    _gz, prefix2, secret2 = other.split("_", 2)
    return {
        "nothing": "",
        "a word": "Bearer",
        "two spaces": "Bearer  ",
        "another scheme": f"Basic {token}",
        "no scheme": token,
        "a letter less": f"Bearer {token[:-1]}",
        "a letter more": f"Bearer {token}A",
        "another secret": f"Bearer gz_{prefix}_{secret2}",
        "another prefix": f"Bearer gz_{prefix2}_{secret}",
        "the stored hash": f"Bearer gz_{prefix}_{keys.secret_hash(secret)[:43]}",
        "wildcards": f"Bearer gz_%%%%%%%%%%_{secret}",
        "a large prefix": f"Bearer gz_{prefix.upper()}_{secret}"
        if prefix.upper() != prefix else "Bearer gz_ABCDEFABCD_" + secret,
        "quotes": f"Bearer gz_{prefix}'--_{secret}",
        "both at once": f"Bearer {token}, Bearer {other}",
        "a NUL": f"Bearer {token}\x00",
        "other digits": "Bearer gz_１２３４５６７８９０_" + secret,
        "a megabyte": "Bearer " + "A" * 2**20,
        "a megabyte of parts": "Bearer " + "gz_" * 350_000,
    }  # fmt: skip


def test_what_is_no_key_opens_nothing(city: City) -> None:
    token, other = token_of(city.dispatcher), token_of(bureau(city))
    order = city.report(city.resident())
    before = stands(city)
    for name, header in wrong(token, other).items():
        client = Client(HTTP_AUTHORIZATION=header, enforce_csrf_checks=True)
        for answer in (client.get(LIST), client.get(f"{LIST}/{order.number}"), report_of(client)):
            assert answer.status_code in (401, 403), name
            assert order.number not in answer.content.decode(), name
    assert stands(city) == before
    assert program(token).get(LIST).status_code == 200  # the key itself still holds


def test_a_key_counts_in_its_header_alone(city: City) -> None:
    token = token_of(city.dispatcher)
    for client, query in (
        (Client(), f"?token={token}&api_key={token}&access_token={token}"),
        (Client(HTTP_X_API_KEY=token), ""), (Client(HTTP_COOKIE=f"key={token}"), ""),
        (Client(HTTP_PROXY_AUTHORIZATION=f"Bearer {token}"), ""),
    ):  # fmt: skip
        assert client.get(LIST + query).status_code == 401


def test_a_revoked_key_is_out_at_the_next_call(city: City) -> None:
    clerk = city.dispatcher
    token = token_of(clerk)
    assert program(token).get(LIST).status_code == 200
    row = ApiKey.objects.get(prefix=token.split("_")[1])
    revoke_key(actor=city.staff("secadmin", city.community), key=row)
    before = stands(city)
    assert program(token).get(LIST).status_code == 401
    assert report_of(program(token)).status_code == 401
    assert stands(city) == before
    assert AccountEvent.objects.filter(kind="key_revoked").count() == 1


def test_a_key_of_somebody_blocked_is_out(city: City) -> None:
    clerk = city.dispatcher
    token = token_of(clerk)
    assert program(token).get(LIST).status_code == 200
    User.objects.filter(pk=clerk.user_id).update(is_active=False)
    # What is kept for a second (test_instant_end.py measures that with commits of another session).
    accounts_actor.forget()
    assert program(token).get(LIST).status_code == 401


def test_a_key_sees_and_does_what_its_users_posts_may(city: City) -> None:
    order = city.report(city.resident())
    for actor in (bureau(city), city.staff("sysadmin", city.community),
                  city.staff("secadmin", city.community)):  # fmt: skip
        client, before = program(token_of(actor)), stands(city)
        seen = Order.objects.visible_to(actor).filter(pk=order.pk).exists()
        answer = client.get(f"{LIST}/{order.number}")
        assert answer.status_code == (200 if seen else 404)
        assert [one["number"] for one in client.get(LIST).json()] == []
        act = client.post(f"{LIST}/{order.number}/actions/accept", "{}",
                          content_type="application/json")  # fmt: skip
        assert act.status_code in (403, 404, 409)
        assert stands(city) == before


@pytest.mark.parametrize(
    "page", ["/desk/", "/desk/orders/", "/desk/it/", "/desk/registers/", "/field/", "/command/",
             "/me/orders/", "/me/data/", "/desk/settings/", "/desk/people/"],
)  # fmt: skip
def test_a_key_opens_no_page(city: City, page: str) -> None:
    client = program(token_of(city.dispatcher))
    for answer in (client.get(page), client.post(page, {})):
        assert answer.status_code in (302, 401, 403, 404, 405)
        if answer.status_code == 302:
            assert "login" in answer["Location"]


def test_a_wrong_key_beside_a_session_is_nobody(city: City) -> None:
    """Whoever sends a key means the key: the session of the same browser lends it nothing."""
    browser = browser_of(city.dispatcher)
    assert browser.get("/desk/").status_code == 200
    answer = browser.get("/desk/", HTTP_AUTHORIZATION="Bearer gz_wrong")
    assert answer.status_code == 302
    assert browser.get(LIST, HTTP_AUTHORIZATION="Bearer gz_wrong").status_code == 401
    assert browser.get(LIST).status_code == 401  # and a session is no key


METHODS = ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "GET\x00", "get ")


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_do_nothing(city: City, method: str) -> None:
    order = city.report(city.resident())
    before = stands(city)
    body = json.dumps({"client_key": str(uuid.uuid4()), "text": "路灯不亮"})
    for client in (program(token_of(city.dispatcher)), Client()):
        for path in (LIST, f"{LIST}/{order.number}", f"{LIST}/{order.number}/actions/accept",
                     "/api/v1/nothing", "/desk/", "/", "/login/"):  # fmt: skip
            answer = client.generic(method, path, body, content_type="application/json")
            assert answer.status_code in (200, 302, 401, 403, 404, 405), path
            assert answer.status_code != 200 or not path.startswith("/api/"), path
            for name in ("Access-Control-Allow-Origin", "Access-Control-Allow-Methods"):
                assert name not in answer.headers
            assert b"client_key" not in answer.content  # nothing is sent back (TRACE)
    assert stands(city) == before


def test_head_tells_as_much_as_get_and_no_body(city: City) -> None:
    order = city.report(city.resident())
    for client in (program(token_of(city.dispatcher)), Client()):
        for path in (LIST, f"{LIST}/{order.number}", NOWHERE, "/", "/desk/"):
            head, get = client.head(path), client.get(path)
            assert head.content == b""
            assert head.status_code in (get.status_code, 405)
            assert order.number not in str(head.headers)


def test_a_method_said_beside_the_method_is_not_heard(city: City) -> None:
    order = city.report(city.resident())
    before = stands(city)
    client = program(token_of(city.dispatcher))
    for header in ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"):
        answer = client.get(f"{LIST}/{order.number}?_method=DELETE", **{header: "POST"})
        assert answer.status_code == 200
    assert stands(city) == before


@pytest.mark.parametrize(
    "query",
    ["size=-1", "size=0", "size=999999999999999999999", "size=abc", "size=50&size=-5",
     "state=%00", "state=" + "a" * 9000, "after=%00", "after=" + "9" * 9000,
     "after=%27%20OR%201%3D1--", "state=%25", "size=1e9", "unknown=1"],
)  # fmt: skip
def test_what_is_asked_of_the_list(city: City, query: str) -> None:
    client = program(token_of(city.dispatcher))
    for _number in range(3):
        city.report(city.resident())
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code in (200, 400, 422)
    if answer.status_code == 200:
        assert len(answer.json()) <= 200


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b"{" * 100_000, "application/json"),
        (b"[" * 100_000 + b"]" * 100_000, "application/json"),
        (b'{"client_key": NaN}', "application/json"),
        (b'{"client_key": ' + b"9" * 100_000 + b"}", "application/json"),
        (b'{"text": "\\ud800"}', "application/json"),
        (b"\xff\xfe{", "application/json"),
        (b"client_key=1", "application/x-www-form-urlencoded"),
        (b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", "text/xml"),
        (b"", "application/json"), (b"null", "application/json"), (b"[]", "application/json"),
        (b'{"fields": ' + b'{"a":' * 5000 + b"1" + b"}" * 5001, "application/json"),
    ],
)  # fmt: skip
def test_bodies_that_are_no_report(city: City, text: bytes, kind: str) -> None:
    client, before = program(token_of(city.dispatcher)), stands(city)
    answer = client.post(LIST, text, content_type=kind)
    assert answer.status_code in (400, 413, 415, 422)
    assert b"root:" not in answer.content
    assert stands(city) == before


def test_headers_without_end(city: City) -> None:
    """Each alone is long; none is sent back, written or kept."""
    token, before = token_of(city.dispatcher), stands(city)
    long = "x" * 60_000
    for name in ("HTTP_ACCEPT_LANGUAGE", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR",
                 "HTTP_ACCEPT", "HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_ORIGIN",
                 "HTTP_X_REQUESTED_WITH", "HTTP_COOKIE"):  # fmt: skip
        for path in (LIST, "/", "/login/"):
            answer = program(token).get(path, **{name: long})
            assert answer.status_code in (200, 302, 400, 401), (name, path)
            assert long not in answer.content.decode()
            assert long not in str(answer.headers)
    assert stands(city) == before
