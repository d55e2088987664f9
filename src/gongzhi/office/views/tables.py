"""The settings that are tables: a list with search, a row, a new row, taking a row away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.office import labels
from gongzhi.office.draft import Draft, draft_of
from gongzhi.office.edits import Edit
from gongzhi.office.forms.row import RowForm
from gongzhi.office.names import names_of
from gongzhi.office.policies import CHANGES
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.office.tables import TABLES, Key, Table, found_rows
from gongzhi.office.views.frame import crumbs, page, seen_files
from gongzhi.office.views.subjects import kept_message
from gongzhi.orgs.ending.naming import stale_settings
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.words import joined

PER_PAGE = 50


def _table(key: str) -> Table:
    if key not in TABLES:
        raise Http404
    return TABLES[key]


def _key(table: Table, text: str) -> Key:
    parts = tuple(text.split("|"))
    if len(parts) != len(table.key_columns):
        raise NotFound
    return parts


def _home(table: Table) -> str:
    return f"/desk/settings/table/{table.key}/"


@require_GET
@staff_only(*CHANGES)
def listing(request: HttpRequest, table: str) -> HttpResponse:
    """All rows with what is pending, searchable by any word or by initials."""
    one, draft = _table(table), draft_of(actor_of(request))
    files = seen_files(draft)
    names = names_of(files)
    query = request.GET.get("find", "").strip()[:40]
    found = Paginator(found_rows(one, files, names, query), PER_PAGE)
    shown = found.get_page(request.GET.get("page"))
    touched = {edit.path for edit in draft.edits if edit.file == one.file}
    rows = [
        {
            "href": f"{_home(one)}row/?{urlencode({'key': '|'.join(key)})}",
            "cells": [
                (labels.column_label(column.name), names.cell(column, row))
                for column in one.shown_columns
            ],
            "waiting": key in touched,
            "off": row.get("active") == "0",
        }
        for key, row in shown.object_list
    ]
    return page(
        request,
        "table.html",
        {
            "draft": draft, "one": one, "rows": rows, "shown": shown, "find": query,
            "titles": [labels.column_label(column) for column in one.shown],
            "dropped": [edit for edit in draft.edits if edit.file == one.file and edit.kind == "drop"],
            "stale": [told for told in stale_settings(files) if told.place.file == one.file],
            "crumbs": crumbs((str(one.title), "")),
        },
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_only(*CHANGES)
def row(request: HttpRequest, table: str) -> HttpResponse:
    """Change one row."""
    one, actor = _table(table), actor_of(request)
    draft = draft_of(actor)
    key = _key(one, request.GET.get("key", ""))
    now = seen_files(draft).rows(one.file).get(key)
    if now is None:
        raise NotFound
    form = RowForm(one, key, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        changed = form.changed_cells()
        if not changed:
            messages.info(request, _("没有改动。"))
            return HttpResponseRedirect(_home(one))
        done = _keep(request, actor, form, Edit("row", one.file, key, values=changed), len(changed))
        if done:
            return HttpResponseRedirect(_home(one))
    return _row_page(request, one, draft, form, key)


@require_http_methods(["GET", "POST"])
@staff_only(*CHANGES)
def new(request: HttpRequest, table: str) -> HttpResponse:
    """Add a row; what stands in the query is filled in already."""
    one, actor = _table(table), actor_of(request)
    draft = draft_of(actor)
    known = {column.name for column in one.columns}
    given = {name: str(value)[:80] for name, value in request.GET.items() if name in known}
    form = RowForm(one, None, given, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        key = tuple(values[column] for column in one.key_columns)
        rest = {name: value for name, value in values.items() if name not in one.key_columns}
        if _keep(request, actor, form, Edit("add", one.file, key, values=rest), 1):
            return HttpResponseRedirect(_home(one))
    return _row_page(request, one, draft, form, None)


def _keep(request: HttpRequest, actor: Actor, form: RowForm, edit: Edit, count: int) -> bool:
    try:
        keep_edits(actor=actor, edits=[edit])
    except ProfileInvalidError as error:
        form.tell(error.problems)
    except Invalid as error:
        first = form.table.key_columns[-1]
        form.add_error(first if first in form.fields else None, str(error.message))
    else:
        kept_message(request, count)
        return True
    return False


def _row_page(
    request: HttpRequest, one: Table, draft: Draft, form: RowForm, key: Key | None
) -> HttpResponse:
    files = seen_files(draft)
    names = names_of(files)
    said = {c: names.of(c, form.row.get(c, "")) for c in (*one.key_columns, *form.row)}
    context: dict[str, Any] = {
        "draft": draft,
        "one": one,
        "form": form,
        "key": "|".join(key) if key else "",
        "key_words": [(labels.column_label(c), said.get(c, "")) for c in one.key_columns if key],
        "said": said,
        "lookups": sorted({column.lookup for column in form.columns if column.lookup}),
        "crumbs": crumbs(
            (str(one.title), _home(one)), (joined(key) if key else str(one.new_text), "")
        ),
    }
    return page(request, "row.html", context, status=422 if form.errors else 200)


@require_POST
@staff_only(*CHANGES)
def drop(request: HttpRequest, table: str) -> HttpResponse:
    """Take a row away (a class is switched off instead: orders carry it)."""
    one = _table(table)
    if not one.may_drop:
        raise NotFound
    key = _key(one, request.POST.get("key", ""))
    try:
        keep_edits(actor=actor_of(request), edits=[Edit("drop", one.file, key)])
    except ProfileInvalidError as error:
        for problem in error.problems[:5]:
            messages.error(request, str(problem))
    except Invalid as error:
        messages.error(request, str(error.message))
    else:
        kept_message(request, 1)
    return HttpResponseRedirect(_home(one))
