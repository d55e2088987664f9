"""Whose request it is behind proxies: the rightmost address that is none of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from gongzhi.accounts.login.codes import source_index
from gongzhi.accounts.models import PhoneCode
from gongzhi.web.client import client_address, networks, proxies_are_known

PROXY, INNER, CALLER, LIAR = "10.0.0.9", "10.1.7.7", "203.0.113.5", "198.51.100.1"
OURS = networks([PROXY, "10.1.0.0/16", "fd00::/8"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        (CALLER, "", CALLER),
        (CALLER, LIAR, CALLER),  # not through a proxy of ours: the header means nothing
        (PROXY, CALLER, CALLER),
        (PROXY, f"{LIAR}, {CALLER}", CALLER),
        (PROXY, f"{LIAR}, {CALLER}, {INNER}", CALLER),
        (PROXY, "", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, f"{LIAR}, nonsense, {INNER}", INNER),
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
    ],
)
def test_the_rightmost_address_that_is_not_ours(peer: str, forwarded: str, found: str) -> None:
    assert client_address(peer, forwarded, OURS) == found


def test_a_name_that_is_no_network() -> None:
    with pytest.raises(ImproperlyConfigured, match="GONGZHI_PROXIES"):
        networks(["proxy.example"])


@pytest.mark.parametrize(("proxies", "counted"), [([PROXY], CALLER), ([], PROXY)])
@pytest.mark.django_db(transaction=True)
def test_codes_are_counted_by_the_callers_address(
    settings: Any, proxies: list[str], counted: str
) -> None:
    settings.GONGZHI_PROXIES = proxies
    client = Client(REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"{LIAR}, {CALLER}")
    assert client.post("/code/", {"phone": "19900000001"}).status_code == 200
    assert PhoneCode.objects.get().source_blind == source_index(counted)


def test_a_proxy_without_its_address_is_said(settings: Any) -> None:
    assert proxies_are_known() == []
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert [message.id for message in proxies_are_known()] == ["gongzhi.W001"]
    settings.GONGZHI_PROXIES = [PROXY]
    assert proxies_are_known() == []
