"""Pages of the field front. What they change goes through the outbox (`field_outbox`)."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.accounts.login.idle import FIELD_ROLES
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.web.access import staff_only

from ..engine.policies import allowed_actions, contact_refusal
from ..models import Attachment, Order
from ..selectors import field as reads
from ..selectors.photo_steps import with_photos
from ..selectors.photos import photos_of
from ..selectors.resident_catalogue import choice_groups, label_of, suggest_choices
from ..services.open_contact import open_contact
from ..settings import order_settings
from ..words.field import back_reasons, false_reasons
from ..words.wording import holder_words, state_name, timeline
from ..words.written import text_of

_ROWS = 20  # of a list on a phone, before "more" is pressed


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


@require_GET
@staff_only()
def today(request: HttpRequest) -> HttpResponse:
    """What to do today, by the clock; counters filter; on the way from a start I choose."""
    actor = _actor(request)
    seen = reads.today(
        actor, bucket=request.GET.get("show", ""), start_key=request.GET.get("from", "")
    )
    context = {"seen": seen, "home": reads.home_areas(actor), "key": uuid.uuid4}
    return render(request, "orders/field/today.html", context)


@require_GET
@staff_only()
def today_json(request: HttpRequest) -> JsonResponse:
    """The list that the phone keeps for when there is no network."""
    return JsonResponse(reads.today_json(_actor(request)))


@require_GET
@staff_only()
def grid(request: HttpRequest) -> HttpResponse:
    """My grid: the map with open orders, and whom to call about what."""
    actor = _actor(request)
    home = reads.home_areas(actor)
    centre = next(([a.centre_lon, a.centre_lat] for a in home if a.centre_lon is not None), None)
    context = {"home": home, "centre": centre, "tasks": reads.grid_orders(actor)[:8]}
    return render(request, "orders/field/grid.html", context)


@require_GET
@staff_only()
def grid_areas(request: HttpRequest) -> JsonResponse:
    """Shapes of my grids; with how many orders are open, unless `plain` is asked."""
    return JsonResponse(reads.grid_areas(_actor(request), plain="plain" in request.GET))


@require_GET
@staff_only()
def grid_points(request: HttpRequest) -> JsonResponse:
    return JsonResponse(reads.grid_points(_actor(request)))


@require_GET
@staff_only()
def orders(request: HttpRequest) -> HttpResponse:
    """Open orders of my grid, whoever has them now."""
    query = request.GET.get("q", "").strip()[:60]
    most = max(_ROWS, whole_number(request.GET.get("n", "")) or 0)
    found = reads.grid_orders(_actor(request), query=query)
    left = max(0, len(found) - most)
    context = {
        "tasks": found[:most],
        "q": query,
        "count": len(found),
        "left": left,
        "next_most": most + _ROWS,
    }
    return render(request, "orders/field/orders.html", context)


@require_GET
@staff_only()
def first(request: HttpRequest) -> HttpResponse:
    """What I took first: where it is, to the end."""
    closed = request.GET.get("show") == "closed"
    tasks = reads.first_handled(_actor(request), closed=closed)
    return render(request, "orders/field/first.html", {"tasks": tasks, "closed": closed})


@require_GET
@staff_only()
def calls(request: HttpRequest) -> HttpResponse:
    """Calls to my teams: received, arrived, feedback."""
    context = {"calls": reads.open_calls(_actor(request)), "key": uuid.uuid4}
    return render(request, "orders/field/calls.html", context)


@require_GET
@staff_only()
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here: posts and areas, what I took first, large type, leaving."""
    actor = _actor(request)
    bodies = [orgs.body_by_id(body_id) for body_id in sorted(actor.body_ids)]
    context = {
        "bodies": [body for body in bodies if body is not None],
        "home": reads.home_areas(actor),
        "first_count": len(reads.first_handled(actor)),
    }
    return render(request, "orders/field/me.html", context)


@require_GET
@staff_only()
def new(request: HttpRequest) -> HttpResponse:
    """拍一件: photo, words, then settled on the spot or passed on."""
    home = reads.home_areas(_actor(request))
    centre = next(([a.centre_lon, a.centre_lat] for a in home if a.centre_lon is not None), None)
    context = {
        "key": uuid.uuid4(),
        "home": home,
        "centre": centre,
        "groups": choice_groups(),
        "photos_max": order_settings().photos_max,
    }
    return render(request, "orders/field/new.html", context)


@require_GET
@staff_only()
def suggest(request: HttpRequest) -> HttpResponse:
    """The likeliest classes for the words typed so far, as buttons to choose from."""
    found = suggest_choices(request.GET.get("text", "")[:500], most=3)
    return render(request, "orders/field/suggest.html", {"choices": found})


def _found(request: HttpRequest, number: str) -> Order:
    order = reads.field_order(_actor(request), number)
    if order is None:
        raise NotFound
    return order


@require_GET
@staff_only()
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One order: what was said, where, what I can do with it now, and its way so far."""
    return render(request, "orders/field/order.html", _order_context(request, number))


@require_POST
@staff_only(*sorted(FIELD_ROLES))
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show the reporter's phone once, for a purpose that is logged and shown to the reporter."""
    purpose = request.POST.get("purpose", "")
    opened = open_contact(actor=_actor(request), number=number, purpose=purpose)
    context = {**_order_context(request, number), "contact": opened}
    response = render(request, "orders/field/order.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _picture(photos: list[Attachment], alt: str) -> dict[str, str] | None:
    return {"url": f"/media/photo/{photos[0].pk}/full/", "alt": alt} if photos else None


def _may_contact(actor: Actor, order: Order) -> bool:
    """Other posts ask at the desk."""
    asks = order.reporter_id is not None and actor.has_role(*FIELD_ROLES)
    return asks and not contact_refusal(actor, order)


def _order_context(request: HttpRequest, number: str) -> dict[str, Any]:
    actor = _actor(request)
    found = _found(request, number)
    actions = {view.key: view for view in allowed_actions(actor, found)}
    photos = photos_of(found)
    before = [p for p in photos if p.kind in {"report", "before"}]
    after = [p for p in photos if p.kind == "after"]
    lines, other_photos = with_photos(timeline(found, actor, "office"), photos)
    return {
        "order": found,
        "words": text_of(found),
        "task": reads.as_task(found, clock.now()),
        "heading": label_of(found.category) or reads.title_of(found),
        "state": state_name(found),
        "holder": holder_words(found),
        "may": {key: view for key, view in actions.items() if view.allowed},
        "reported": [p for p in photos if p.kind == "report"],
        "before": before,
        "after": after,
        "before_photo": _picture(before, _("处置前照片")),
        "after_photo": _picture(after[-1:], _("处置后照片")),
        "marker": [found.lon, found.lat] if found.lon is not None else None,
        "other_photos": other_photos,
        "lines": list(reversed(lines)),
        "mine_first": found.first_handler_id in actor.user_ids,
        "may_contact": _may_contact(actor, found),
        "calls": [c for c in reads.open_calls(actor) if c.number == found.number],
        "false_reasons": false_reasons(),
        "back_reasons": back_reasons(),
        "key": uuid.uuid4,
    }
