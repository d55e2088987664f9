"""/desk/access/: the audit administrator reads the logs and changes nothing."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.accounts.reading.security import LogFilters, in_words, kinds_of, log_rows
from gongzhi.accounts.services.export_log import export_log, log_names
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.downloads import download

PER_PAGE = 50


@require_GET
@staff_only("auditadmin")
def logs(request: HttpRequest) -> HttpResponse:
    """Who looked at protected data, what was done to accounts, how postings changed."""
    try:
        filters = LogFilters.parse(request.GET)
        rows = log_rows(filters)
    except Invalid as error:
        messages.error(request, str(error))
        return redirect("/desk/access/")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "tabs": [(key, name, key == filters.log) for key, name in log_names().items()],
        "filters": filters,
        "kinds": kinds_of(filters.log),
        "rows": [in_words(filters.log, row) for row in page.object_list],
        "page": page,
        "export_href": f"/desk/access/export/?{query.urlencode()}",
        "title": _("查阅记录"),
    }
    return render(request, "accounts/office/logs.html", context)


@require_GET
@staff_only("auditadmin")
def export(request: HttpRequest) -> HttpResponse:
    """The rows under the filters as Excel; the export itself is logged."""
    filters = LogFilters.parse(request.GET)
    data, _count = export_log(actor=actor_of(request), filters=filters)
    return download(data, f"gongzhi-{filters.log}-{clock.local(clock.now()):%Y%m%d-%H%M}.xlsx")
