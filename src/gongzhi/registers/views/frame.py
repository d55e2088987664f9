"""What the pages of the registers share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.registers.catalogue import REGISTERS, Register
from gongzhi.registers.policies import may_write, must_write
from gongzhi.registers.reading.overview import sees
from gongzhi.web.access import actor_of


def register_of(request: HttpRequest, key: str, *, writing: bool = False) -> Register:
    """The register of an address. NotFound; Denied for posts that do not see (write) it."""
    register = REGISTERS.get(key)
    if register is None:
        raise NotFound
    if not sees(actor_of(request), register):
        raise Denied
    if writing:
        must_write(actor_of(request), register)
    return register


def text_of(request: HttpRequest, name: str, longest: int) -> str:
    """What an address or a form says by a name, cut."""
    return (request.POST.get(name) or request.GET.get(name, ""))[:longest]


def frame(request: HttpRequest, register: Register, *here: tuple[str, str]) -> dict[str, Any]:
    """The register, whether one may write it, and the breadcrumb."""
    return {
        "register": register,
        "may_write": may_write(actor_of(request), register),
        "crumbs": [
            (_("基础数据"), "/desk/registers/"),
            (register.title, f"/desk/registers/{register.key}/"),
            *here,
        ],
    }
