"""The code by which an unknown writer follows an order: sixteen digits, kept as a slow hash only."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Final

DIGITS: Final = 16
_GROUP: Final = 4


def new_code() -> str:
    """Sixteen digits in groups of four: easy to write down and to type on an old phone."""
    number = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return " ".join(number[at : at + _GROUP] for at in range(0, DIGITS, _GROUP))


def clean_code(text: str) -> str:
    """The digits alone; "" for what cannot be a code."""
    digits = re.sub(r"[\s-]", "", text)
    return digits if digits.isascii() and digits.isdigit() and len(digits) == DIGITS else ""


def digest_of(code: str, number: str) -> str:
    """scrypt with the order's number as salt: some 50 ms a try, and no key that could change."""
    salt = f"writer:{number}".encode()
    made = hashlib.scrypt(clean_code(code).encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
    return made.hex()


def is_code(code: str, number: str, digest: str) -> bool:
    return bool(clean_code(code)) and hmac.compare_digest(digest_of(code, number), digest)
