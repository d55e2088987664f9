"""The way from an area's page to its figures, for those who may read them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.areas import selectors as areas
from gongzhi.areas.panels import Ground, Line, Panel, register_panel
from gongzhi.kernel.scope import Actor, covers

from .figures.scope import home_areas


def register() -> None:
    register_panel(Panel("figures", gettext_lazy("统计"), lines, order=30))


def lines(actor: Actor, ground: Ground) -> list[Line]:
    """One line for an area inside the actor's posts, else nothing."""
    if len(ground.area_ids) != 1 or not ground.paths or ground.closed_too:
        return []
    area = areas.area_by_id(ground.area_ids[0])
    homes = home_areas(actor)
    if area is None or not any(covers(home.path, area.path) for home in homes):
        return []
    address = f"{reverse('area_figures:by_area')}?{urlencode({'area': area.code})}"
    return [Line(_("按当时和现在的区划看"), "", address)]
