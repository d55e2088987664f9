"""Which doors one login opens: the pages of every front that a visitor may use (XY-33)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import Actor
from gongzhi.web.navigation import COMMAND_ROLES, NAVIGATION, NavItem

FIELD_ROLES: Final = frozenset({"grid_worker", "grid_head"})
_COMMAND: Final = (NavItem(_("指挥大屏"), "/command/", "gauge"),)
_OPEN: Final = (
    NavItem(_("反映问题"), "/report/", "plus"),
    NavItem(_("查进度"), "/lookup/", "search"),
    NavItem(_("公开的数字"), "/public/", "list"),
)
_RESIDENT: Final = (
    *NAVIGATION["resident"][1:],
    NavItem(_("我的登记"), "/me/data/", "archive"),
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
        found.append(Doors(_("我的"), _RESIDENT))
    if actor.kind == "staff":
        roles = actor.roles
        if roles & FIELD_ROLES:
            found.append(Doors(_("网格员"), NAVIGATION["field"]))
        desk = tuple(one for one in NAVIGATION["desk"] if one.shown_to(roles))
        found.append(Doors(_("工作台"), desk))
        if roles & COMMAND_ROLES:
            found.append(Doors(_("指挥"), _COMMAND))
    return found
