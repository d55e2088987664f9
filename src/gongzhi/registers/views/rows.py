"""The list of a register and the page of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import covers
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import Register
from gongzhi.registers.forms.row import PurposeForm
from gongzhi.registers.home_duty import parties_for, workers_for
from gongzhi.registers.reach import HOME_DUTY_ROLES, PEOPLE_ROLES, area_paths
from gongzhi.registers.reading.home_duties import duty_of
from gongzhi.registers.reading.listing import Within, area_choices, listing
from gongzhi.registers.reading.matters_here import matters_here
from gongzhi.registers.reading.overview import SEERS
from gongzhi.registers.reading.row_page import row_page
from gongzhi.registers.services.open_row import open_row
from gongzhi.web.access import actor_of, staff_only

from .frame import frame, register_of, text_of


@require_GET
@staff_only(*SEERS)
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """Fifty rows, of an area when one is chosen."""
    register, actor = register_of(request, key), actor_of(request)
    after = request.GET.get("after", "")
    within = Within(
        area=text_of(request, "area", 20), body=text_of(request, "body", 40),
        value=text_of(request, "value", 20),
    )  # fmt: skip
    if register.by_body and not within.body:
        return redirect("registers:census")
    from_row = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    context = {
        **frame(request, register),
        "found": listing(actor, register, within=within, after=from_row),
        "within": within,
        "body": orgs.body_by_code(within.body) if within.body else None,
        "after": from_row,
        "areas": [] if register.by_body else area_choices(actor, register, within.area),
        "values": _values(register),
    }
    return render(request, "registers/list.html", context)


def _values(register: Register) -> tuple[str, list[tuple[str, str]]] | None:
    """The field by which a list can be narrowed: its title and choices."""
    if not register.narrowed_by:
        return None
    one = next(field for field in register.fields if field.key == register.narrowed_by)
    return str(one.title), [(key, str(word)) for key, word in one.choices.items()]


@require_GET
@staff_only(*SEERS)
def row(request: HttpRequest, key: str, row_id: int) -> HttpResponse:
    """One row, personal fields masked."""
    return _page(request, key, row_id)


@require_POST
@staff_only(*SEERS)
def open_fields(request: HttpRequest, key: str, row_id: int) -> HttpResponse:
    """The page once with its personal fields, for a purpose; logged."""
    register = register_of(request, key)
    form = PurposeForm(request.POST)
    opened = None
    if form.is_valid():
        try:
            opened = open_row(
                actor=actor_of(request), register=register, row_id=row_id,
                purpose=form.cleaned_data["purpose"],
            )  # fmt: skip
        except Invalid as error:
            form.add_error("purpose", str(error))
    return _page(request, key, row_id, opened=opened, form=form)


def _duty(request: HttpRequest, home: Mapping[str, Any]) -> dict[str, Any]:
    """Who answers for the home, and whom one may name."""
    actor, path = actor_of(request), home["area_path"]
    names = any(covers(one, path) for one in area_paths(actor, HOME_DUTY_ROLES))
    return {
        "duty": duty_of(actor, home["id"], clock.today()),
        "shows_duty": True,
        "parties": parties_for(path) if names else [],
        "workers": workers_for(path) if names else [],
    }


def _page(
    request: HttpRequest,
    key: str,
    row_id: int,
    *,
    opened: dict[str, str] | None = None,
    form: PurposeForm | None = None,
) -> HttpResponse:
    register = register_of(request, key)
    page = row_page(actor_of(request), register, row_id, opened=opened)
    context: dict[str, Any] = {
        **frame(request, register, (page.title, "")),
        "page": page,
        "opened": opened is not None,
        "form": form or PurposeForm(),
    }
    if register.key == "homes" and actor_of(request).has_role(*PEOPLE_ROLES):
        context |= _duty(request, page.row)
    if page.marker:
        context["matters"] = matters_here(actor_of(request), page.row, now=clock.now())
    fragment = request.method == "POST" and request.headers.get("HX-Request") == "true"
    template = "registers/_fields.html" if fragment else "registers/row.html"
    return render(request, template, context)
