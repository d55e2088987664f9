"""/desk/registers/retention/: for the security administrator, whom the audit may look over."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.accounts.rules import AUDITADMIN, SECADMIN
from gongzhi.registers.reading.retention import periods, runs
from gongzhi.web.access import staff_only


@require_GET
@staff_only(SECADMIN, AUDITADMIN)
def page(request: HttpRequest) -> HttpResponse:
    """The periods, what is due, and what was cleared when."""
    return render(request, "registers/retention.html", {"periods": periods(), "runs": runs()})
