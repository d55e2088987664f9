"""/desk/: my worklists."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.web.access import actor_of, staff_only

from ...models import Order
from ...selectors.desk.director import may_direct
from ...selectors.desk.filters import Filters
from ...selectors.desk.membership import CALLED, CO
from ...selectors.desk.office_posts import office_posts
from ...selectors.desk.rows import FROM_LIST, Row
from ...selectors.desk.search import number_asked
from ...selectors.desk.worklist import Queue, last_cleared, worklist
from .frame import filter_bar, mark_of, saved_views, tabs


@require_GET
@staff_only()
def worklists(request: HttpRequest) -> HttpResponse:
    """The tab asked for, or the first with something late, or the first with anything."""
    actor, now = actor_of(request), clock.now()
    wanted, filters = request.GET.get("tab", ""), Filters.parse(request.GET)
    if filters.q and not wanted:
        return _search(request, filters.q)
    queues, frame = tabs(actor, now=now, current=wanted)
    queue = _chosen(queues, wanted)
    if queue is None:
        return _without_worklist(request, actor, frame)
    for shown in frame["queues"]:
        shown["current"] = shown["href"].endswith(f"tab={queue.key}")
    page = worklist(actor, queue, filters, mark=mark_of(request), now=now)
    bar = filter_bar(actor, filters, everything=False)
    for chip in bar["chips"]:
        chip["href"] += f"&tab={queue.key}"
    context = {
        **frame,
        **bar,
        "queue": queue,
        "page": page,
        "bulk_actions": _bulk_actions(queue, page.rows),
        "filter_hidden": [("tab", queue.key)],
        "export_link": f"/desk/export/?tab={queue.key}&{filters.query()}",
        "saved_views": saved_views(actor),
        "view_query": f"tab={queue.key}&{filters.query()}".strip("&"),
        "cleared_at": None if queue.count else last_cleared(actor, queue.key),
        "other": next((q for q in queues if q.count and q.key != queue.key), None),
    }
    return render(request, "orders/desk/worklist.html", context)


def _without_worklist(request: HttpRequest, actor: Actor, frame: dict[str, Any]) -> HttpResponse:
    """Posts that have no list of their own: to their page, or told what theirs is for."""
    if may_direct(actor):
        return redirect("desk:director")
    return render(request, "orders/desk/no_worklist.html", {**frame, "posts": office_posts(actor)})


def _search(request: HttpRequest, q: str) -> HttpResponse:
    """The box at the top: a whole number opens its order, anything else searches my scope."""
    number = number_asked(q)
    if number and Order.objects.visible_to(actor_of(request)).filter(number=number).exists():
        return redirect("desk:order", number=number)
    return redirect(f"/desk/all/?{Filters(q=q).query()}")


def _chosen(queues: list[Queue], wanted: str) -> Queue | None:
    named = next((queue for queue in queues if queue.key == wanted), None)
    if named is not None:
        return named
    late = next((queue for queue in queues if queue.late), None)
    return (
        late or next((queue for queue in queues if queue.count), None) or next(iter(queues), None)
    )


def _bulk_actions(queue: Queue, rows: list[Row]) -> list[dict[str, str]]:
    """What may be done with several at once on this tab."""
    if queue.key in {CO, CALLED}:
        return []
    keys = {button.action for row in rows for button in row.buttons if button.ready}
    names = {
        "dispatch": _("批量派遣"),
        "accept": _("批量受理"),
        "sign": _("批量签收"),
        "file": _("批量立案"),
    }
    return [
        {"name": "action", "value": key, "label": names[key], "tone": "primary"}
        for key in FROM_LIST
        if key in keys
    ]
