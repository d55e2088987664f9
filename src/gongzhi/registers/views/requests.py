"""/desk/registers/requests/<id>/: what a person wishes, beside what is registered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.registers.reach import PEOPLE_ROLES
from gongzhi.registers.reading.requests import request_page
from gongzhi.registers.services.open_request import open_request
from gongzhi.web.access import actor_of, staff_only


@require_http_methods(["GET", "POST"])
@staff_only(*PEOPLE_ROLES)
def page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Masked; POST shows the words once and is logged."""
    actor = actor_of(request)
    if request.method == "POST":
        found = open_request(actor=actor, request_id=request_id)
    else:
        found = request_page(actor, request_id)
    crumbs = [
        (_("我的待办"), "/desk/"), (found.number, f"/desk/orders/{found.number}/"),
        (_("请求的内容"), ""),
    ]  # fmt: skip
    return render(request, "registers/request.html", {"page": found, "crumbs": crumbs})
