"""/field/campaigns/: the places that I am to look at; what I saw goes by the outbox."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.web.access import actor_of, staff_only

from ..selectors.desk.gathered import campaigns_for


@require_GET
@staff_only()
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns with places left in my areas, their checklist, a form for each place."""
    context = {"campaigns": campaigns_for(actor_of(request)), "key": uuid.uuid4}
    return render(request, "orders/field/campaigns.html", context)
