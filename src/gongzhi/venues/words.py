"""Words that the rows of venues are told in, and cleaning of words that come from outside."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongzhi.orders.words.wording import when

from .models import Activity

TENURES: Final[dict[str, str | Promise]] = {
    "owned": _("自有"),
    "rented": _("租用"),
    "lent": _("借用"),
}
CONDITIONS: Final[dict[str, str | Promise]] = {
    "good": _("完好"),
    "fair": _("一般"),
    "poor": _("需要修缮"),
}


def at_when(name: str, moment: datetime) -> str | Promise:
    """A thing and its time, said in the language of whoever reads it."""
    return format_lazy("{} {}", name, lazy(when, str)(moment))


STATES: Final[dict[str, str | Promise]] = {
    "asked": _("等社区确认"),
    "booked": _("约好了"),
    "used": _("已到场"),
    "missed": _("没来"),
    "refused": _("没约成"),
    "cancelled": _("已取消"),
}
WEEKDAYS: Final[tuple[str | Promise, ...]] = (
    _("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"),
)  # fmt: skip


def place_words(activity: Activity) -> str:
    """`在竹社区党群服务中心 舞蹈室`; station and booked room were read with the activity."""
    room = activity.room.name if activity.room else ""
    return f"{activity.station.name} {room}".strip()
