"""What a change of boundaries does to bodies: they answer for the successor of their area.

Where an area became several, a body has no point: it goes with the residual, and the office
looks at it (the preview names them).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gongzhi.areas.boundaries.movers import Effect, Moved, Mover, register_mover
from gongzhi.areas.services.apply_change import when_applied
from gongzhi.orgs.models import Body, BodyArea, Responsibility
from gongzhi.orgs.reading.twins import answering_kinds
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
    names = [_said(one) for one in bodies[: _NAMED + 1]]
    detail = joined(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
    found_twins = _twins_to_be(effect, targets)
    served = BodyArea.objects.filter(area_id__in=targets).count()
    found = [Moved(_("单位"), bodies.count(), detail)]
    duties = _duties(effect, targets).count()
    if duties:
        found.append(Moved(_("责任"), duties))
    if found_twins:
        said = _("%(names)s：同一区域会有两个同类单位，编码小的接工单，请随后在单位页撤并")
        detail = said % {"names": joined(found_twins[:_NAMED])}
        found.append(Moved(_("重复的单位"), len(found_twins), detail))
    if served:
        found.append(Moved(_("单位的服务区域"), served))
    return found


def _said(body: Body) -> str:
    english = (get_language() or "").startswith("en")
    return (english and body.name_en) or str(body)


def _twins_to_be(effect: Effect, targets: dict[int, int]) -> list[str]:
    """Names of bodies that will stand beside another of their kind in one area."""
    sources = {*targets, *(i for i in targets.values() if i > 0)}
    bodies = Body.objects.filter(active=True, area_id__in=sources)
    if not bodies.exists():
        return []
    there: dict[tuple[str, int], list[str]] = {}
    for body in bodies.filter(kind__in=answering_kinds()).order_by("code"):
        area_id = body.area_id or 0
        there.setdefault((body.kind, targets.get(area_id, area_id)), []).append(_said(body))
    return [name for names in there.values() if len(names) > 1 for name in names]


def move(effect: Effect) -> int:
    """The number of bodies and services moved."""
    moved = _pass_on(effect)
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


def _duties(effect: Effect, targets: Iterable[int]) -> QuerySet[Responsibility]:
    """Responsibilities for areas that end, as far as they reach beyond the day of the change."""
    day = DateRange(effect.effective_on, None)
    rows = Responsibility.reached.filter(area_id__in=targets, valid__overlap=day)
    return rows.order_by("area_id", "pk")


def _pass_on(effect: Effect) -> int:
    """Each goes on for the successor from the day of the change; what was before stays as it was.

    Where several areas become one, the first keeps it: one place has one that answers for it.
    """
    targets, day = _targets(effect), effect.effective_on
    rows = list(_duties(effect, targets))
    for row in rows:
        rest = DateRange(max(row.valid.lower, day), row.valid.upper)
        to = targets[row.area_id]
        if row.valid.lower < day:
            row.valid = DateRange(row.valid.lower, day)
            row.save(update_fields=["valid"])
        else:
            row.delete()
        same = {"kind": row.kind, "area_id": to}
        if row.kind == Responsibility.Kind.HOME:
            same["body_id"] = row.body_id
        if not Responsibility.reached.filter(**same, valid__overlap=rest).exists():
            row.pk, row.area_id, row.valid = None, to, rest
            row.save(force_insert=True)
    return len(rows)
