"""What a change of boundaries does to bodies: they answer for the successor of their area.

Where an area became several, a body has no point: it goes with the residual, and the office
looks at it (the preview names them).
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.areas.movers import Effect, Moved, Mover, register_mover
from gongzhi.areas.services.apply_change import when_applied
from gongzhi.orgs.models import Body, BodyArea
from gongzhi.orgs.selectors import forget
from gongzhi.web.words import joined

_NAMED = 6


def register() -> None:
    """Make it known."""
    register_mover(Mover("orgs", gettext_lazy("单位"), preview, move, order=20))
    when_applied(forget)


def _targets(effect: Effect) -> dict[int, int]:
    """Area id → area id, for the areas that are gone."""
    forward = effect.drawing.forward
    return {i: forward.without_point(i) for i in forward.areas & effect.drawing.closed}


def preview(effect: Effect) -> list[Moved]:
    """Bodies that stand in an area that ends, and services there."""
    targets = _targets(effect)
    bodies = Body.objects.filter(area_id__in=targets).order_by("code")
    names = [str(body) for body in bodies[: _NAMED + 1]]
    detail = joined(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
    served = BodyArea.objects.filter(area_id__in=targets).count()
    found = [Moved(_("单位"), bodies.count(), detail)]
    if served:
        found.append(Moved(_("单位的服务区域"), served))
    return found


def move(effect: Effect) -> int:
    """The number of bodies and services moved."""
    moved = 0
    for area_id, to in _targets(effect).items():
        bodies = Body.objects.filter(area_id=area_id)
        moved += bodies.update(area_id=to, updated_at=timezone.now())
        links = BodyArea.objects.filter(area_id=area_id)
        # A firm that served both halves of a merger serves the whole once.
        twice = BodyArea.objects.filter(area_id=to).values("body_id")
        links.filter(body_id__in=twice).delete()
        moved += links.update(area_id=to)
    forget()
    return moved
