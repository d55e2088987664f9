"""/desk/registers/opinions/: ask a home community; and the person's answer under /me/data/."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, GongzhiError
from gongzhi.orders.views.desk.frame import beside
from gongzhi.registers.forms.opinion import OpinionForm, ReplyForm
from gongzhi.registers.services.ask_opinion import (
    ROLES,
    answer_opinion,
    ask_opinion,
    asking_body,
    open_person,
)
from gongzhi.web.access import actor_of, resident_only, staff_only
from gongzhi.web.deeds import done


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@staff_only(*ROLES)
def ask(request: HttpRequest) -> HttpResponse:
    """The form; POST asks the home community that the register names."""
    actor = actor_of(request)
    if asking_body(actor) is None:
        raise Denied(_("只有本地核定的单位可以征求社区意见。"))
    form = OpinionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                order = ask_opinion(actor=actor, **form.cleaned_data)
            except GongzhiError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
                status = error.status
            else:
                messages.success(
                    request, _("已请居住地社区答复，编号 %(n)s。") % {"n": order.number}
                )
                return redirect("desk:order", order.number)
    context = {**beside(actor, now=clock.now()), "form": form}
    return render(request, "registers/opinion_ask.html", context, status=status)


@never_cache
@require_POST
@staff_only()
def person(request: HttpRequest, number: str) -> HttpResponse:
    """Whom it is about, once, and logged."""
    actor = actor_of(request)
    context = {
        **beside(actor, now=clock.now()),
        "number": number,
        "name": open_person(actor=actor, number=number),
    }
    return render(request, "registers/opinion_person.html", context)


@require_POST
@resident_only
def reply(request: HttpRequest, request_id: int) -> HttpResponse:
    """The person's own answer."""
    form = ReplyForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    return done(
        request,
        lambda: answer_opinion(actor=actor_of(request), request_id=request_id, words=words),
        _("您的说明已经记下，看意见的单位都能看到。"),
        "own_data:page",
    )
