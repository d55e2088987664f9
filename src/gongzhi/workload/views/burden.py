"""/desk/burden/: what communities hang, attend and keep, from whom and on which basis (ML-18)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.web.access import actor_of, staff_only

from ..forms.burden import BurdenForm
from ..reach import READERS, WRITERS, communities
from ..reading.burden import burden_page
from ..services.end_burden import end_burden
from ..services.record_burden import record_burden


@require_GET
@staff_only(*READERS)
def board(request: HttpRequest) -> HttpResponse:
    """Counts by community, and the items of one of them when it is chosen."""
    actor, body = actor_of(request), request.GET.get("body", "")[:40]
    context = {
        "page": burden_page(actor, today=clock.today(), body=body.replace("\x00", "")),
        "body": body,
        "may_record": actor.has_role(*WRITERS),
    }
    return render(request, "workload/burden.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*WRITERS)
def add(request: HttpRequest) -> HttpResponse:
    """Record one."""
    actor, status = actor_of(request), 200
    choices = [(one.code, one.short_name or one.name) for one in communities(actor)]
    form = BurdenForm(choices, request.POST or None)
    if request.method == "POST":
        if request.POST.get("body", "") not in dict(choices):
            raise NotFound  # another's community is not there
        status = 422
        if form.is_valid():
            try:
                record_burden(actor=actor, **form.cleaned_data)
            except Invalid as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            except Conflict as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("已登记。"))
                return redirect("workload:burden")
    crumbs = [(_("减负台账"), "/desk/burden/"), (_("登记一项"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "workload/burden_form.html", context, status=status)


@require_POST
@staff_only(*WRITERS)
def end(request: HttpRequest, burden_id: int) -> HttpResponse:
    """It was taken away today."""
    try:
        row = end_burden(actor=actor_of(request), burden_id=burden_id)
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已清掉：%(name)s") % {"name": row.name})
    return redirect("workload:burden")
