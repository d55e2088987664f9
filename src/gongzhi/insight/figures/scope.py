"""Whose figures an actor may see: those of the areas of a posting, the public's everywhere."""

from __future__ import annotations

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.orders.querysets import AREA_ROLES


def home_areas(actor: Actor) -> list[AreaRef]:
    """The topmost areas whose figures the actor sees, by code."""
    if actor.is_system or actor.is_public:
        root = areas.root_area()
        return [root] if root else []
    paths = {p.area_path for p in actor.postings if p.area_path and p.role in AREA_ROLES}
    top = {p for p in paths if not any(q != p and covers(q, p) for q in paths)}
    found = [areas.ancestors(path) for path in top]
    return sorted((refs[-1] for refs in found if refs), key=lambda area: area.code)


def checked(actor: Actor, area_path: str) -> str:
    """The path itself when the actor may count there. Raises NotFound otherwise.

    The public may count everywhere: counts hold no personal data and are published by area.
    """
    if actor.is_system or actor.is_public:
        return area_path
    if actor.kind in {"staff", "api"} and any(
        covers(area.path, area_path) for area in home_areas(actor)
    ):
        return area_path
    raise NotFound
