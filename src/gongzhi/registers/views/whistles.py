"""/me/calls/: a member is called by the community of the own home; the organiser confirms."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.orders.settings import order_settings
from gongzhi.registers.processes.whistling import whistles_here
from gongzhi.registers.reading.whistles import own_whistles
from gongzhi.registers.services.answer_whistle import answer_whistle, confirm_help
from gongzhi.registers.services.report_at_home import report_at_home
from gongzhi.web.access import actor_of, resident_only, staff_only
from gongzhi.web.deeds import done

_HIDDEN = "whistles_hidden"  # in the session of this phone only: no mark is kept of a "no"


@never_cache
@require_GET
@resident_only
def page(request: HttpRequest) -> HttpResponse:
    """Where I am called, and what I did."""
    if not whistles_here():
        raise NotFound
    hidden = request.session.get(_HIDDEN, [])
    own = own_whistles(actor_of(request), hidden=hidden, now=clock.now())
    context = {"own": own, "minutes": order_settings().service_minutes}
    return render(request, "registers/own_calls.html", context)


@require_POST
@resident_only
def report(request: HttpRequest) -> HttpResponse:
    """Report to the community of my home, or take it back."""
    call_me = request.POST.get("call_me") == "1"
    return done(
        request,
        lambda: report_at_home(actor=actor_of(request), call_me=call_me),
        _("已报到。社区吹哨时会发短信告诉您。") if call_me else _("已撤回，不再叫您。"),
        "own_calls:page",
    )


@require_POST
@resident_only
def answer(request: HttpRequest, number: str, answer: str) -> HttpResponse:
    """Accept, not this time, or: I was there."""
    if answer not in ("accept", "decline", "done"):
        raise NotFound
    said = {
        "accept": _("已答应，社区看得到您的称呼。"),
        "decline": _("好的，不用说明理由。"),
        "done": _("已记下，谢谢您。"),
    }
    try:
        answer_whistle(actor=actor_of(request), number=number, answer=answer)  # type: ignore[arg-type]
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("own_calls:page")
    if answer == "decline":
        request.session[_HIDDEN] = [*request.session.get(_HIDDEN, [])[-19:], number]
    messages.success(request, said[answer])
    return redirect("own_calls:page")


@require_POST
@staff_only()
def confirm(request: HttpRequest, help_id: int) -> HttpResponse:
    """The organiser says that somebody came."""
    actor = actor_of(request)
    try:
        number = confirm_help(actor=actor, help_id=help_id)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("desk:worklists")
    messages.success(request, _("已记下。"))
    return redirect("desk:order", number=number)
