"""Several orders at once: what would happen, yes, what happened to each."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.words import headed

from ...models import Order
from ...selectors.desk.membership import current_action
from ...selectors.desk.rows import COLUMNS, FROM_LIST, Row, rows_of
from ...services.bulk_act import MOST, bulk_act
from ...words.wording import done_words
from .frame import beside

_KEPT = "desk_bulk"


@dataclass(frozen=True)
class Planned:
    """A line of the question: what would happen to it, or why nothing can."""

    row: Row
    ready: bool
    words: str


@require_POST
@staff_only()
def bulk(request: HttpRequest) -> HttpResponse:
    """A press on a line acts at once; a press on the bar asks first."""
    one = request.POST.get("one", "")
    if one:
        return _press_one(request, one)
    action, numbers = request.POST.get("action", ""), request.POST.getlist("order")
    if action not in FROM_LIST:
        raise Invalid(_("没有这个操作。"), "action")
    if not numbers:
        messages.warning(request, _("没有勾选工单。"))
        return redirect(_back(request))
    if len(numbers) > MOST:
        raise Invalid(_("一次最多%(max)d件，请少选一些。") % {"max": MOST}, "order")
    if request.POST.get("confirmed"):
        return _carry_out(request, action, numbers)
    return _ask(request, action, numbers)


def _press_one(request: HttpRequest, one: str) -> HttpResponse:
    action, _colon, number = one.partition(":")
    if action not in FROM_LIST:
        raise Invalid(_("没有这个操作。"), "action")
    [(number, done, sentence)] = bulk_act(actor=actor_of(request), numbers=[number], action=action)
    name = current_action(action).name()
    if done:
        messages.success(request, done_words(number, name))
    else:
        messages.error(request, headed(number, sentence))
    return redirect(_back(request))


def _ask(request: HttpRequest, action: str, numbers: list[str]) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    orders = (
        Order.objects.visible_to(actor)
        .filter(number__in=numbers)
        .only(*COLUMNS)
        .order_by("due_at", "pk")
    )
    planned = [_planned(row, action) for row in rows_of(orders, actor=actor, now=now)]
    frame = beside(actor, now=now)
    context = {
        **frame,
        "action": action,
        "action_name": current_action(action).name(),
        "planned": planned,
        "ready": sum(1 for one in planned if one.ready),
        "back": _back(request),
    }
    return render(request, "orders/desk/bulk_ask.html", context)


def _planned(row: Row, action: str) -> Planned:
    button = next((b for b in row.buttons if b.action == action), None)
    if button is None:
        return Planned(row, False, _("现在是“%(state)s”，不能做这一步") % {"state": row.state_name})
    if action == "dispatch":
        words = f"→ {row.lead} · {row.why}" if button.ready else row.why
        return Planned(row, button.ready, words)
    if action == "accept" and not row.category_sure:
        return Planned(row, False, _("还没有选类别，请打开工单受理"))
    return Planned(row, True, button.label)


def _carry_out(request: HttpRequest, action: str, numbers: list[str]) -> HttpResponse:
    results = bulk_act(actor=actor_of(request), numbers=numbers, action=action)
    request.session[_KEPT] = {
        "action": action,
        "back": _back(request),
        "results": [[number, done, str(sentence)] for number, done, sentence in results],
    }
    return redirect("desk:bulk_done")


@require_GET
@staff_only()
def bulk_done(request: HttpRequest) -> HttpResponse:
    """What happened to each; reloading does nothing again."""
    kept = request.session.get(_KEPT)
    if not kept:
        return redirect("desk:worklists")
    frame = beside(actor_of(request), now=clock.now())
    context = {
        **frame,
        "action_name": current_action(kept["action"]).name(),
        "results": kept["results"],
        "done": sum(1 for _n, ok, _s in kept["results"] if ok),
        "failed": sum(1 for _n, ok, _s in kept["results"] if not ok),
        "back": kept["back"],
    }
    return render(request, "orders/desk/bulk_done.html", context)


def _back(request: HttpRequest) -> str:
    """The list that the press came from; never another site."""
    tab = request.POST.get("tab", "")
    return f"/desk/?tab={tab}" if tab.isidentifier() else "/desk/"
