"""Bring a workbook, look at what is wrong, have it written or put it aside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.errors import Invalid
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.forms.row import FileForm
from gongzhi.registers.reading import imports as reads
from gongzhi.registers.reading.overview import SEERS
from gongzhi.registers.services.apply_import import ask_to_apply
from gongzhi.registers.services.discard_import import discard_import
from gongzhi.registers.services.stage_import import stage_import
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done
from gongzhi.web.downloads import download

from .frame import frame, register_of


@require_http_methods(["GET", "POST"])
@staff_only(*SEERS)
def bring(request: HttpRequest, key: str) -> HttpResponse:
    """The form with one's own imports; POST keeps the file and has it checked."""
    register, actor = register_of(request, key, writing=True), actor_of(request)
    form, status = FileForm(), 200
    if request.method == "POST":
        form, status = FileForm(request.POST, request.FILES), 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                row = stage_import(
                    actor=actor, register=register, data=file.read(), file_name=file.name
                )
            except Invalid as error:
                form.add_error("file", str(error))
            else:
                return redirect("registers:import", import_id=row.pk)
    words = reads.status_words()
    recent = [(one, words[one.status]) for one in reads.recent(actor, register)]
    context = {**frame(request, register, (_("导入"), "")), "form": form, "recent": recent}
    return render(request, "registers/bring.html", context, status=status)


@require_GET
@staff_only(*SEERS)
def page(request: HttpRequest, import_id: int) -> HttpResponse:
    """How far it is, what is wrong; asks again by itself while a job works on it."""
    row = reads.import_of(actor_of(request), import_id)
    register = REGISTERS[row.register]
    context = {
        **frame(request, register, (_("导入"), f"/desk/registers/{row.register}/import/"), (row.file_name, "")),
        "row": row,
        "status": reads.status_words()[row.status],
        "working": row.status in {"checking", "applying"},
        "problems": reads.problems_of(row)[: reads.SHOWN],
        "shown": reads.SHOWN,
        "markable": bool(row.upload) and any(line for line, _column, _said in row.problems),
        "ready": row.status == "checked" and not row.problem_count and row.total,
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    template = "registers/_import.html" if part else "registers/import.html"
    return render(request, template, context)


@require_GET
@staff_only(*SEERS)
def marked(request: HttpRequest, import_id: int) -> HttpResponse:
    """One's own file back, with the mistakes marked."""
    row = reads.import_of(actor_of(request), import_id)
    return download(reads.marked_workbook(row), f"gongzhi-{row.register}-marked.xlsx")


@require_POST
@staff_only(*SEERS)
def apply(request: HttpRequest, import_id: int) -> HttpResponse:
    """Have it written by a job."""
    return done(
        request,
        lambda: ask_to_apply(actor=actor_of(request), import_id=import_id),
        "",
        "registers:import",
        import_id=import_id,
    )


@require_POST
@staff_only(*SEERS)
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Put it aside."""
    actor = actor_of(request)
    return done(
        request,
        lambda: discard_import(actor=actor, import_id=import_id),
        _("已放弃，什么都没有写入。"),
        "registers:import",
        import_id=import_id,
    )
