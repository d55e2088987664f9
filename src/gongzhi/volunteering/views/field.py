"""/field/shifts/: the organiser says who came, also without a network (the phone's outbox)."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.kernel import clock
from gongzhi.volunteering import reach
from gongzhi.volunteering.models import Claim
from gongzhi.volunteering.reading.posts import coming_posts, past_posts, roster, view_of
from gongzhi.volunteering.services.publish_post import own_post
from gongzhi.web.access import actor_of, staff_only

_NEAR = timedelta(days=2)


@require_GET
@staff_only(*reach.KEEPERS)
def shifts(request: HttpRequest) -> HttpResponse:
    """Shifts around now."""
    community = reach.own_community(actor_of(request))
    now = clock.now()
    found = [
        one
        for one in [*past_posts(community.id), *coming_posts(community.id)]
        if not one.cancelled and abs(one.starts_at - now) <= _NEAR
    ]
    context = {"posts": sorted(found, key=lambda one: one.starts_at)}
    return render(request, "volunteering/field/shifts.html", context)


@require_GET
@staff_only(*reach.KEEPERS)
def shift(request: HttpRequest, post_id: int) -> HttpResponse:
    """Who has a place there; ticked and sent when there is a network."""
    actor = actor_of(request)
    row = own_post(actor, post_id)
    lines = [line for line in roster(actor, row) if line.state == Claim.State.PLACE]
    context = {
        "post": view_of(row), "open": [line for line in lines if not line.settled],
        "settled": [line for line in lines if line.settled],
    }  # fmt: skip
    return render(request, "volunteering/field/shift.html", context)
