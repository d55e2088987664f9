"""The adapter to the city's government service system. Words and phones are never logged here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongzhi.accounts.selectors import is_demo
from gongzhi.kernel.signedpost import PostError, SignedPost

# What the access log says of the applicant's name and phone that go along.
PURPOSE: Final = gettext_noop("转市政务服务系统办理")


class GovernmentError(Exception):
    """It was not taken. The reason names neither the person nor the words."""


@dataclass(frozen=True)
class Answer:
    """The number there, where it stands in a few words, and whether it is finished."""

    number: str
    state: str
    done: bool = False


class Government(Protocol):
    """Takes one order over, or says where it stands; the same `reference` is taken once."""

    def ask(self, document: Mapping[str, Any]) -> Answer:
        """`document["action"]` is `take` or `state`. Raises GovernmentError."""


class ConsoleGovernment:
    """The demo's: a made-up number, always the same for an order."""

    def ask(self, document: Mapping[str, Any]) -> Answer:
        return Answer(f"ZW-{document['reference']}", _("演示系统已收件"))


class NoGovernment:
    """An installation that has not said where."""

    def ask(self, document: Mapping[str, Any]) -> Answer:
        raise GovernmentError(_("没有配置政务服务系统（GONGZHI_GOV_URL）"))


class HttpGovernment:
    """Posts the document, signed (`kernel/signedpost.py`), to the city's adapter.

    The answer is JSON `{"number", "state", "done"}`; anything else is no answer.
    """

    def __init__(self, *, url: str, secret: str, timeout: float) -> None:
        try:
            self._post = SignedPost(url=url, secret=secret, timeout=timeout)
        except PostError as error:
            raise GovernmentError(_reason(error)) from None

    def ask(self, document: Mapping[str, Any]) -> Answer:
        try:
            said = json.loads(self._post.post(document))
            number, state = str(said["number"]).strip(), str(said.get("state", "")).strip()
        except PostError as error:
            raise GovernmentError(_reason(error)) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise GovernmentError(_("政务服务系统的回答看不懂")) from None
        if not number or "\x00" in number + state:
            raise GovernmentError(_("政务服务系统的回答里没有编号"))
        return Answer(number[:60], state[:100], said.get("done") is True)


def _reason(error: PostError) -> str:
    match error.kind:
        case "address":
            return _("政务服务系统地址应以 https:// 开头")
        case "secret":
            return _("没有配置政务服务系统的密钥（GONGZHI_GOV_SECRET）")
        case "status":
            return _("政务服务系统返回 %(code)s") % {"code": error.detail}
    return _("连不上政务服务系统（%(cause)s）") % {"cause": error.detail or error.kind}


def government() -> Government:
    """By settings.GONGZHI_GOV; without an address the demo's in a demo, else a refusal."""
    chosen: Mapping[str, Any] = getattr(settings, "GONGZHI_GOV", None) or {}
    if chosen.get("url"):
        return HttpGovernment(
            url=str(chosen["url"]), secret=str(chosen.get("secret", "")),
            timeout=float(chosen.get("timeout", 10.0)),
        )  # fmt: skip
    return ConsoleGovernment() if is_demo() else NoGovernment()
