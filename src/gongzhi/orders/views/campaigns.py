"""/field/campaigns/: the places that I am to look at, and what I saw."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.web.access import actor_of, staff_only

from ..selectors.desk.gathered import campaigns_for
from ..services.check_place import check_place


@require_GET
@staff_only()
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns with places left in my areas, their checklist, a form for each place."""
    context = {"campaigns": campaigns_for(actor_of(request)), "key": uuid.uuid4}
    return render(request, "orders/field/campaigns.html", context)


@require_POST
@staff_only()
def checked(request: HttpRequest, place_id: int) -> HttpResponse:
    """What I saw; a fault becomes a matter. What was typed is shown again when it is refused."""
    fault = request.POST.get("fault", "")
    try:
        row = check_place(
            actor=actor_of(request),
            place_id=place_id,
            client_key=_key(request),
            note=request.POST.get("note", ""),
            fault=fault,
        )
    except (Invalid, Conflict) as error:
        kept = _("您写的内容：%(text)s") % {"text": fault} if fault.strip() else ""
        messages.error(request, f"{error} {kept}".strip())
        return redirect("field:campaigns")
    if row.found is not None:
        messages.success(request, _("已记下，问题已上报，编号 %(n)s。") % {"n": row.found.number})
    else:
        messages.success(request, _("已记下：看过，没有问题。"))
    return redirect("field:campaigns")


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("client_key", ""))
    except ValueError:
        raise Invalid(_("页面过期了，请刷新后再交。"), "client_key") from None
