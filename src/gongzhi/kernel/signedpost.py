"""Post JSON to another system, signed, without following it elsewhere."""

from __future__ import annotations

import hmac
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from gongzhi.kernel import clock

_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
ANSWER_MOST: Final = 65536


class PostError(Exception):
    """What went wrong: `kind` is address, secret, status, timeout or unreachable; `detail` the
    status, or the name of the fault. Neither names what was sent.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind, self.detail = kind, detail


class SignedPost:
    """One address with its shared secret.

    The header `X-Gongzhi-Signature: t=<unix seconds>,v1=<hex>` carries the HMAC-SHA256 of
    `<t>.<body>`; the receiver refuses old times and repeats of a `reference`. Redirects are not
    followed: they would carry what is sent off. Plain http is for this machine only.
    """

    def __init__(self, *, url: str, secret: str, timeout: float = 5.0) -> None:
        parts = urlsplit(url)
        local = parts.scheme == "http" and parts.hostname in _LOCAL
        if parts.scheme != "https" and not local:
            raise PostError("address")
        if not secret:
            raise PostError("secret")
        self.host = parts.hostname or ""
        self._url, self._secret, self._timeout = url, secret.encode(), timeout

    def post(self, document: Mapping[str, Any]) -> bytes:
        """The answer to one request; any 2xx is a success. Raises PostError."""
        body = json.dumps(document, ensure_ascii=False).encode()
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
                return bytes(response.read(ANSWER_MOST))
        except urllib.error.HTTPError as error:
            error.close()
            raise PostError("status", str(error.code)) from None
        except TimeoutError:
            raise PostError("timeout") from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise PostError("unreachable", "timeout") from None
            raise PostError("unreachable", type(reason).__name__) from None

    def signature(self, body: bytes, at: int) -> str:
        """What stands in the header for a body at a time."""
        mac = hmac.new(self._secret, f"{at}.".encode() + body, sha256).hexdigest()
        return f"t={at},v1={mac}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None  # the 3xx then surfaces as an HTTPError


_opener = urllib.request.build_opener(_NoRedirect)
