"""The form of an API key: `gz_<prefix>_<secret>`; only the secret's SHA-256 is stored.

A plain hash suffices here, unlike for a password: the secret holds 256 random bits.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from typing import Final

_TOKEN: Final = re.compile(r"gz_([0-9a-f]{10})_([A-Za-z0-9_-]{43})")


def make() -> tuple[str, str]:
    """A new (prefix, secret)."""
    return secrets.token_hex(5), secrets.token_urlsafe(32)


def join(prefix: str, secret: str) -> str:
    """The token that the program sends."""
    return f"gz_{prefix}_{secret}"


def split(token: str) -> tuple[str, str] | None:
    """(prefix, secret) of a token; None when it cannot be one."""
    match = _TOKEN.fullmatch(token)
    return (match[1], match[2]) if match else None


def secret_hash(secret: str) -> str:
    """64 hex digits."""
    return sha256(secret.encode()).hexdigest()
