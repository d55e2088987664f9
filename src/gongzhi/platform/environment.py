"""Is what the environment says usable? Asked before anything is started, so that a slip of the
pen is one sentence and not a service that fails at its first sealed name."""

import base64
import binascii
import ipaddress
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from gongzhi.platform.databaseurl import parse_database_url
from gongzhi.platform.loginconfig import oidc_config
from gongzhi.platform.problems import PlatformError

_KEY_BYTES: Final = 32
_CHOICES: Final = {
    "GONGZHI_LOG_LEVEL": ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
    "GONGZHI_CIPHERS": ("aes", "sm"),
}


def check_environment(environ: Mapping[str, str]) -> None:
    """Raise PlatformError that names the first variable that cannot be used; never its secret."""
    if environ.get("DATABASE_URL"):
        parse_database_url(environ["DATABASE_URL"])
    oidc_config(environ)
    _address(environ.get("GONGZHI_URL", ""))
    for name, allowed in _CHOICES.items():
        if environ.get(name) and environ[name] not in allowed:
            raise PlatformError(f"{name} is one of {', '.join(allowed)}, not {environ[name]!r}.")
    for proxy in _parts(environ.get("GONGZHI_PROXIES", "")):
        try:
            ipaddress.ip_network(proxy, strict=False)
        except ValueError:
            raise PlatformError(
                f"GONGZHI_PROXIES holds addresses or networks, not {proxy!r}."
            ) from None
    _keys("GONGZHI_KEYS", environ.get("GONGZHI_KEYS", "").split(","))
    _keys("GONGZHI_ROOT_KEY", [environ.get("GONGZHI_ROOT_KEY", "")])


def _parts(text: str) -> Iterable[str]:
    return (part.strip() for part in text.split(",") if part.strip())


def _address(url: str) -> None:
    try:
        parts = urlsplit(url)
        sound = not url or (parts.scheme in {"http", "https"} and bool(parts.hostname))
    except ValueError:
        sound = False
    if not sound:
        raise PlatformError(
            f"GONGZHI_URL is the public address, such as https://12345.example.gov.cn, not {url!r}."
        )


def _keys(name: str, entries: list[str]) -> None:
    """Entries `id:base64` of 32 bytes; a single empty one is a variable that is not set."""
    for number, entry in enumerate(entries if entries != [""] else [], start=1):
        identity, _, text = entry.partition(":")
        try:
            size = len(base64.b64decode(text, validate=True))
        except (binascii.Error, ValueError):
            size = 0
        if not identity or size != _KEY_BYTES:
            raise PlatformError(
                f"{name}: entry {number} is not an id, a colon and {_KEY_BYTES} bytes in base64."
            )
