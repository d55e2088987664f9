"""Send a one-time code to a phone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.accounts.login import codes
from gongzhi.accounts.login.couriers import deliver
from gongzhi.accounts.models import PhoneCode
from gongzhi.accounts.phones import clean_phone
from gongzhi.accounts.selectors import is_demo
from gongzhi.kernel import clock
from gongzhi.kernel.errors import TooMany


@dataclass(frozen=True)
class SentCode:
    """What the person is told; the code itself is nowhere but in the text message."""

    wait_seconds: int
    expires_at: datetime


class JustSent(TooMany):
    """A code of less than a minute ago is on its way: the one that the page asks for."""


def send_code(*, phone: str, source: str = "", at: datetime | None = None) -> SentCode:
    """Six digits, valid for ten minutes; earlier codes of this phone end.

    `source` is the network address that asks. At most one a minute and five in 24 hours a phone,
    sixty an hour a source. Call it outside a transaction: a code that was sent must be known.
    Raises Invalid (`phone`), TooMany, CodeNotSent.
    """
    phone = clean_phone(phone)
    at = at or clock.now()
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = _record(phone=phone, code=code, source=source, at=at)
    deliver(
        phone=phone, code=code, minutes=codes.VALID_MINUTES, language=get_language() or "zh-hans"
    )
    return SentCode(int(codes.PAUSE.total_seconds()), row.expires_at)


@transaction.atomic(durable=True)
def _record(*, phone: str, code: str, source: str, at: datetime) -> PhoneCode:
    index = codes.phone_index(phone)
    with connection.cursor() as cursor:
        # Two requests at once would both find that nothing was sent.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [index])
    _check_phone(index, at)
    source_blind = codes.source_index(source)
    _check_source(source_blind, at)
    return PhoneCode.objects.create(
        phone_blind=index,
        code_hash=codes.code_hash(phone, code),
        source_blind=source_blind,
        sent_at=at,
        expires_at=at + codes.VALID_FOR,
    )


def _check_phone(index: str, at: datetime) -> None:
    sent = list(
        PhoneCode.objects.filter(phone_blind=index, sent_at__gt=at - codes.DAY)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)[: codes.PER_DAY]
    )
    if sent and sent[0] > at - codes.PAUSE:
        wait = int((sent[0] + codes.PAUSE - at).total_seconds()) or 1
        raise JustSent(_("验证码刚刚发过，请%(seconds)d秒后再取。") % {"seconds": wait}, "phone")
    if len(sent) >= codes.PER_DAY:
        raise TooMany(
            _("这个手机号24小时内最多取%(count)d次验证码，请明天再试。") % {"count": codes.PER_DAY},
            "phone",
        )


def _check_source(source_blind: str, at: datetime) -> None:
    if not source_blind or is_demo():  # in a demo nothing is sent, and everybody sits at one desk
        return
    asked = PhoneCode.objects.filter(source_blind=source_blind, sent_at__gt=at - codes.HOUR)
    if asked.count() >= codes.PER_SOURCE_HOUR:
        raise TooMany(_("您所在的网络取验证码太多，请过一小时再试。"))
