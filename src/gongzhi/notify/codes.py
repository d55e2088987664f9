"""The courier of one-time codes (registered with accounts): sent at once, kept nowhere."""

from __future__ import annotations

import logging

from gongzhi.accounts.login.couriers import CodeNotSent
from gongzhi.notify.gateways import GatewayError, gateway
from gongzhi.notify.texts import render

_log = logging.getLogger(__name__)


def send_code_text(*, phone: str, code: str, minutes: int, language: str) -> None:
    """Hand the code to the gateway while the person waits; CodeNotSent when it is not taken.

    Not a Message: a code must not stay in a table that people read.
    """
    text = render("code", {"code": code, "minutes": minutes}, language)
    try:
        gateway().send(phone, text)
    except GatewayError as error:
        _log.error("a code was not sent: %s", error)
        raise CodeNotSent from None
