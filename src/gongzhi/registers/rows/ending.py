"""Why rows of each register end (a person moved away, a home was pulled down); pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.errors import Invalid

_MISTAKE: Final = gettext_lazy("登记错了")
_PULLED_DOWN: Final = gettext_lazy("拆除")
REASONS: Final[Mapping[str, Mapping[str, Promise]]] = {
    "people": {
        "moved": gettext_lazy("搬走"), "died": gettext_lazy("去世"), "mistake": _MISTAKE,
    },
    "homes": {
        "pulled_down": _PULLED_DOWN, "joined": gettext_lazy("并入别的房屋"), "mistake": _MISTAKE,
    },
    "buildings": {"pulled_down": _PULLED_DOWN, "mistake": _MISTAKE},
    "units": {
        "closed": gettext_lazy("关闭"), "moved": gettext_lazy("搬走"), "mistake": _MISTAKE,
    },
    "facilities": {"removed": gettext_lazy("拆掉"), "mistake": _MISTAKE},
    "devices": {"removed": gettext_lazy("拆掉"), "mistake": _MISTAKE},
}  # fmt: skip
EARLIEST: Final = date(1949, 10, 1)


def reason_words(register: str, why: str) -> str:
    """A reason in the language in force; "" for none."""
    return str(REASONS[register].get(why, "")) if why else ""


def check(register: str, *, on: date, why: str, today: date) -> None:
    """Invalid (`why`, `on`) for a reason of another register, or a day to come."""
    if why not in REASONS[register]:
        raise Invalid(_("请选择注销原因。"), "why")
    if not EARLIEST <= on <= today:
        raise Invalid(_("注销日期不能晚于今天，请核对。"), "on")
