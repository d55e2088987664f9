"""/desk/registers/home-duties/: households that nobody answers for, and who is to (ML-22)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.registers.reach import HOME_DUTY_ROLES, PEOPLE_ROLES
from gongzhi.registers.reading.home_duties import home_duty_page
from gongzhi.registers.services.answer_for_homes import answer_for_homes
from gongzhi.web.access import actor_of, staff_only

from .frame import text_of


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


@require_GET
@staff_only(*PEOPLE_ROLES)
def page(request: HttpRequest) -> HttpResponse:
    """How many households, how many with nobody, and which."""
    found = home_duty_page(
        actor_of(request), text_of(request, "area", 20), _id(text_of(request, "building", 20)),
        clock.today(),
    )  # fmt: skip
    context = {
        "page": found,
        "crumbs": [(_("基础数据"), "/desk/registers/"), (_("挂户责任"), "")],
    }
    return render(request, "registers/home_duties.html", context)


@require_POST
@staff_only(*HOME_DUTY_ROLES)
def assign(request: HttpRequest) -> HttpResponse:
    """Name somebody for the homes and buildings that were ticked; back to where one was."""
    homes = [_id(one) for one in request.POST.getlist("home")]
    buildings = [_id(one) for one in request.POST.getlist("building_whole")]
    try:
        count = answer_for_homes(
            actor=actor_of(request), body=text_of(request, "body", 40),
            user_id=_id(text_of(request, "user", 20)), home_ids=homes, building_ids=buildings,
        )  # fmt: skip
    except Invalid as error:
        messages.error(request, str(error))
    else:
        said = ngettext("已落实%(n)d户。", "已落实%(n)d户。", count) % {"n": count}
        messages.success(request, said)
    row_id = _id(text_of(request, "back", 20))
    if row_id:
        return redirect("registers:row", key="homes", row_id=row_id)
    kept = {key: text_of(request, key, 20) for key in ("area", "building")}
    query = urlencode({key: value for key, value in kept.items() if value})
    return redirect(f"{reverse('registers:home_duties')}?{query}")
