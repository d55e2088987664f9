"""What every answer of the web carries, and what the outside may ask."""

import pytest
from django.core.exceptions import DisallowedHost
from django.db import connection, models
from django.http import HttpResponse
from django.test import RequestFactory

from gongzhi.config.guard import ScopeGuardMiddleware
from gongzhi.kernel.scope import ScopeViolation, forget_scoped, register_scoped


@pytest.mark.django_db
def test_healthz_says_ok_and_nothing_else(client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_healthz_is_503_without_a_database(client, monkeypatch) -> None:
    def broken():
        raise OSError

    monkeypatch.setattr(connection, "cursor", broken)
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_the_policy_allows_no_inline_script_and_no_other_host(client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_the_description_of_the_api_needs_no_other_host(client) -> None:
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Gongzhi"
    assert client.get("/api/v1/docs").status_code == 404


@pytest.mark.django_db
def test_a_view_that_forgets_the_scope_raises() -> None:
    class Secret(models.Model):
        class Meta:
            app_label = "platform_tests"
            managed = False
            db_table = "platform_tests_secret"

    register_scoped("platform_tests_secret")
    try:
        middleware = ScopeGuardMiddleware(lambda request: HttpResponse(Secret.objects.count()))
        with pytest.raises(ScopeViolation):
            middleware(RequestFactory().get("/"))
    finally:
        forget_scoped("platform_tests_secret")


def test_a_strange_host_name_is_refused(settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    with pytest.raises(DisallowedHost):
        RequestFactory().get("/", headers={"host": "evil.example"}).get_host()
