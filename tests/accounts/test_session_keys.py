"""What stands in the cookie of a session: whatever it is, it is a session or it is nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from gongzhi.accounts.login.sessions import SessionStore
from gongzhi.accounts.models import Session


def kept() -> SessionStore:
    """A session of somebody."""
    store = SessionStore()
    store["who"] = "me"
    store.create()
    store["who"] = "me"
    store.save()
    return store


@pytest.mark.parametrize(
    "key",
    ["", " ", "short", "\x00" * 32, "a" * 10_000, "会" * 32, "𝟙" * 32, "\ud800" * 32,
     "' OR 1=1; --aaaaaaaaaaaaaaaaaaa", "%(key)s$1%s{}" * 3, "a" * 31 + "\x00", "-" * 32],
)  # fmt: skip
def test_odd_keys_are_nobody(db: None, key: str) -> None:
    kept()
    store = SessionStore(key)
    assert dict(store.items()) == {}
    assert store.session_key is None
    assert store.stamp is None
    assert Session.objects.count() == 1


def test_a_key_is_itself_alone(db: None) -> None:
    key = str(kept().session_key)
    assert SessionStore(key)["who"] == "me"
    for near in (f"{key} ", f" {key}", key.upper(), key[:-1], f"{key}a", f"{key}\x00", key[:8]):
        assert dict(SessionStore(near).items()) == {}


def test_over_forged_and_broken_ones_are_nobody(db: None) -> None:
    key = str(kept().session_key)
    for data in ("", "x", "\\x00", "eyJ3aG8iOiJtZSJ9:1:forged"):
        Session.objects.filter(pk=key).update(session_data=data)
        assert dict(SessionStore(key).items()) == {}
    other = str(kept().session_key)
    Session.objects.filter(pk=other).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert dict(SessionStore(other).items()) == {}


def test_deleted_in_the_middle_it_does_not_come_back(db: None) -> None:
    store = SessionStore(kept().session_key)
    assert store["who"] == "me"
    Session.objects.all().delete()
    store["who"] = "still me"
    with pytest.raises(UpdateError):  # which the middleware answers with a sentence
        store.save()
    assert not Session.objects.exists()


def test_in_a_transaction_that_failed_it_says_so_and_goes_on_after_it(
    transactional_db: None,
) -> None:
    key = kept().session_key
    with transaction.atomic():
        connection.needs_rollback = True
        with pytest.raises(transaction.TransactionManagementError):
            SessionStore(key).load()
    assert SessionStore(key)["who"] == "me"


@pytest.mark.parametrize(
    "cookie", ["", "a" * 10_000, ("会" * 40).encode().decode("latin-1"), "'; DROP TABLE x; --" * 2]
)
def test_pages_open_with_odd_cookies(db: None, client: Client, cookie: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert client.get("/login/").status_code in (200, 301, 302, 404)
