"""The grid and kind that an entry of a round names, within the actor's reach."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.fieldwork.config import RoundKind, field_settings
from gongzhi.fieldwork.reach import VISIT_ROLES, visit_paths
from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor, covers


def round_of(actor: Actor, key: str, area_code: str) -> tuple[RoundKind, AreaRef]:
    """Denied in another post; NotFound for a grid outside the own ones or an unknown round."""
    if not actor.has_role(*VISIT_ROLES):
        raise Denied(_("您的岗位不做隐患巡查。"))
    kind = field_settings().round(key)
    area = areas.area_by_code(area_code)
    if kind is None or area is None or area not in areas.leaf_areas():
        raise NotFound(_("没有这一圈巡查，可能已经改了周期或划了网格。"))
    if not any(covers(path, area.path) for path in visit_paths(actor)):
        raise NotFound(_("没有这一圈巡查，可能已经改了周期或划了网格。"))
    return kind, area
