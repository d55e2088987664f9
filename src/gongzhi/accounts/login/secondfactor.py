"""The second factor: time-based codes (RFC 6238) and recovery codes, kept by allauth's MFA.

allauth brings the rows, the codes and the picture; the secret is sealed before it is stored. That
a code is used once and that guessing ends is decided on the locked row, so that it holds in every
process (allauth keeps used codes in a cache of one process).
"""

from __future__ import annotations

import base64
import hmac
import unicodedata
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote, urlencode

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from gongzhi.accounts.roles import role_names
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.kernel.crypto import open_, seal

PERIOD: Final = 30
TOLERANCE: Final = 1  # steps that a phone's clock may be off
ALL: Final = "all"


class SealedAdapter(DefaultMFAAdapter):
    """allauth's hooks: secrets are sealed with the product's keys, no mail is ever sent."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_(encrypted_text)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nobody has an address here."""


def required_for(roles: frozenset[str]) -> bool:
    """Whether somebody in these roles must have a second factor (GONGZHI_SECOND_FACTOR).

    `admins` stands for the three administrators.
    """
    wanted = frozenset(settings.GONGZHI_SECOND_FACTOR)
    if "admins" in wanted:
        wanted |= frozenset(ADMIN_ROLES)
    return bool(roles) and (ALL in wanted or bool(wanted & roles))


def unknown_roles() -> list[str]:
    """What GONGZHI_SECOND_FACTOR names and this city does not have: it would ask nobody."""
    wanted = frozenset(settings.GONGZHI_SECOND_FACTOR)
    return sorted(wanted - {ALL, "admins"} - role_names().keys())


def enabled_for(user_id: int) -> bool:
    """Whether the user has set one up."""
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists()


def new_secret() -> str:
    """160 random bits in base 32, as authenticator apps take them."""
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    return str(generate_totp_secret())


def in_fours(secret: str) -> str:
    """A secret as one types it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def address_of(*, username: str, issuer: str, secret: str) -> str:
    """The otpauth address that the picture holds."""
    label = quote(f"{issuer}:{username}")
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def picture_of(address: str) -> str:
    """The QR code as a data address for an <img>: nothing is fetched, no policy is loosened."""
    svg = SealedAdapter().build_totp_svg(address)
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def typed(code: str) -> str:
    """What was typed, with full-width digits and spaces put right."""
    return "".join(unicodedata.normalize("NFKC", code).split()).replace("-", "")


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is, None when it is none of now and one step around."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    now = int(at.timestamp()) // PERIOD
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, step)).encode(), code.encode()):
            return step
    return None
