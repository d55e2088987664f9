"""The dossier: /me/service/dossier/ of oneself, /desk/volunteers/ of the community and the unit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.orders.words.wording import satisfaction_words
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering import reach
from gongzhi.volunteering.forms.dossier import RateForm
from gongzhi.volunteering.reading.dossier import own_dossier, unit_dossier, volunteer_dossier
from gongzhi.volunteering.reading.posts import view_of
from gongzhi.volunteering.reading.units import may_read_unit
from gongzhi.volunteering.services.appraise_unit import appraise_unit
from gongzhi.volunteering.services.give_feedback import answer_feedback
from gongzhi.volunteering.services.judge_service import (
    answer_word,
    rate_service,
    rateable,
    write_word,
)
from gongzhi.web.access import actor_of, resident_only, staff_only
from gongzhi.web.deeds import carried_out, done, status_of

from .results import span_of


@never_cache
@require_GET
@resident_only
def own(request: HttpRequest) -> HttpResponse:
    """All of the own dossier."""
    context = {"dossier": own_dossier(actor_of(request))}
    return render(request, "volunteering/me/dossier.html", context)


@require_POST
@resident_only
def answer(request: HttpRequest, word_id: int) -> HttpResponse:
    """What the person says to a word."""
    text = request.POST.get("text", "")
    return done(
        request, lambda: answer_word(actor=actor_of(request), word_id=word_id, text=text),
        _("您的回应写在旁边了。"), "serve:dossier",
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@resident_only
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody who was served says how it was."""
    actor = actor_of(request)
    try:
        post, late = rateable(code), ""
    except Conflict as error:
        post, late = None, str(error)
    form = RateForm(request.POST or None)
    if post and carried_out(
        form, lambda: rate_service(actor=actor, code=code, **form.cleaned_data)
    ):
        messages.success(request, _("评价好了，谢谢您。"))
        return redirect("serve:page")
    context = {"form": form, "post": view_of(post) if post else None, "late": late}
    status = 409 if late and form.is_bound else status_of(form)
    return render(request, "volunteering/me/rate.html", context, status=status)


@require_GET
@staff_only(*reach.KEEPERS)
def volunteer(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """What somebody who stands here did here."""
    row, found = volunteer_dossier(actor_of(request), enrolment_id)
    name = open_(row.name_sealed) if row.name_sealed else "—"
    context = {
        "name": name, "dossier": found, "form": RateForm(), "enrolment_id": enrolment_id,
        "crumbs": [(_("志愿者"), reverse("volunteers:home")), (name, "")],
    }  # fmt: skip
    return render(request, "volunteering/desk/dossier.html", context)


@require_POST
@staff_only(*reach.KEEPERS)
def word(request: HttpRequest, claim_id: int) -> HttpResponse:
    """The community's own word on one service."""
    actor, form = actor_of(request), RateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请在满意、基本满意、不满意里选一个。"))
        return redirect(_back(request))
    return done(
        request, lambda: write_word(actor=actor, claim_id=claim_id, **form.cleaned_data),
        _("写好了，本人看得到，也能回应。"), _back(request),
    )  # fmt: skip


def _back(request: HttpRequest) -> str:
    number = request.POST.get("enrolment", "")
    if number.isascii() and number.isdecimal() and len(number) < 19:
        return reverse("volunteers:volunteer", args=[int(number)])
    return reverse("volunteers:home")


@require_GET
@staff_only(*reach.READERS)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """A unit's dossier in a span: counts, ratings, and what each quarter came to."""
    actor, body, span = actor_of(request), orgs.body_by_code(code), span_of(request)
    if body is None or not may_read_unit(actor, body):
        raise NotFound
    context = {
        "dossier": unit_dossier(actor, body, span), "unit": body, "span": span,
        "own": body.id in reach.unit_ids(actor), "grades": list(satisfaction_words().items()),
        "crumbs": [(_("报到单位"), reverse("volunteers:units")), (body.name, "")],
    }  # fmt: skip
    return render(request, "volunteering/desk/unit_dossier.html", context)


@require_POST
@staff_only(reach.BRANCH)
def appraise(request: HttpRequest, code: str, post_id: int) -> HttpResponse:
    """The community's Party branch on the unit's part in one service."""
    actor, form = actor_of(request), RateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请在满意、基本满意、不满意里选一个。"))
        return redirect("volunteers:unit", code)
    clean = form.cleaned_data
    return done(
        request, lambda: appraise_unit(actor=actor, unit=code, post_id=post_id, **clean),
        _("写好了，单位看得到。"), "volunteers:unit", code,
    )  # fmt: skip


@require_POST
@staff_only(*reach.UNIT_ROLES)
def answer_unit(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """The unit answers a community's appraisal."""
    actor, text = actor_of(request), request.POST.get("text", "")
    code = next((body.code for i in reach.unit_ids(actor) if (body := orgs.body_by_id(i))), "")
    if not code:
        raise Denied
    return done(
        request, lambda: answer_feedback(actor=actor, feedback_id=feedback_id, text=text),
        _("回应好了，社区看得到。"), "volunteers:unit", code,
    )  # fmt: skip
