"""Rules of one-time codes: how long, how often, how many tries; pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from gongzhi.kernel.crypto import Keyring, blind, keyring

VALID_FOR: Final = timedelta(minutes=10)
VALID_MINUTES: Final = 10
PAUSE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
PER_DAY: Final = 5
PER_SOURCE_HOUR: Final = 60  # one address of the net: a mobile carrier hides many phones behind it
MAX_TRIES: Final = 5


def phone_index(phone: str, ring: Keyring | None = None) -> str:
    """What a clean phone number is found by; under `ring` where indexes are rewritten."""
    return (ring or keyring()).blind(phone, "phone")


def code_hash(phone: str, code: str) -> str:
    """A keyed hash: six digits under a plain hash would be guessed in a second."""
    return blind(f"{phone}:{code}", "code")


def source_index(source: str) -> str:
    """What the address of a request is counted by; empty for none."""
    return blind(source, "source") if source else ""
