"""/desk/needs/: needs of visits, gathered at the community, and what becomes of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gongzhi.fieldwork.forms.desk import OrderForm, SettleForm
from gongzhi.fieldwork.reach import GATHER_ROLES
from gongzhi.fieldwork.reading.needs import gathered, need_line
from gongzhi.fieldwork.services.clear_correction import clear_correction
from gongzhi.fieldwork.services.merge_needs import merge_needs
from gongzhi.fieldwork.services.order_need import Ordered, order_need
from gongzhi.fieldwork.services.settle_need import settle_need
from gongzhi.kernel.numbers import whole_number
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of


@require_GET
@staff_only(*GATHER_ROLES)
def needs(request: HttpRequest) -> HttpResponse:
    """What waits, by class; corrections that were kept; what ended lately."""
    return render(request, "fieldwork/desk/needs.html", {"found": gathered(actor_of(request))})


@require_POST
@staff_only(*GATHER_ROLES)
def merge(request: HttpRequest) -> HttpResponse:
    """Those that were ticked are one."""
    ids = [whole_number(text) for text in request.POST.getlist("need")]
    return done(
        request,
        lambda: merge_needs(
            actor=actor_of(request), need_ids=[one for one in ids if one is not None]
        ),
        _("已合成一件。"),
        "fieldwork:needs",
    )


@require_GET
@staff_only(*GATHER_ROLES)
def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """One need: make it an order, or answer it."""
    return _page(request, need_id)


@require_POST
@staff_only(*GATHER_ROLES)
def order(request: HttpRequest, need_id: int) -> HttpResponse:
    """Make it an order."""
    form = OrderForm(request.POST)
    if did := carried_out(
        form,
        lambda: order_need(
            actor=actor_of(request), need_id=need_id, text=form.cleaned_data["text"],
            category_code=form.cleaned_data["category"],
        ),
    ):  # fmt: skip
        messages.success(request, _told(did.made))
        return redirect("fieldwork:needs")
    return _page(request, need_id, order_form=form, status=status_of(form))


def _told(made: Ordered) -> str:
    words = _("已转成工单%(number)s。") % {"number": made.number}
    if made.following:
        same = ngettext(
            "另有%(n)d户一样的需求跟着这件。", "另有%(n)d户一样的需求跟着这件。", made.following
        )
        words = f"{words} {same % {'n': made.following}}"
    if made.untold:
        rest = ngettext(
            "另有%(n)d户收不到进展，办好后请社区告诉一声。",
            "另有%(n)d户收不到进展，办好后请社区告诉一声。",
            made.untold,
        )
        words = f"{words} {rest % {'n': made.untold}}"
    return words


@require_POST
@staff_only(*GATHER_ROLES)
def settle(request: HttpRequest, need_id: int) -> HttpResponse:
    """End it with a sentence."""
    form = SettleForm(request.POST)
    if carried_out(
        form,
        lambda: settle_need(
            actor=actor_of(request), need_id=need_id, answer=form.cleaned_data["answer"]
        ),
    ):
        messages.success(request, _("已答复，这件需求结束了。"))
        return redirect("fieldwork:needs")
    return _page(request, need_id, settle_form=form, status=status_of(form))


@require_POST
@staff_only(*GATHER_ROLES)
def corrected(request: HttpRequest, correction_id: int) -> HttpResponse:
    """The correction was looked at."""
    return done(
        request,
        lambda: clear_correction(actor=actor_of(request), correction_id=correction_id),
        _("已核对，写的内容已清掉。"),
        "fieldwork:needs",
    )


def _page(
    request: HttpRequest,
    need_id: int,
    *,
    order_form: OrderForm | None = None,
    settle_form: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    line, same = need_line(actor_of(request), need_id)
    initial = {"text": line.text, "category": line.category_code}
    context = {
        "need": line,
        "same": same,
        "order_form": order_form or OrderForm(initial=initial),
        "settle_form": settle_form or SettleForm(),
        "settling": settle_form is not None,
        "crumbs": [(_("走访需求"), "/desk/needs/"), (line.address, "")],
    }
    return render(request, "fieldwork/desk/need.html", context, status=status)
