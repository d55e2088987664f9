"""Prove that one holds a phone."""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.accounts.login import codes
from gongzhi.accounts.models import PhoneCode, Resident
from gongzhi.accounts.phones import clean_phone
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid, TooMany

Outcome = Literal["right", "stale", "spent"] | int


def verify_code(*, phone: str, code: str, at: datetime | None = None) -> Resident:
    """The resident of the phone, when the code is the newest one sent, unused and not expired.

    Call it outside a transaction: a wrong try is counted even though the caller then fails.
    Raises Invalid (`phone` or `code`) and TooMany after five wrong tries.
    """
    phone = clean_phone(phone)
    at = at or clock.now()
    outcome = _try(phone=phone, code=_digits(code), at=at)
    if outcome == "right":
        return ensure_resident(phone=phone, verified=True, at=at)
    if outcome == "stale":
        raise Invalid(_("验证码已失效，请重新获取。"), "code")
    if outcome == "spent":
        raise TooMany(_("验证码错的次数太多，请重新获取。"), "code")
    left = int(outcome)
    raise Invalid(
        ngettext("验证码不对，还可以试%(count)d次。", "验证码不对，还可以试%(count)d次。", left)
        % {"count": left},
        "code",
    )


def _digits(code: str) -> str:
    """What was typed, with full-width digits and spaces put right."""
    return "".join(unicodedata.normalize("NFKC", code).split())


@transaction.atomic(durable=True)
def _try(*, phone: str, code: str, at: datetime) -> Outcome:
    """Judge and count one try under a lock; a number is how many tries are left."""
    row = (
        PhoneCode.objects.select_for_update()
        .filter(phone_blind=codes.phone_index(phone))
        .order_by("-sent_at", "-id")
        .first()
    )
    if row is None or row.used_at is not None or row.expires_at <= at:
        return "stale"
    if row.tries >= codes.MAX_TRIES:
        return "spent"
    if hmac.compare_digest(row.code_hash, codes.code_hash(phone, code)):
        row.used_at = at
        row.save(update_fields=["used_at"])
        return "right"
    row.tries += 1
    row.save(update_fields=["tries"])
    return codes.MAX_TRIES - row.tries or "spent"
