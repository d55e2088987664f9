"""From which address a request comes, also behind proxies: quotas and lock-outs count by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase

Network = IPv4Network | IPv6Network


class ClientAddress:
    """Middleware: `REMOTE_ADDR` is the caller's, not that of a proxy in `GONGZHI_PROXIES`.

    The rightmost address of X-Forwarded-For that no proxy of ours has: what stands to the left
    of it anybody may have written. From anywhere else the header means nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.proxies = networks(settings.GONGZHI_PROXIES)
        if not self.proxies:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.META["REMOTE_ADDR"] = client_address(
            request.META.get("REMOTE_ADDR", ""),
            request.META.get("HTTP_X_FORWARDED_FOR", ""),
            self.proxies,
        )
        return self.get_response(request)


def networks(names: Iterable[str]) -> list[Network]:
    """Addresses and networks; ImproperlyConfigured for a name that is neither."""
    try:
        return [ip_network(name, strict=False) for name in names]
    except ValueError as error:
        raise ImproperlyConfigured(f"GONGZHI_PROXIES: {error}") from None


def client_address(peer: str, forwarded: str, proxies: list[Network]) -> str:
    """The first address, going back from `peer`, that is none of `proxies`."""
    found = peer
    for name in reversed(forwarded.split(",")):
        hop = name.strip()
        if not (_is_address(hop) and any(ip_address(found) in proxy for proxy in proxies)):
            break
        found = hop
    return found


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


@register
def proxies_are_known(**_kwargs: object) -> list[CheckMessage]:
    """`gongzhi check`: behind a proxy that is not named, everybody has the proxy's address."""
    if not getattr(settings, "SECURE_PROXY_SSL_HEADER", None) or settings.GONGZHI_PROXIES:
        return []
    said = "GONGZHI_BEHIND_PROXY is set and GONGZHI_PROXIES is not: all callers share one address."
    return [Warning(said, id="gongzhi.W001")]
