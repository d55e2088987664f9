"""/desk/talks/: residents received by the community."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.fieldwork.forms.desk import PurposeForm, TalkForm
from gongzhi.fieldwork.reach import GATHER_ROLES
from gongzhi.fieldwork.reading.talks import TalkPage, recent_talks, talk_page
from gongzhi.fieldwork.services.open_talk import open_talk
from gongzhi.kernel.errors import Invalid
from gongzhi.orders.hooks.outbox import Entry
from gongzhi.orders.services.accept_outbox_entry import accept_outbox_entry
from gongzhi.web.access import actor_of, staff_only


@require_GET
@staff_only(*GATHER_ROLES)
def talks(request: HttpRequest) -> HttpResponse:
    """The newest records, by time only."""
    context = {"talks": recent_talks(actor_of(request))}
    return render(request, "fieldwork/desk/talks.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*GATHER_ROLES)
def add(request: HttpRequest) -> HttpResponse:
    """Take down a talk: the same entry as a phone sends."""
    form, status = TalkForm(), 200
    if request.method == "POST":
        form, status = TalkForm(request.POST), 422
        if form.is_valid():
            payload = dict(form.cleaned_data)
            entry = Entry(payload.pop("client_key"), "talk", payload=payload)
            answer = accept_outbox_entry(actor=actor_of(request), entry=entry)
            if answer.result != "refused":
                messages.success(request, answer.message)
                return redirect("fieldwork:talks")
            form.add_error(None, answer.message)
    crumbs = [(_("接访记录"), "/desk/talks/"), (_("记一次接访"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "fieldwork/desk/talk_new.html", context, status=status)


@require_GET
@staff_only(*GATHER_ROLES)
def talk(request: HttpRequest, talk_id: int) -> HttpResponse:
    """One record, name and phone masked."""
    return _show(request, talk_page(actor_of(request), talk_id), PurposeForm())


@require_POST
@staff_only(*GATHER_ROLES)
def opened(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Name and phone once, for a purpose; logged."""
    actor, form = actor_of(request), PurposeForm(request.POST)
    if form.is_valid():
        try:
            page = open_talk(actor=actor, talk_id=talk_id, purpose=form.cleaned_data["purpose"])
        except Invalid as error:
            form.add_error("purpose", str(error))
        else:
            return _show(request, page, form)
    return _show(request, talk_page(actor, talk_id), form, status=422)


def _show(
    request: HttpRequest, page: TalkPage, form: PurposeForm, *, status: int = 200
) -> HttpResponse:
    crumbs = [(_("接访记录"), "/desk/talks/"), (page.line.outcome, "")]
    context = {"page": page, "form": form, "crumbs": crumbs}
    return render(request, "fieldwork/desk/talk.html", context, status=status)
