"""What is done from the wall: dispatch and call in one action, take back, press."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.orders.services.withdraw_call import cancel as cancel_calls
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs import selectors as orgs
from gongzhi.web.access import staff_only

from .. import access
from ..selectors import wall as reads
from ..services.one_key import calls_to_cancel, one_key_dispatch
from ..services.press_body import overdue_numbers, press_body
from .wall import actor_of, panel_or_wall, shown_order


def _ids(request: HttpRequest, name: str) -> list[int]:
    found = map(whole_number, request.POST.getlist(name))
    return [number for number in found if number is not None]


@require_POST
@staff_only(*access.ROLES)
def one_key(request: HttpRequest, number: str) -> HttpResponse:
    """一键调度: to the lead that was ticked, and to the forces that were."""
    actor = actor_of(request)
    try:
        done = one_key_dispatch(
            actor=actor,
            number=number,
            lead=request.POST.get("lead", ""),
            forces=_ids(request, "forces"),
            note=request.POST.get("note", ""),
        )
    except (Invalid, Conflict, Denied) as error:
        return shown_order(request, number, error=str(error))
    reads.forget()
    return shown_order(request, number, fresh=[call.pk for call in done.calls])


@require_POST
@staff_only(*access.ROLES)
def cancel(request: HttpRequest) -> HttpResponse:
    """Take calls back: within 30 seconds, while nobody has received them."""
    actor = actor_of(request)
    rows = calls_to_cancel(actor, _ids(request, "calls"))
    if not rows:
        raise NotFound
    done = cancel_calls(actor=actor, call_ids=[row.pk for row in rows])
    reads.forget()
    missed = len(rows) - done
    error = ""
    if missed:
        error = _("有%(n)d支队伍已经签收或超过30秒，撤不回来了，请打电话。") % {"n": missed}
    return shown_order(request, rows[0].order.number, error=error)


@require_http_methods(["GET", "POST"])
@staff_only(*access.ROLES)
def press(request: HttpRequest) -> HttpResponse:
    """督办: the overdue orders of a body in an area, pressed with one sentence."""
    actor = actor_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    area = access.chosen_area(actor, asked.get("area", ""))
    body_id = whole_number(asked.get("body", ""))
    body = orgs.body_by_id(body_id) if body_id is not None else None
    if body is None:
        raise NotFound
    error = ""
    if request.method == "POST":
        try:
            done = press_body(
                actor=actor, area=area, body_id=body.id, note=request.POST.get("note", "")
            )
        except (Invalid, Conflict) as problem:
            error = str(problem)
        else:
            reads.forget()
            words = _("已督办%(name)s的%(n)d件超时工单。") % {
                "name": short_of(body.id),
                "n": done.done,
            }
            if request.headers.get("HX-Request") == "true":
                context: dict[str, Any] = {
                    "name": short_of(body.id),
                    "said": words,
                    "problems": done.problems,
                }
                return panel_or_wall(request, area, "command/panels/press.html", **context)
            messages.success(request, words)
            return redirect(f"{reverse('command:wall')}?area={area.code}")
    context = {
        "name": short_of(body.id),
        "body": body,
        "numbers": overdue_numbers(actor, area, body.id),
        "error": error,
    }
    return panel_or_wall(request, area, "command/panels/press.html", **context)
