"""One agreement: its parties, commitments, file; renew it or end it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import agreementfiles, policies, rules
from gongzhi.orgs.config import relations
from gongzhi.orgs.forms.agreement import EndAgreementForm, RenewForm
from gongzhi.orgs.models import Agreement, AgreementItem, AgreementParty
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.downloads import download

from .recording import ask


def _seen(actor: Actor, row_id: int) -> Agreement:
    row: Agreement | None = Agreement.objects.visible_to(actor).filter(pk=row_id).first()
    if row is None:
        raise NotFound
    return row


@require_GET
@staff_only()
def agreement(request: HttpRequest, row_id: int) -> HttpResponse:
    """Whoever has a party in the scope sees all of it."""
    row, today = _seen(actor_of(request), row_id), clock.today()
    context = {
        "row": row,
        "left": rules.days_left(row.expires_on, today),
        "tone": rules.expiry_tone(row.expires_on, today, relations().alert_days),
        "parties": AgreementParty.reached.filter(agreement=row).select_related("body"),
        "items": AgreementItem.objects.filter(agreement=row).select_related("body"),
        "newer": Agreement.reached.filter(renews=row).first(),
        "older": Agreement.reached.filter(pk=row.renews_id).first(),
        "may_write": policies.may_write(actor_of(request)),
    }
    return render(request, "orgs/agreement.html", context)


@require_http_methods(["GET", "POST"])
@staff_only()
def renew(request: HttpRequest, row_id: int) -> HttpResponse:
    """The same again for a further time."""
    policies.reach_for_writing(actor_of(request))
    row = _seen(actor_of(request), row_id)
    form = (
        RenewForm(request.POST, request.FILES, row_id=row_id)
        if request.method == "POST"
        else RenewForm(initial={"signed_on": clock.today()}, row_id=row_id)
    )
    back = reverse("party:agreements")
    return ask(request, form, back=back, title=row.title)


@require_http_methods(["GET", "POST"])
@staff_only()
def end(request: HttpRequest, row_id: int) -> HttpResponse:
    """Ended before its last day."""
    policies.reach_for_writing(actor_of(request))
    row = _seen(actor_of(request), row_id)
    data = request.POST if request.method == "POST" else None
    form = EndAgreementForm(data, initial={"on": clock.today()}, row_id=row_id)
    back = reverse("bodies:agreement", args=[row_id])
    return ask(request, form, back=back, title=row.title)


@require_GET
@staff_only()
def file(request: HttpRequest, row_id: int) -> HttpResponse:
    """The scan, as a download."""
    row = _seen(actor_of(request), row_id)
    data, content_type = agreementfiles.read(row.file)
    return download(data, row.file_name, content_type)
