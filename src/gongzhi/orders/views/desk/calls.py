"""Calls on an order's page: call bodies, answer, do without one, judge each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, get_args

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid, NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.orgs import selectors as orgs
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.errors import wants_json

from ...models import Call, Order
from ...selectors.desk.order_page import order_page
from ...services.answer_call import StepName, answer
from ...services.call_bodies import call
from ...services.judge_call import judge_call
from ...services.withdraw_call import release
from .frame import recount
from .order import show
from .sending import go_to, problem

STEPS: Final = get_args(StepName)


@require_POST
@staff_only()
def call_bodies(request: HttpRequest, number: str) -> HttpResponse:
    """Call the bodies that were ticked."""

    def run() -> str:
        found = [orgs.body_by_code(code) for code in request.POST.getlist("bodies")]
        if None in found:
            raise Invalid(_("请从列表里选要呼叫的单位。"), "bodies")
        rows = call(
            actor=actor_of(request),
            number=number,
            body_ids=[body.id for body in found if body],
            note=request.POST.get("note", ""),
        )
        return _("已呼叫%(n)d家单位。") % {"n": len(rows)}

    return _done(request, number, run)


@require_POST
@staff_only()
def answer_call(request: HttpRequest, call_id: int, step: str) -> HttpResponse:
    """received, declined, arrived, feedback by the called body; release and judge besides."""
    number = _number(request, call_id)

    def run() -> str:
        actor, post = actor_of(request), request.POST
        if step == "release":
            release(actor=actor, call_id=call_id, reason=post.get("reason", ""))
            return _("已免去。")
        if step == "judge":
            judge_call(
                actor=actor,
                call_id=call_id,
                by=post.get("by", ""),
                satisfaction=whole_number(post.get("satisfaction", "")) or 0,
                comment=post.get("comment", ""),
            )
            return _("已评价，不能再改。")
        if step not in STEPS:
            raise NotFound
        chosen: StepName = step  # type: ignore[assignment]
        answer(actor=actor, call_id=call_id, step=chosen, feedback=post.get("feedback", ""))
        return _("已答复。") if step in {"received", "declined"} else _("已记下。")

    return _done(request, number, run)


def _number(request: HttpRequest, call_id: int) -> str:
    """The number of the call's order, if whoever asks may see that. NotFound."""
    seen = Order.objects.visible_to(actor_of(request))
    order = Call.objects.filter(pk=call_id).values("order_id")
    number = seen.filter(pk__in=order).values_list("number", flat=True).first()
    if number is None:
        raise NotFound
    return str(number)


def _done(request: HttpRequest, number: str, run: Callable[[], str]) -> HttpResponse:
    """Run it and go back to the order; what is wrong is said there, with the words kept."""
    actor = actor_of(request)
    try:
        said = run()
    except (Invalid, Conflict, Denied) as error:
        return _refused(request, number, error)
    recount(actor)
    messages.success(request, said)
    return go_to(request, reverse("desk:order", args=[number]))


def _refused(request: HttpRequest, number: str, error: GongzhiError) -> HttpResponse:
    if wants_json(request):
        return problem(str(error), status=error.status)
    page = order_page(actor_of(request), number, now=clock.now())
    names = ("note", "feedback", "reason", "comment")
    kept = "\n".join(filter(None, (request.POST.get(name, "").strip() for name in names)))
    return show(request, page, trouble=str(error), kept=kept, status=error.status)
