"""People in and out as tables."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.accounts.forms.office import FileForm
from gongzhi.accounts.reading.users import UserFilters
from gongzhi.accounts.roles import role_names
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.accounts.services.export_users import export_users
from gongzhi.accounts.services.import_users import (
    COLUMNS,
    UsersImported,
    UsersRefused,
    import_users,
)
from gongzhi.areas.importing.uploads import on_disk
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError
from gongzhi.kernel.sheetin import SheetRow, read_sheet
from gongzhi.kernel.sheets import Column, write_xlsx
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.downloads import download

from .frame import blame, may

_SHOWN = 200


@require_http_methods(["GET", "POST"])
@staff_only("sysadmin")
def bring_in(request: HttpRequest) -> HttpResponse:
    """Check the table, or check and write it; nothing or everything."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    problems, checked, status = [], None, 200
    if request.method == "POST" and form.is_valid():
        dry = request.POST.get("do") != "write"
        try:
            done = import_users(
                actor=actor_of(request), rows=_rows(form.cleaned_data["file"]), dry=dry
            )
            if not dry:
                return _done(request, done)
            checked = done
        except UsersRefused as refused:
            problems, status = refused.problems, blame(form, refused)
        except GongzhiError as error:
            status = blame(form, error)
    context = {
        "form": form, "problems": problems[:_SHOWN], "more": len(problems) - _SHOWN,
        "checked": checked, "columns": list(COLUMNS), "may": may(request),
        "roles": [name for key, name in role_names().items() if key not in ADMIN_ROLES],
        "crumbs": [(_("人员与岗位"), "/desk/users/"), (_("导入人员"), "")],
    }  # fmt: skip
    return render(request, "accounts/office/import.html", context, status=status)


def _rows(file: UploadedFile) -> list[SheetRow]:
    with on_disk(file) as path:
        return read_sheet(path)


def _done(request: HttpRequest, done: UsersImported) -> HttpResponse:
    """With new people: the list of their passwords, which exists in this answer alone."""
    if not done.passwords:
        context = {"done": done, "crumbs": [(_("人员与岗位"), "/desk/users/"), (_("导入人员"), "")]}
        return render(request, "accounts/office/imported.html", context)
    columns = [Column(_("账号"), 20), Column(_("姓名"), 16), Column(_("临时密码"), 26)]
    data = write_xlsx(columns, done.passwords, title=_("临时密码"))
    return download(data, f"gongzhi-passwords-{clock.local(clock.now()):%Y%m%d-%H%M}.xlsx")


@require_GET
@staff_only("sysadmin")
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with the headings and one example."""
    today = clock.today()
    names = [name for key, name in role_names().items() if key == "grid_worker"] or [""]
    example = ["zhang.san", "张三", "", "", names[0], "", "", today, None]
    columns = [Column(name, 16) for name in COLUMNS]
    return download(write_xlsx(columns, [example], title=_("人员")), "gongzhi-users.xlsx")


@require_GET
@staff_only("sysadmin")
def export(request: HttpRequest) -> HttpResponse:
    """The list under its filters; logged."""
    data, _count = export_users(actor=actor_of(request), filters=UserFilters.parse(request.GET))
    return download(data, f"gongzhi-users-{clock.local(clock.now()):%Y%m%d-%H%M}.xlsx")
