"""A register as Excel: the empty template, and its rows."""

from __future__ import annotations

from dataclasses import replace
from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.sheets import XLSX
from gongzhi.registers.catalogue import Register
from gongzhi.registers.forms.row import ExportForm
from gongzhi.registers.reading.listing import Within, area_choices
from gongzhi.registers.reading.overview import SEERS
from gongzhi.registers.rows.workbook import template
from gongzhi.registers.services.export_register import export_register, may_take_personal
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.downloads import download

from .frame import frame, register_of, text_of


@require_GET
@staff_only(*SEERS)
def blank(request: HttpRequest, key: str) -> HttpResponse:
    """The headings with one example."""
    register = register_of(request, key, writing=True)
    return download(template(register), f"gongzhi-{register.key}.xlsx")


@require_http_methods(["GET", "POST"])
@staff_only(*SEERS)
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """Ask what for, then hand out the file; logged."""
    register, actor = register_of(request, key), actor_of(request)
    area = request.GET.get("area", request.POST.get("area", ""))[:20]
    within = Within(
        area=area, body=text_of(request, "body", 40), value=text_of(request, "value", 20)
    )
    choices = [] if register.by_body else area_choices(actor, register, area)
    personal = _offers_personal(request, register)
    if request.method == "GET":
        return _ask(
            request, register, ExportForm(choices, personal=personal, initial={"area": area}),
            within,
        )  # fmt: skip
    form = ExportForm(choices, request.POST, personal=personal)
    if not form.is_valid():
        return _ask(request, register, form, within, status=422)
    values = form.cleaned_data
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        export_register(
            actor=actor, register=register, file=file, purpose=values["purpose"],
            within=replace(within, area=values.get("area", "")), personal=values.get("personal", False),
        )  # fmt: skip
    except Invalid as error:
        file.close()
        form.add_error(error.field or None, str(error))
        return _ask(request, register, form, within, status=422)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    name = f"gongzhi-{register.key}-{clock.local(clock.now()):%Y%m%d-%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _offers_personal(request: HttpRequest, register: Register) -> bool:
    return any(one.personal for one in register.fields) and may_take_personal(
        actor_of(request), register
    )


def _ask(
    request: HttpRequest, register: Register, form: ExportForm, within: Within, *, status: int = 200
) -> HttpResponse:
    context = {**frame(request, register, (_("导出"), "")), "form": form, "within": within}
    return render(request, "registers/export.html", context, status=status)
