"""How a one-time code reaches a phone: a domain above this one brings the means.

`notify` registers its gateway when it starts; accounts know no gateway.
"""

from __future__ import annotations

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.errors import GongzhiError


class CodeNotSent(GongzhiError):  # noqa: N818 - named like the kernel's errors
    """The code did not leave the house; the reason is kept for the office, not for the person."""

    status = 503
    default = _("短信没有发出去，请一分钟后再试。")


class Courier(Protocol):
    """Sends a code; raises CodeNotSent when it could not."""

    def __call__(self, *, phone: str, code: str, minutes: int, language: str) -> None: ...


_courier: list[Courier] = []


def register_courier(courier: Courier) -> None:
    """Name the means by which codes are sent; a later one replaces it."""
    _courier[:] = [courier]


def deliver(*, phone: str, code: str, minutes: int, language: str) -> None:
    """Send a code now. CodeNotSent when there is no means, or it failed."""
    if not _courier:
        raise CodeNotSent
    _courier[0](phone=phone, code=code, minutes=minutes, language=language)
