"""The history of a station in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.selectors import people
from gongzhi.web.words import plain_date_text

from ..models import Station

KINDS: Final[dict[str, str | Promise]] = {
    "added": _("登记了站点"), "changed": _("改了站点"), "roster": _("排了班"),
    "room_added": _("登记了屋子"), "room": _("改了屋子"), "room_ended": _("屋子停用"),
    "photo": _("放了照片"), "photo_gone": _("删了照片"), "ended": _("站点停用"),
    "date_set": _("记了不一样的一天"), "date_dropped": _("恢复照常开门"),
}  # fmt: skip
FIELDS: Final[dict[str, str | Promise]] = {
    "area_id": _("网格"), "kind": _("类别"), "name": _("名称"), "address": _("地址"),
    "phone": _("电话"), "functions": _("功能"), "tenure": _("产权"), "floor_area": _("面积"),
    "condition": _("房屋状况"), "opens": _("开门"), "closes": _("关门"), "weekdays": _("开放日"),
    "closed_holidays": _("法定节假日不开门"),
    "lon": _("位置"), "lat": _("位置"),
    "shifts": _("班次"), "sets_hours": _("社区按这里的值班时间办事"),
    "seats": _("容纳人数"), "bookable": _("可以预约"),
    "ahead_days": _("最多提前几天"), "longest_minutes": _("一次最长几分钟"),
    "open_most": _("居民同时几个预约"), "unit_most": _("单位同时几个预约"),
    "confirm": _("要社区确认"),
}  # fmt: skip
_MOST: Final = 30


@dataclass(frozen=True)
class EventLine:
    """What was done, to what, by whom, and which fields changed."""

    at: datetime
    what: str
    subject: str
    who: str
    fields: list[str]


def history(station: Station) -> list[EventLine]:
    """The latest events, newest first."""
    rows: list[Any] = list(station.events.order_by("-at", "-pk")[:_MOST])
    who = {one.id: one.name for one in people({row.user_id for row in rows if row.user_id})}
    return [
        EventLine(
            row.at, str(KINDS.get(row.kind, row.kind)), _subject(row), who.get(row.user_id, ""),
            list(dict.fromkeys(str(FIELDS.get(name, name)) for name in row.changes)),
        )
        for row in rows
    ]  # fmt: skip


def _subject(row: Any) -> str:
    """A day is kept as ISO."""
    if row.kind in ("date_set", "date_dropped"):
        return plain_date_text(date.fromisoformat(row.subject))
    return str(row.subject)
