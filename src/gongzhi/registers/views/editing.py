"""Add a row, correct a row."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import Register
from gongzhi.registers.forms.row import RowForm
from gongzhi.registers.reach import area_paths
from gongzhi.registers.reading.overview import SEERS
from gongzhi.registers.reading.row_page import read_row, within_writing
from gongzhi.registers.rows import rowwords
from gongzhi.registers.services.save_row import RowRefused, save_row
from gongzhi.web.access import actor_of, staff_only

from .frame import frame, register_of


@require_http_methods(["GET", "POST"])
@staff_only(*SEERS)
def add(request: HttpRequest, key: str) -> HttpResponse:
    """A new row; an address may fill fields that are not personal (the building of a home)."""
    register, actor = register_of(request, key, writing=True), actor_of(request)
    if request.method == "GET":
        open_fields = {one.key for one in register.fields if not one.personal}
        initial = {name: text for name, text in request.GET.items() if name in open_fields}
        return _show(request, register, RowForm(register, initial=initial))
    form = RowForm(register, request.POST)
    status = _save(form, actor, register, form.words() if form.is_valid() else {}, None)
    if status:
        return _show(request, register, form, status=status)
    messages.success(request, _("已登记。"))
    body = orgs.body_by_code(form.words()["body"]) if register.by_body else None
    back = reverse("registers:list", kwargs={"key": register.key})
    return redirect(f"{back}?body={body.code}" if body else back)


@require_http_methods(["GET", "POST"])
@staff_only(*SEERS)
def correct(request: HttpRequest, key: str, row_id: int) -> HttpResponse:
    """Correct a row. Personal fields are shown masked; one that is left empty stays as it is."""
    register, actor = register_of(request, key, writing=True), actor_of(request)
    row = read_row(actor, register, row_id)
    if not within_writing(actor, register, row):
        raise Denied
    kept = rowwords.words(register, row)
    if request.method == "GET":
        plain = {one.key for one in register.fields if not one.personal}
        filled = rowwords.words(register, row, mode="form")
        initial = {key: text for key, text in filled.items() if key in plain}
        form = RowForm(register, initial=initial | {"version": row["version"]}, kept=kept)
        return _show(request, register, form, row_id=row_id, title=_title(register, row, kept))
    form = RowForm(register, request.POST, kept=kept)
    words = _with_kept(register, row, form.words()) if form.is_valid() else {}
    status = _save(form, actor, register, words, row_id)
    if status:
        # After a conflict the newest version goes into the form: what was filled can be saved next.
        form.data = {**request.POST.dict(), "version": str(row["version"])}
        title = _title(register, row, kept)
        return _show(request, register, form, row_id=row_id, title=title, status=status)
    messages.success(request, _("已更正。"))
    return redirect("registers:row", key=register.key, row_id=row_id)


def _with_kept(
    register: Register, row: Mapping[str, object], filled: dict[str, str]
) -> dict[str, str]:
    """Personal fields that were left empty get what is there; nobody has to see it for that."""
    there = rowwords.words(register, row, mode="form", opened=True)
    # A new identity number says sex and year itself; the old ones would contradict it.
    told = {"sex", "birth_year"} if filled.get("id_number") else set()
    return {
        one.key: there[one.key]
        if one.personal and not filled[one.key] and one.key not in told
        else filled[one.key]
        for one in register.fields
    }


def _save(
    form: RowForm, actor: Actor, register: Register, words: dict[str, str], row_id: int | None
) -> int:
    """0 when it is written, else the status of the form with its sentences."""
    if not form.is_valid():
        return 422
    version = form.cleaned_data.get("version") if row_id is not None else None
    try:
        save_row(
            actor=actor, register=register, words=words, row_id=row_id,
            version=version if row_id is None or version is not None else 0,
        )  # fmt: skip
    except RowRefused as refused:
        form.blame(refused.problems)
        return 403 if refused.outside else 422
    except Invalid as error:
        form.blame({error.field or "": str(error)})
        return 422
    except Conflict as error:
        form.add_error(None, str(error))
        return 409
    return 0


def _title(register: Register, row: Mapping[str, object], kept: Mapping[str, str]) -> str:
    return rowwords.title(register, row, kept)


def _show(
    request: HttpRequest,
    register: Register,
    form: RowForm,
    *,
    row_id: int | None = None,
    title: str = "",
    status: int = 200,
) -> HttpResponse:
    here = f"/desk/registers/{register.key}/" + (f"{row_id}/" if row_id else "")
    doing = _("更正") if row_id else _("登记%(what)s") % {"what": register.one}
    crumbs = [(title, here), (doing, "")] if row_id else [(doing, "")]
    paths = area_paths(actor_of(request), register.writers)
    own = areas.ancestors(paths[0])[-1:] if paths else []
    context = {
        **frame(request, register, *crumbs),
        "form": form,
        "doing": doing,
        "title": title,
        "back": here,
        "map_area": own[0] if own and "lon" in form.fields else None,
    }
    return render(request, "registers/form.html", context, status=status)
