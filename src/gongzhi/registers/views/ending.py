"""End a row with a day and a reason; undo it the same day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.registers.catalogue import Register
from gongzhi.registers.forms.ending import EndForm
from gongzhi.registers.reading.overview import SEERS
from gongzhi.registers.reading.row_page import read_row, within_writing
from gongzhi.registers.rows import rowwords
from gongzhi.registers.services.end_row import end_row, restore_row
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done

from .frame import frame, register_of


@require_http_methods(["GET", "POST"])
@staff_only(*SEERS)
def end(request: HttpRequest, key: str, row_id: int) -> HttpResponse:
    """The form; what is wrong stands in it."""
    register, actor = register_of(request, key, writing=True), actor_of(request)
    row = read_row(actor, register, row_id)
    if not within_writing(actor, register, row):
        raise Denied
    form, status = EndForm(key, request.POST or None, initial={"version": row["version"]}), 200
    if request.method == "POST":
        status = _end(request, register, row_id, form)
        if not status:
            messages.success(request, _("已注销。当天可以撤销。"))
            return redirect("registers:row", key=key, row_id=row_id)
    title = rowwords.title(register, row, rowwords.words(register, row))
    back = f"/desk/registers/{key}/{row_id}/"
    context = {
        **frame(request, register, (title, back), (_("注销"), "")),
        "form": form, "title": title, "back": back,
    }  # fmt: skip
    return render(request, "registers/end.html", context, status=status)


def _end(request: HttpRequest, register: Register, row_id: int, form: EndForm) -> int:
    """0 when it ended, else the status of the form with its sentences."""
    if not form.is_valid():
        return 422
    try:
        end_row(actor=actor_of(request), register=register, row_id=row_id, **form.cleaned_data)
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return 422
    except Conflict as error:
        form.add_error(None, str(error))
        return 409
    return 0


@require_POST
@staff_only(*SEERS)
def restore(request: HttpRequest, key: str, row_id: int) -> HttpResponse:
    """Undo an end of today."""
    register = register_of(request, key, writing=True)
    return done(
        request,
        lambda: restore_row(actor=actor_of(request), register=register, row_id=row_id),
        _("已撤销注销。"),
        "registers:row",
        key=key,
        row_id=row_id,
    )
