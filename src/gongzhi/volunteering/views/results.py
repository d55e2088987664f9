"""/desk/volunteers/results/: what came of it, drilled down; documents and words for units."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.officialdoc import DOCX
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering import reach
from gongzhi.volunteering.models import Feedback, UnitCheckin
from gongzhi.volunteering.reading.report import report_docx
from gongzhi.volunteering.reading.results import (
    By,
    Span,
    claims,
    lines,
    post_lines,
    quarter_of,
    total,
)
from gongzhi.volunteering.reading.units import may_read_unit
from gongzhi.volunteering.services.give_feedback import give_feedback
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done

_FORM = forms.DateField()


def span_of(request: HttpRequest) -> Span:
    """From and to of the address; this quarter when they are missing or make no sense."""
    usual = quarter_of(clock.today())
    first, last = _day(request.GET.get("first")), _day(request.GET.get("last"))
    if first is None or last is None or last < first:
        return usual
    return Span(first, last)


def _day(text: str | None) -> date | None:
    try:
        found: date | None = _FORM.to_python(text)
    except forms.ValidationError:
        return None
    return found if found is not None and 2000 <= found.year < 2200 else None


def _body(request: HttpRequest, name: str) -> BodyRef | None:
    code = request.GET.get(name, "")
    body = orgs.body_by_code(code) if code else None
    if code and body is None:
        raise NotFound
    return body


@require_GET
@staff_only(*reach.READERS)
def results(request: HttpRequest) -> HttpResponse:
    """Counts of a span by community, unit, kind or month, and the posts behind them."""
    actor, span = actor_of(request), span_of(request)
    community, unit = _body(request, "community"), _body(request, "unit")
    by: By = request.GET["by"] if request.GET.get("by") in get_args(By) else "community"  # type: ignore[assignment]
    rows = claims(
        actor, span, community=community.id if community else None, unit=unit.id if unit else None
    )
    context: dict[str, Any] = {
        "span": span, "by": by, "total": total(rows), "lines": lines(rows, by),
        "posts": post_lines(actor, rows, most=100), "community": community, "unit": unit,
        "cuts": [("community", _("按社区")), ("unit", _("按单位")), ("kind", _("按岗位类别")),
                 ("month", _("按月"))],
        "reports": _reports(actor, community, unit), **_feedback(actor, span, unit),
    }  # fmt: skip
    return render(request, "volunteering/desk/results.html", context)


def _reports(actor: Actor, community: BodyRef | None, unit: BodyRef | None) -> list[BodyRef]:
    """Whose reports may be taken from here: what was chosen, else one's own."""
    chosen = [body for body in (community, unit) if body is not None]
    ids = [*reach.keeper_ids(actor), *reach.unit_ids(actor)]
    return chosen or [body for one in ids if (body := orgs.body_by_id(one)) is not None]


def _feedback(actor: Actor, span: Span, unit: BodyRef | None) -> dict[str, Any]:
    """What was told, and the form for a unit that is at the own community."""
    rows = Feedback.objects.visible_to(actor).filter(
        quarter__gte=quarter_of(span.first).first, quarter__lte=span.last
    )
    if unit is not None:
        rows = rows.filter(unit_id=unit.id)
    told = [
        (orgs.body_by_id(row.community_id), orgs.body_by_id(row.unit_id), row)
        for row in rows.order_by("-quarter", "id")[:50]
    ]
    ids = reach.keeper_ids(actor)[:1]
    if unit is None or not ids:
        return {"told": told, "may_tell": False}
    here = {"unit_id": unit.id, "community_id": ids[0]}
    now = quarter_of(clock.today()).first
    own = Feedback.objects.visible_to(actor).filter(**here, quarter=now).first()
    may = UnitCheckin.objects.visible_to(actor).filter(**here).exists()
    return {
        "told": told, "own": own,
        "may_tell": may and (own is None or own.answered_at is None),
    }  # fmt: skip


@require_GET
@staff_only(*reach.READERS)
def report(request: HttpRequest, code: str) -> HttpResponse:
    """A report as .docx in the form of GB/T 9704."""
    actor, span = actor_of(request), span_of(request)
    body = orgs.body_by_code(code)
    if body is None or not _may_read(actor, body):
        raise NotFound
    response = HttpResponse(report_docx(actor, body, span), content_type=DOCX)
    name = f"gongzhi-service-{body.code}-{span.first}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _may_read(actor: Actor, body: BodyRef) -> bool:
    """A community within reach, one's own unit, or a unit that is at a community within reach."""
    if body.id in reach.keeper_ids(actor) or body.id in reach.unit_ids(actor):
        return True
    if body.kind == "community":
        wide = reach.watching(actor)
        return not wide.nothing and wide.holds_body(body)
    return may_read_unit(actor, body)


@require_POST
@staff_only(*reach.KEEPERS)
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    """The community's words to a unit for this quarter."""
    grade = request.POST.get("grade", "")
    return done(
        request,
        lambda: give_feedback(
            actor=actor_of(request),
            unit=code,
            text=request.POST.get("text", ""),
            day=clock.today(),
            grade=int(grade) if grade in ("1", "2", "3") else None,
        ),
        _("已告诉单位。"),
        f"{reverse('volunteers:results')}?unit={code}",
    )
