"""/desk/bodies/…/close/, …/reopen/ and …/delete/: another takes over, it comes back, a mistake."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.errors import NotFound
from gongzhi.orgs.ending.naming import settings_naming
from gongzhi.orgs.forms.ending import DeleteBodyForm, EndBodyForm, TakeBackForm
from gongzhi.orgs.models import Body, BodyEnding
from gongzhi.orgs.reading.body_list import full_name
from gongzhi.orgs.reading.twins import twins_of
from gongzhi.orgs.services.end_body import ENDERS, what_hangs_on
from gongzhi.orgs.services.take_back_ending import what_comes_back
from gongzhi.web.access import staff_only

from .recording import ask


def _body(code: str) -> Body:
    body = Body.objects.filter(code=code).first()
    if body is None:
        raise NotFound
    return body


@require_http_methods(["GET", "POST"])
@staff_only(*ENDERS)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """What hangs on the body and who shall take it over; then it is done in one step."""
    body = _body(code)
    if request.method == "POST":
        form = EndBodyForm(request.POST)
    else:
        twins = twins_of(body)
        form = EndBodyForm(initial={"successor": twins[0].code if len(twins) == 1 else ""})
    form.fields["successor"].attach("successor", body.kind)  # type: ignore[attr-defined]
    return ask(
        request, form, back=reverse("bodies:body", args=[code]), title=full_name(body), code=code,
        hanging=what_hangs_on(body), naming=settings_naming({code}),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_only(*ENDERS)
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """What comes back to a body whose ending is taken back."""
    body = _body(code)
    ending = BodyEnding.objects.in_force().filter(body=body).first()
    if ending is None:
        raise NotFound
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, back=reverse("bodies:body", args=[code]), title=full_name(body), code=code,
        returning=what_comes_back(ending),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_only(*ENDERS)
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Only what nothing hangs on."""
    body = _body(code)
    form = DeleteBodyForm(request.POST if request.method == "POST" else None)
    # Once it is gone there is no page of it to go back to.
    back = "bodies:list" if request.method == "POST" else "bodies:body"
    address = reverse(back, args=[] if back == "bodies:list" else [code])
    return ask(request, form, back=address, title=full_name(body), code=code)
