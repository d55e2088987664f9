"""How texts leave the house. Phones, codes and texts are never logged here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.accounts.selectors import is_demo
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.signedpost import PostError, SignedPost
from gongzhi.notify.models import DemoText


class GatewayError(Exception):
    """A text was not taken. The reason names neither the phone nor the text."""


@dataclass(frozen=True)
class Text:
    """One text for one phone; `reference` is the same when the same text is tried again."""

    phone: str
    text: str
    reference: str = ""


class Gateway(ABC):
    """Takes texts for phones."""

    at_once = 25  # that a worker takes on before it notes what went out

    @abstractmethod
    def send(self, phone: str, text: str, *, reference: str = "") -> None:
        """Return when the text was taken; GatewayError otherwise."""

    def send_many(self, texts: Iterable[Text]) -> Iterator[str]:
        """In turn why each was not taken, "" when it was."""
        for one in texts:
            try:
                self.send(one.phone, one.text, reference=one.reference)
            except GatewayError as error:
                yield str(error)
            else:
                yield ""


class ConsoleGateway(Gateway):
    """The demo's: writes to the demo inbox and nowhere else, sealed like everything personal."""

    at_once = 250

    def send(self, phone: str, text: str, *, reference: str = "") -> None:
        """Keep the text."""
        list(self.send_many([Text(phone, text, reference)]))

    def send_many(self, texts: Iterable[Text]) -> Iterator[str]:
        """Kept by one statement."""
        at = clock.now()
        rows = [
            DemoText(phone_sealed=seal(one.phone), text_sealed=seal(one.text), at=at)
            for one in texts
        ]
        DemoText.objects.bulk_create(rows)
        yield from ("" for _ in rows)


class NoGateway(Gateway):
    """An installation that has not said how to send."""

    def send(self, phone: str, text: str, *, reference: str = "") -> None:
        """Refuse, with what to do."""
        raise GatewayError(_("没有配置短信平台（GONGZHI_SMS_URL）"))


class HttpGateway(Gateway):
    """Posts JSON `{"reference", "phone", "text"}` to a provider's address or a city's adapter,
    signed (`kernel/signedpost.py`). Any 2xx means taken.
    """

    def __init__(self, *, url: str, secret: str, timeout: float = 5.0) -> None:
        try:
            self._post = SignedPost(url=url, secret=secret, timeout=timeout)
        except PostError as error:
            raise GatewayError(_reason(error)) from None

    def __repr__(self) -> str:
        return f"HttpGateway({self._post.host})"

    def send(self, phone: str, text: str, *, reference: str = "") -> None:
        """One request; GatewayError says what went wrong in a few words."""
        try:
            self._post.post({"reference": reference, "phone": phone, "text": text})
        except PostError as error:
            raise GatewayError(_reason(error)) from None


def _reason(error: PostError) -> str:
    match error.kind:
        case "address":
            return _("短信平台地址应以 https:// 开头")
        case "secret":
            return _("没有配置短信平台的密钥（GONGZHI_SMS_SECRET）")
        case "status":
            return _("短信平台返回 %(code)s") % {"code": error.detail}
        case "timeout":
            return _("短信平台超时")
    cause = _("没有及时回应") if error.detail == "timeout" else error.detail
    return _("连不上短信平台（%(cause)s）") % {"cause": cause}


def gateway() -> Gateway:
    """The gateway of settings.GONGZHI_SMS (`url`, `secret`, `timeout` seconds).

    Without an address: the demo's inbox in a demo, a refusal with a reason anywhere else.
    """
    chosen: Mapping[str, Any] = getattr(settings, "GONGZHI_SMS", None) or {}
    if chosen.get("url"):
        return HttpGateway(
            url=str(chosen["url"]),
            secret=str(chosen.get("secret", "")),
            timeout=float(chosen.get("timeout", 5.0)),
        )
    return ConsoleGateway() if is_demo() else NoGateway()
