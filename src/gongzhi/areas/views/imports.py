"""/desk/areas/import/: upload, look at what would change, apply or discard."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.areas.forms.files import UploadForm
from gongzhi.areas.importing.uploads import on_disk
from gongzhi.areas.reading import files as reads
from gongzhi.areas.services.apply_import import apply_import, discard_import
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel.clock import today
from gongzhi.kernel.errors import GongzhiError, Invalid
from gongzhi.web.access import actor_of, staff_only


@require_http_methods(["GET", "POST"])
@staff_only("sysadmin")
def imports(request: HttpRequest) -> HttpResponse:
    """The form and the imports so far; POST keeps a file and shows what it would do."""
    if request.method == "GET":
        return _form(request, UploadForm(initial={"day": today()}))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    values = form.cleaned_data
    try:
        with on_disk(values["file"]) as path:
            row = stage_file(
                actor=actor_of(request),
                path=path,
                name=values["file"].name,
                chosen_crs=values["crs"],
                day=values["day"],
            )
    except Invalid as error:
        field = error.field if error.field in form.fields else "file"
        form.add_error(field, str(error))
        return _form(request, form, status=422)
    return HttpResponseRedirect(reverse("area_files:preview", args=[row.pk]))


def _form(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "recent": reads.recent_imports(),
        "columns": reads.column_help(),
        "section": "import",
    }
    return render(request, "areas/files/import.html", context, status=status)


@require_GET
@staff_only("sysadmin")
def preview(request: HttpRequest, import_id: int) -> HttpResponse:
    """What is wrong, on a map and in a table, and what would change."""
    row = reads.import_row(import_id)
    problems, changes = reads.problem_rows(row), row.found["changes"]
    context = {
        "row": row,
        "found": row.found,
        "problems": problems[: reads.SHOWN],
        "problem_count": row.found["errors"] + row.found["notices"],
        "changes": [
            {**one, "name": reads.change_name(one), "words": reads.change_words(one)}
            for one in changes[: reads.SHOWN]
        ],
        "change_count": row.found["changed"],
        "shown": reads.SHOWN,
        "may_apply": row.status == row.STAGED and not row.found["errors"] and changes,
        "classes": reads.preview_classes(),
        "section": "import",
    }
    return render(request, "areas/files/preview.html", context)


@require_GET
@staff_only("sysadmin")
def preview_shapes(request: HttpRequest, import_id: int) -> HttpResponse:
    """The staged shapes for the map."""
    return JsonResponse(reads.preview_shapes(import_id))


@require_GET
@staff_only("sysadmin")
def preview_points(request: HttpRequest, import_id: int) -> HttpResponse:
    """The places of the problems for the map."""
    return JsonResponse(reads.preview_points(import_id))


@require_POST
@staff_only("sysadmin")
def apply(request: HttpRequest, import_id: int) -> HttpResponse:
    """Make it true; a refusal is said on the preview."""
    try:
        done = apply_import(actor=actor_of(request), import_id=import_id)
    except Invalid as error:
        messages.error(request, str(error))
    except GongzhiError as error:
        if error.status != 409:
            raise
        messages.error(request, str(error))
    else:
        messages.success(request, _("已写入，共改动%(n)d个区域。") % {"n": len(done.targets)})
    return HttpResponseRedirect(reverse("area_files:preview", args=[import_id]))


@require_POST
@staff_only("sysadmin")
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Put it aside."""
    try:
        discard_import(actor=actor_of(request), import_id=import_id)
    except GongzhiError as error:
        if error.status != 409:
            raise
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("area_files:preview", args=[import_id]))
    messages.success(request, _("已放弃，区域没有变化。"))
    return HttpResponseRedirect(reverse("area_files:imports"))
