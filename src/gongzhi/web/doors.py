"""Which doors one login opens: the pages of every front that a visitor may use (XY-33)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor
from gongzhi.profiles import selectors as profiles
from gongzhi.web.navigation import COMMAND_ROLES, NAVIGATION, NavItem

FIELD_ROLES: Final = frozenset({"grid_worker", "grid_head"})
_COMMAND: Final = (NavItem(_("指挥大屏"), "/command/", "gauge"),)
_OPEN: Final = (
    NavItem(_("反映问题"), "/report/", "plus"),
    NavItem(_("查进度"), "/lookup/", "search"),
    NavItem(_("公开的数字"), "/public/", "list"),
)
_SERVED: Final = (
    NavItem(_("我的诉求"), "/mine/", "list"),
    NavItem(_("服务事项"), "/services/items/", "inbox"),
    NavItem(_("阵地"), "/places/", "pin"),
    NavItem(_("我的预约和报名"), "/me/places/", "calendar"),
    NavItem(_("约好的上门"), "/me/appointments/", "clock"),
    NavItem(_("我的微心愿"), "/me/wishes/", "heart"),
    NavItem(_("道德银行"), "/me/points/", "archive", section="points/settings"),
)
# Members of the Party are residents who report and serve: no other login, and no list of them.
_SERVING: Final = (
    NavItem(_("志愿服务"), "/me/service/", "people"),
    NavItem(_("我的纪实档案"), "/me/service/dossier/", "list"),
    NavItem(_("社区吹哨"), "/me/calls/", "siren", section="orders/processes:community_call"),
)
_OWN: Final = (
    NavItem(_("我的"), "/me/", "user"),
    NavItem(_("我的登记"), "/me/data/", "archive"),
    NavItem(_("谁看过我的信息"), "/me/looks/", "eye"),
    NavItem(_("给我的短信"), "/me/messages/", "message"),
)


@dataclass(frozen=True)
class Doors:
    """A front in words and its pages."""

    title: str | Promise
    items: tuple[NavItem, ...]


def doors_of(actor: Actor) -> list[Doors]:
    """What is open to everybody, then what this login opens; nothing that would be refused."""
    found = [Doors(_("不用登录"), _OPEN)]
    if actor.kind == "resident":
        found.append(Doors(_("办事"), _there(_SERVED)))
        found.append(Doors(_("党员和志愿者"), _there(_SERVING)))
        found.append(Doors(_("我的"), _OWN))
    if actor.kind == "staff":
        roles = actor.roles
        if roles & FIELD_ROLES:
            found.append(Doors(_("网格员"), NAVIGATION["field"]))
        desk = tuple(one for one in _there(NAVIGATION["desk"]) if one.shown_to(actor))
        found.append(Doors(_("工作台"), desk))
        if roles & COMMAND_ROLES:
            found.append(Doors(_("指挥"), _COMMAND))
    return found


def _there(items: tuple[NavItem, ...]) -> tuple[NavItem, ...]:
    """Without what this city's profile does not have."""
    return tuple(one for one in items if not one.section or _has(one.section))


def _has(section: str) -> bool:
    key, _colon, part = section.partition(":")
    try:
        found = profiles.current().section(key)
    except profiles.NoProfileError:
        return False
    return found is not None and (not part or part in found)
