"""Forms below a body: what is added, ended, or taken a step further."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import policies
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.correcting import times_corrected
from gongzhi.orgs.forms.agreement import AgreementForm
from gongzhi.orgs.forms.recording import FORMS, RecordForm
from gongzhi.orgs.forms.steps import STEPS, CorrectForm, EndForm
from gongzhi.orgs.models import CrossAppointment, Membership
from gongzhi.orgs.reading.body_list import full_name
from gongzhi.orgs.reading.corrections import corrections
from gongzhi.orgs.services.end_row import ENDABLE
from gongzhi.orgs.services.remove_row import entered_today
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, status_of

ALL_FORMS: dict[str, type[RecordForm]] = FORMS | {"agreement": AgreementForm}


def ask(
    request: HttpRequest, form: RecordForm, *, back: str, title: str, code: str = "", **more: Any
) -> HttpResponse:
    """Show the form, or record it and go back with a sentence; errors stand at their fields."""
    if carried_out(form, lambda: form.record(actor_of(request), code)):
        messages.success(request, _("已记下：%(what)s。") % {"what": form.done})
        return redirect(back)
    context = {"form": form, "back": back, "where": title, **more}
    return render(request, "orgs/record.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@staff_only()
def add(request: HttpRequest, code: str, what: str) -> HttpResponse:
    """Record something on a body's page."""
    form_class = ALL_FORMS.get(what)
    if form_class is None:
        raise Http404
    body = policies.body_for_writing(actor_of(request), code)
    initial: dict[str, object] = dict.fromkeys(("since", "on", "signed_on"), clock.today())
    initial |= {name: value for name, value in request.GET.items() if name in ("area", "kind")}
    form = (
        form_class(request.POST, request.FILES)
        if request.method == "POST"
        else form_class(initial=initial)
    )
    back = reverse("bodies:body", args=[code])
    return ask(request, form, back=back, title=full_name(body), code=code)


@require_http_methods(["GET", "POST"])
@staff_only()
def end(request: HttpRequest, what: str, row_id: int) -> HttpResponse:
    """End a membership, a post, a pairing or a responsibility; a mistake of today may also go."""
    if what not in ENDABLE:
        raise Http404
    actor = actor_of(request)
    model, side = ENDABLE[what]
    row = _visible(actor, model, row_id)
    body = _allowed(actor, getattr(row, side))
    form = EndForm(**_data(request), what=what, row_id=row_id, fresh=entered_today(row))
    return ask(request, form, back=reverse("bodies:body", args=[body.code]), title=full_name(body))


@require_http_methods(["GET", "POST"])
@staff_only()
def correct(request: HttpRequest, row_id: int) -> HttpResponse:
    """Put right what a membership says, of today or long ago."""
    actor = actor_of(request)
    row: Membership = _visible(actor, Membership, row_id)
    body = _allowed(actor, row.body_id)
    data = (
        {"data": request.POST}
        if request.method == "POST"
        else {
            "initial": {
                "role": row.role, "representative": row.representative, "basis": row.basis,
                "post_title": row.post_title, "since": row.valid.lower, "until": row.valid.upper,
                "seen": times_corrected(row_id),
            }
        }
    )  # fmt: skip
    return ask(
        request, CorrectForm(**data, row_id=row_id),
        back=reverse("bodies:body", args=[body.code]),
        title=f"{full_name(body)} · {full_name(row.member)}",
        corrections=corrections(actor, row_id=row_id),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_only()
def cross_step(request: HttpRequest, row_id: int, step: str) -> HttpResponse:
    """A meeting agreed, somebody was appointed, or it came to nothing."""
    form_class = STEPS.get(step)
    if form_class is None:
        raise Http404
    actor = actor_of(request)
    row = _visible(actor, CrossAppointment, row_id)
    body = _allowed(actor, row.to_body_id)
    form = form_class(**_data(request), what=step, row_id=row_id)
    title = f"{full_name(body)} · {row.person_name}"
    return ask(request, form, back=reverse("bodies:body", args=[body.code]), title=title)


def _data(request: HttpRequest) -> dict[str, Any]:
    return (
        {"data": request.POST} if request.method == "POST" else {"initial": {"on": clock.today()}}
    )


def _visible(actor: Actor, model: Any, row_id: int) -> Any:
    policies.reach_for_writing(actor)
    row = model.objects.visible_to(actor).filter(pk=row_id).first()
    if row is None:
        raise NotFound
    return row


def _allowed(actor: Actor, body_id: int) -> orgs.BodyRef:
    policies.row_body_for_writing(actor, body_id)
    body = orgs.body_by_id(body_id)
    if body is None:
        raise NotFound
    return body
