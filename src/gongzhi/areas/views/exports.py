"""/desk/areas/export/: areas as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.areas.forms.files import ExportForm
from gongzhi.areas.reading import files as reads
from gongzhi.areas.selectors import root_area
from gongzhi.areas.services.export_areas import export_areas
from gongzhi.kernel.clock import today
from gongzhi.kernel.errors import GongzhiError
from gongzhi.web import downloads
from gongzhi.web.access import actor_of, staff_only


@require_GET
@staff_only()
def exports(request: HttpRequest) -> HttpResponse:
    """The form; every member of staff may look at areas, and so may take them along."""
    root = root_area()
    initial = {"day": today(), "area": root.code if root else "", "crs": "WGS84"}
    return _page(request, ExportForm(_choices(), initial=initial))


@require_GET
@staff_only()
def download(request: HttpRequest) -> HttpResponse:
    """The file, or the form with what is wrong."""
    form = ExportForm(_choices(), request.GET)
    if not form.is_valid():
        return _page(request, form, status=422)
    values = form.cleaned_data
    try:
        made = export_areas(
            actor=actor_of(request),
            area_code=values["area"],
            day=values["day"],
            file_format=values["file_format"],
            system=values["crs"],
        )
    except GongzhiError as error:
        form.add_error("area", str(error))
        return _page(request, form, status=error.status)
    return downloads.download(made.content, made.name, made.content_type)


def _choices() -> list[tuple[str, str]]:
    return reads.area_choices()


def _page(request: HttpRequest, form: ExportForm, *, status: int = 200) -> HttpResponse:
    may_change = actor_of(request).has_role("sysadmin")
    context = {"form": form, "section": "export", "may_change": may_change}
    return render(request, "areas/files/export.html", context, status=status)
