"""/desk/purchases/: services that the government buys, what was done for them and what it was worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheets import XLSX, write_xlsx
from gongzhi.orgs import selectors as orgs
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, first_error, status_of

from ..forms.purchase import CountForm, JudgeForm, PurchaseForm, SettleForm, StopForm
from ..purchasing import CONTRACTORS, GRADES, buyers, served_by
from ..reach import KEEPERS, READERS
from ..reading.purchases import purchase_lines, purchase_page, totals
from ..services.count_service import count_service
from ..services.judge_purchase import judge_purchase
from ..services.record_purchase import record_purchase
from ..services.settle_service import settle_service
from ..services.stop_purchase import stop_purchase


@require_GET
@staff_only(*READERS)
def board(request: HttpRequest) -> HttpResponse:
    """The projects with their figures, which are counted from what the communities confirmed."""
    actor = actor_of(request)
    lines = purchase_lines(actor, now=clock.now())
    context = {"lines": lines, "totals": totals(lines), "may_add": bool(buyers(actor))}
    return render(request, "offerings/purchases.html", context)


@require_GET
@staff_only(*READERS)
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    heads = (
        _("项目名称"), _("购买单位"), _("承接单位"), _("服务哪个社区"), _("从哪天"), _("到哪天"),
        _("进展"), _("金额（元）"), _("约定服务小时"), _("已确认小时"), _("约定服务人次"),
        _("已确认人次"), _("等社区确认"), _("居民评价"), _("满意"), _("基本满意"), _("不满意"),
        _("社区评价"),
    )  # fmt: skip
    rows = [
        [
            one.row.name, one.buyer, one.contractor, one.body, one.row.starts_on, one.row.ends_on,
            one.phase, one.row.amount, one.row.hours, one.hours, one.row.person_times,
            one.person_times, one.waiting, one.said.n, one.said.satisfied, one.said.fairly,
            one.said.not_satisfied, one.grade,
        ]
        for one in purchase_lines(actor_of(request), now=clock.now(), all_of_them=True)
    ]  # fmt: skip
    answer = HttpResponse(write_xlsx(heads, rows, title=_("购买服务")), content_type=XLSX)
    name = f"gongzhi-purchases-{clock.local(clock.now()):%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def add(request: HttpRequest) -> HttpResponse:
    """Enter a project."""
    actor = actor_of(request)
    form = PurchaseForm(_choices(actor), request.POST or None)
    asked = request.POST.get("buyer", "")
    if request.method == "POST" and all(body.code != asked for body in buyers(actor)):
        raise NotFound  # another's body is not there
    if did := carried_out(
        form,
        lambda: record_purchase(actor=actor, key=form.cleaned_data["key"], agreed=form.agreed()),
    ):
        messages.success(request, _("已登记。"))
        return redirect("offerings:purchase", did.made.pk)
    crumbs = [(_("购买服务"), reverse("offerings:purchases")), (_("登记一个项目"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "offerings/purchase_form.html", context, status=status_of(form))


def _choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    language, mine = get_language() or "zh", buyers(actor)
    served = {one.code: one for buyer in mine for one in served_by(actor, buyer)}

    def named(bodies: Any) -> list[tuple[str, str]]:
        return [(one.code, one.label(language)) for one in bodies]

    return {
        "buyer": named(mine),
        "contractor": named(orgs.bodies_of_kind(*CONTRACTORS)),
        "body": named(served[code] for code in sorted(served)),
    }


@require_GET
@staff_only(*READERS)
def one(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """A project, what was done for it, and the words on it."""
    page = purchase_page(actor_of(request), purchase_id, now=clock.now())
    crumbs = [(_("购买服务"), reverse("offerings:purchases")), (page.line.row.name, "")]
    context = {"page": page, "crumbs": crumbs, "grades": list(GRADES.items())}
    return render(request, "offerings/purchase.html", context)


@require_POST
@staff_only(*KEEPERS)
def count(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """Link an order or an activity."""

    def write(words: dict[str, Any]) -> str:
        values = {key: value for key, value in words.items() if value}
        row = count_service(actor=actor_of(request), purchase_id=purchase_id, **values)
        return _("已记下并确认。") if row.state == "confirmed" else _("已记下，等社区确认。")

    return _written(request, purchase_id, CountForm(request.POST), write)


@require_POST
@staff_only(*KEEPERS)
def settle(request: HttpRequest, purchase_id: int, service_id: int) -> HttpResponse:
    """The community says whether it was done."""

    def write(words: dict[str, Any]) -> str:
        settle_service(
            actor=actor_of(request), purchase_id=purchase_id, service_id=service_id, **words
        )
        return _("已写下。")

    return _written(request, purchase_id, SettleForm(request.POST), write)


@require_POST
@staff_only(*KEEPERS)
def judge(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """The community's word on a quarter."""

    def write(words: dict[str, Any]) -> str:
        judge_purchase(actor=actor_of(request), purchase_id=purchase_id, **words)
        return _("已写下。")

    return _written(request, purchase_id, JudgeForm(request.POST), write)


@require_POST
@staff_only(*KEEPERS)
def stop(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """It ends early."""

    def write(words: dict[str, Any]) -> str:
        stop_purchase(actor=actor_of(request), purchase_id=purchase_id, **words)
        return _("已终止。")

    return _written(request, purchase_id, StopForm(request.POST), write)


def _written(
    request: HttpRequest, purchase_id: int, form: forms.Form, write: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """Back to the project with one sentence: what was written, or why not."""
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("offerings:purchase", purchase_id)
    return done(
        request,
        lambda: write(form.cleaned_data),
        str,
        "offerings:purchase",
        purchase_id,
    )
