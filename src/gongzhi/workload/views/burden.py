"""/desk/burden/: what communities hang, attend and keep, from whom and on which basis (ML-18)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of

from ..burden import EVERYWHERE
from ..forms.burden import BurdenForm
from ..reach import ASKERS, READERS, WRITERS, asked_communities, asking_bodies
from ..reading.burden import burden_page
from ..services.end_burden import end_burden
from ..services.record_burden import record_burden, record_everywhere

RECORDING = WRITERS | ASKERS


@require_GET
@staff_only(*READERS, *ASKERS)
def board(request: HttpRequest) -> HttpResponse:
    """Counts by community, and the items of one of them when it is chosen."""
    actor, body = actor_of(request), request.GET.get("body", "")[:40]
    asking = asking_bodies(actor)
    if not actor.has_role(*READERS) and not asking:
        raise Denied  # a firm asks communities for nothing
    context = {
        "page": burden_page(actor, today=clock.today(), body=body.replace("\x00", "")),
        "body": body,
        "may_record": actor.has_role(*WRITERS) or bool(asking),
        "asking": asking,
    }
    return render(request, "workload/burden.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*RECORDING)
def add(request: HttpRequest) -> HttpResponse:
    """Record one."""
    actor = actor_of(request)
    choices = [(one.code, one.short_name or one.name) for one in asked_communities(actor)]
    if not choices:
        raise Denied
    if len(choices) > 1:
        choices.append((EVERYWHERE, _("全部社区（%(n)d个）") % {"n": len(choices)}))
    asking = "" if actor.has_role(*WRITERS) else asking_bodies(actor)[0].name
    form = BurdenForm(choices, asking, request.POST or None)
    if request.method == "POST" and request.POST.get("body", "") not in dict(choices):
        raise NotFound  # another's community is not there
    if carried_out(form, lambda: _record(actor, dict(form.cleaned_data))):
        messages.success(request, _("已登记。"))
        return redirect("workload:burden")
    crumbs = [(_("减负台账"), "/desk/burden/"), (_("登记一项"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "workload/burden_form.html", context, status=status_of(form))


def _record(actor: Actor, values: dict[str, Any]) -> None:
    if values["body"] == EVERYWHERE:
        values.pop("body")
        record_everywhere(actor=actor, **values)
    else:
        record_burden(actor=actor, **values)


@require_POST
@staff_only(*RECORDING)
def end(request: HttpRequest, burden_id: int) -> HttpResponse:
    """It was taken away today."""
    return done(
        request,
        lambda: end_burden(actor=actor_of(request), burden_id=burden_id),
        lambda row: _("已清掉：%(name)s") % {"name": row.name},
        "workload:burden",
    )
