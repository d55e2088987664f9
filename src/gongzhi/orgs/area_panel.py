"""Bodies on the pages of areas."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongzhi.areas.panels import Ground, Line, Panel, register_bodies, register_panel
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.models import Body
from gongzhi.orgs.selectors import body_by_code, body_by_id

_MOST = 12


def register() -> None:
    """Make it known."""
    register_panel(Panel("orgs", gettext_lazy("单位"), lines, order=10))
    register_bodies(names, find)


def lines(actor: Actor, ground: Ground) -> list[Line]:
    """The bodies that stand in the areas or serve them."""
    here = Q(area_id__in=ground.area_ids) | Q(body_areas__area_id__in=ground.area_ids)
    rows = Body.objects.filter(active=True).filter(here | Q(pk__in=ground.body_ids))
    rows = rows.distinct().order_by("code")
    language = get_language() or "zh"
    found = [body_by_id(pk) for pk in rows.values_list("pk", flat=True)[: _MOST + 1]]
    shown = [Line(body.label(language), body.phone) for body in found[:_MOST] if body]
    if len(found) > _MOST:
        shown.append(Line(_("还有%(n)d家") % {"n": rows.count() - _MOST}))
    return shown


def names(ids: list[int]) -> dict[int, str]:
    """What bodies are called."""
    language = get_language() or "zh"
    return {i: body.label(language) for i in ids if (body := body_by_id(i)) is not None}


def find(text: str) -> int | None:
    """A body by its code or its full name."""
    body = body_by_code(text)
    if body is not None:
        return body.id
    return Body.objects.filter(active=True, name=text).values_list("pk", flat=True).first()
