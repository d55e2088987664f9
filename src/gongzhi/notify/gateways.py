"""How texts leave the house. Phones, codes and texts are never logged here."""

from __future__ import annotations

import hmac
import http.client
import json
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.accounts.selectors import is_demo
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.notify.models import DemoText

_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


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
    """Posts JSON `{"reference", "phone", "text"}` to a provider's address or a city's adapter.

    The header `X-Gongzhi-Signature: t=<unix seconds>,v1=<hex>` carries the HMAC-SHA256 of
    `<t>.<body>` under the shared secret; the receiver refuses old times and repeats of a
    `reference`. Any 2xx means taken. Redirects are not followed: they would carry the phone off.
    """

    def __init__(self, *, url: str, secret: str, timeout: float = 5.0) -> None:
        parts = urlsplit(url)
        local = parts.scheme == "http" and parts.hostname in _LOCAL
        if parts.scheme != "https" and not local:
            raise GatewayError(_("短信平台地址应以 https:// 开头"))
        if not secret:
            raise GatewayError(_("没有配置短信平台的密钥（GONGZHI_SMS_SECRET）"))
        self._url = url
        self._secret = secret.encode()
        self._timeout = timeout

    def __repr__(self) -> str:
        return f"HttpGateway({urlsplit(self._url).hostname})"

    def send(self, phone: str, text: str, *, reference: str = "") -> None:
        """One request; GatewayError says what went wrong in a few words."""
        body = json.dumps(
            {"reference": reference, "phone": phone, "text": text}, ensure_ascii=False
        ).encode()
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked above
            self._url,
            data=body,
            method="POST",
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "X-Gongzhi-Signature": self.signature(body, int(clock.now().timestamp())),
            },
        )
        try:
            with _opener.open(request, timeout=self._timeout) as response:
                response.read(1024)
        except urllib.error.HTTPError as error:
            error.close()
            raise GatewayError(_("短信平台返回 %(code)d") % {"code": error.code}) from None
        except TimeoutError:
            raise GatewayError(_("短信平台超时")) from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise GatewayError(
                _("连不上短信平台（%(cause)s）") % {"cause": _cause(error)}
            ) from None

    def signature(self, body: bytes, at: int) -> str:
        """What stands in the header for a body at a time."""
        mac = hmac.new(self._secret, f"{at}.".encode() + body, sha256).hexdigest()
        return f"t={at},v1={mac}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None  # the 3xx then surfaces as an HTTPError


_opener = urllib.request.build_opener(_NoRedirect)


def _cause(error: BaseException) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return _("没有及时回应")
    return type(reason).__name__


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
