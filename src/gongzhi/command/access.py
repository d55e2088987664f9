"""Who may stand before the wall, and which areas it may show them."""

from __future__ import annotations

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.insight.figures.scope import home_areas
from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.web.navigation import COMMAND_ROLES

ROLES = tuple(sorted(COMMAND_ROLES))


def homes(actor: Actor) -> list[AreaRef]:
    """The topmost areas that the actor commands. Raises Denied when there are none."""
    found = home_areas(actor)
    if not found:
        raise Denied
    return found


def chosen_area(actor: Actor, code: str = "") -> AreaRef:
    """The area with a code, or the actor's own; NotFound outside the actor's areas."""
    mine = homes(actor)
    if not code:
        return mine[0]
    area = areas.area_by_code(code)
    if area is None or not any(covers(home.path, area.path) for home in mine):
        raise NotFound
    return area


def trail(actor: Actor, area: AreaRef) -> list[AreaRef]:
    """From the actor's own area down to this one."""
    home = next(home for home in homes(actor) if covers(home.path, area.path))
    return [ref for ref in areas.ancestors(area.path) if covers(home.path, ref.path)]
