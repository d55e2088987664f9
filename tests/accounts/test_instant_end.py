"""Whose posting ended sees nothing at the next request, whichever process ended it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.urls import include, path

from gongzhi.accounts import actor as actors
from gongzhi.accounts.actor import actor_of_key, current_stamp
from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.kernel import clock
from gongzhi.web.access import staff_only

from .conftest import PASSWORD, City

ENDED = "您的岗位已经结束"


@staff_only()
def page(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"id": request.actor.user_id})  # type: ignore[attr-defined]


urlpatterns = [path("page/", page), path("", include("gongzhi.config.urls"))]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _quiet_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process keeps, it keeps for ever: only the version can end it."""
    for cache in (actors._staff, actors._keys):
        monkeypatch.setattr(cache, "_seconds", 3600.0)
    monkeypatch.setattr(actors._version, "_seconds", 0.0)


@pytest.fixture
def elsewhere() -> Iterator[psycopg.Connection[Any]]:
    """Another process: a connection of its own that knows nothing of our caches."""
    at = connection.settings_dict
    with psycopg.connect(
        host=at["HOST"], port=at["PORT"] or None, user=at["USER"], password=at["PASSWORD"],
        dbname=at["NAME"], autocommit=True,
    ) as other:  # fmt: skip
        yield other


@pytest.fixture
def client_in(client: Client, handler: User) -> Client:
    client.force_login(handler)
    assert client.get("/page/").json() == {"id": handler.pk}
    return client


def end_today(elsewhere: psycopg.Connection[Any], user: User) -> None:
    elsewhere.execute(
        "UPDATE accounts_posting SET valid = daterange(%s, %s) WHERE user_id = %s",
        (clock.today() - timedelta(days=9), clock.today(), user.pk),
    )


def test_a_posting_ended_by_another_process(
    client_in: Client, handler: User, elsewhere: psycopg.Connection[Any]
) -> None:
    end_today(elsewhere, handler)
    refused = client_in.get("/page/", HTTP_ACCEPT="application/json")
    assert refused.status_code == 401
    assert ENDED in refused.json()["message"]
    assert client_in.get("/page/")["Location"] == "/login/?next=/page/"
    assert ENDED in client_in.get("/login/").content.decode()


def test_an_open_page_and_a_phones_outbox_are_told(
    client: Client, handler: User, elsewhere: psycopg.Connection[Any]
) -> None:
    entry = {"entry": '{"client_key": "x", "kind": "note"}'}
    for send in (
        lambda: client.get("/page/", HTTP_HX_REQUEST="true"),
        lambda: client.post("/field/outbox", entry, HTTP_ACCEPT="application/json"),
    ):
        Posting.objects.update(valid=(clock.today(), None))
        actors.forget()
        client.force_login(handler)
        assert client.get("/page/").status_code == 200
        end_today(elsewhere, handler)
        refused = send()
        assert refused.status_code == 401  # the phone keeps its entry and says so
        assert ENDED in refused.json()["message"]


def test_one_of_two_postings(
    client_in: Client, city: City, handler: User, elsewhere: psycopg.Connection[Any]
) -> None:
    assign_posting(user=handler, role="body_head", body=city.office)
    assert client_in.get("/page/").status_code == 200
    elsewhere.execute("DELETE FROM accounts_posting WHERE role = 'handler'")
    assert client_in.get("/page/").status_code == 200
    assert actors._staff_now(handler.pk, current_stamp()).actor.roles == {"body_head"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts_user SET is_active = false WHERE id = %s",
        "UPDATE accounts_user SET password = 'x' WHERE id = %s",
        "DELETE FROM accounts_session WHERE user_id = %s",
    ],
)
def test_blocked_renamed_and_ended_sessions(
    client_in: Client, handler: User, elsewhere: psycopg.Connection[Any], change: str
) -> None:
    elsewhere.execute(change, (handler.pk,))
    assert client_in.get("/page/").status_code == 302


def test_a_program_is_out_too(
    handler: User, elsewhere: psycopg.Connection[Any], client: Client
) -> None:
    issued = issue_api_key(user=handler, name="接口")
    assert actor_of_key(issued.token) is not None
    elsewhere.execute("UPDATE accounts_apikey SET revoked_at = now() WHERE id = %s",
                      (issued.key.pk,))  # fmt: skip
    assert actor_of_key(issued.token) is None
    other = issue_api_key(user=handler, name="接口2").token
    assert actor_of_key(other) is not None
    end_today(elsewhere, handler)
    assert actor_of_key(other) is None
    answer = client.get("/api/v1/orders", HTTP_AUTHORIZATION=f"Bearer {other}")
    assert answer.status_code == 401


def test_what_is_rolled_back_changes_nothing(
    client_in: Client, handler: User, elsewhere: psycopg.Connection[Any]
) -> None:
    before = current_stamp()
    elsewhere.execute("BEGIN")
    end_today(elsewhere, handler)
    assert client_in.get("/page/").status_code == 200
    elsewhere.execute("ROLLBACK")
    assert client_in.get("/page/").status_code == 200
    assert current_stamp() == before


def test_one_transaction_moves_the_version_once(city: City, handler: User) -> None:
    before = current_stamp()
    users = [User(username=f"many-{n}", name="示例") for n in range(50)]
    User.objects.bulk_create(users)
    Posting.objects.bulk_create(
        Posting(user=user, role="handler", body=city.bureau, valid=(clock.today(), None))
        for user in users
    )
    assert current_stamp() == before + 1  # people without postings change nothing


def test_midnight_in_shanghai_is_the_end(client: Client, city: City) -> None:
    user = create_staff(username="leaver", name="示例", password=PASSWORD)
    tomorrow = clock.today() + timedelta(days=1)
    assign_posting(user=user, role="handler", body=city.bureau, until=tomorrow)
    token = issue_api_key(user=user, name="接口").token
    midnight = clock.local(clock.now()).replace(
        hour=0, minute=0, second=0, microsecond=0
    ) + timedelta(days=1)
    client.force_login(user)
    with clock.frozen(midnight - timedelta(seconds=1)):
        assert client.get("/page/").status_code == 200
        assert actor_of_key(token) is not None
    with clock.frozen(midnight):
        assert actor_of_key(token) is None
        assert client.get("/page/", HTTP_ACCEPT="application/json").status_code == 401


def test_a_warm_request_asks_only_for_its_session(
    client_in: Client, handler: User, django_assert_num_queries: Any, monkeypatch: Any
) -> None:
    with django_assert_num_queries(0):  # the session itself is read beside Django's counter
        assert client_in.get("/page/").status_code == 200
    monkeypatch.setattr(actors._version, "_seconds", 1.0)
    token = issue_api_key(user=handler, name="接口").token
    assert actor_of_key(token) is not None
    with django_assert_num_queries(0):
        for _ in range(100):
            assert actor_of_key(token) is not None
