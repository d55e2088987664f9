"""/me/points/: the own account, all of its entries, and what it may be used for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel.errors import Denied
from gongzhi.points.config import points_settings
from gongzhi.points.forms import DonateForm, RedeemForm
from gongzhi.points.reading import own as reading
from gongzhi.points.services.donate import donate
from gongzhi.points.services.join import join, join_household, leave, offer_share
from gongzhi.points.services.redeem import redeem, take_back
from gongzhi.web.access import actor_of, resident_only
from gongzhi.web.deeds import done, first_error


@never_cache
@require_GET
@resident_only
def page(request: HttpRequest) -> HttpResponse:
    """The account, or where one may take part."""
    actor, settings = actor_of(request), points_settings()
    own = reading.own_account(actor)
    if own is None:
        context = {"banks": reading.banks(), "settings": settings}
        return render(request, "points/me/join.html", context)
    funds = reading.funds_of(own.account.bank)
    context = {
        "own": own, "settings": settings, "lines": reading.lines_of(actor, own.account.pk),
        "waiting": reading.waiting_of(actor, own.account.pk),
        "items": [
            (item, RedeemForm(initial={"item": item.pk}, auto_id=f"item-{item.pk}-%s"))
            for item in reading.items_of(own.account.bank)
        ],
        "donate": DonateForm([(fund.pk, fund.title) for fund in funds]),
    }  # fmt: skip
    return render(request, "points/me/page.html", context)


@require_POST
@resident_only
def join_one(request: HttpRequest, bank_id: int) -> HttpResponse:
    """Take part, with an account of one's own."""
    return done(
        request, lambda: join(actor=actor_of(request), bank_id=bank_id),
        _("参加好了。以后确认过的志愿服务会记积分。"), "points:page",
    )  # fmt: skip


@require_POST
@resident_only
def household(request: HttpRequest) -> HttpResponse:
    """Share the household's account."""
    code = request.POST.get("code", "")
    return done(
        request, lambda: join_household(actor=actor_of(request), code=code),
        _("已和家里人共用一个账户。"), "points:page",
    )  # fmt: skip


@require_POST
@resident_only
def share(request: HttpRequest) -> HttpResponse:
    """A code for somebody of the household."""
    return done(
        request, lambda: offer_share(actor=actor_of(request)),
        _("码做好了，发给家里人。"), "points:page",
    )  # fmt: skip


@require_POST
@resident_only
def redeem_one(request: HttpRequest) -> HttpResponse:
    """Points for an item."""
    actor, form = actor_of(request), RedeemForm(request.POST)
    points_settings()
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("points:page")
    clean = form.cleaned_data
    return done(
        request,
        lambda: redeem(
            actor=actor, item_id=clean["item"], quantity=clean["quantity"], tap=clean["tap"]
        ),
        _("换好了，凭领取码到社区领。"), "points:page",
    )  # fmt: skip


@require_POST
@resident_only
def back(request: HttpRequest, handout_id: int) -> HttpResponse:
    """No longer wanted."""
    return done(
        request, lambda: take_back(actor=actor_of(request), handout_id=handout_id),
        _("退好了，积分回来了。"), "points:page",
    )  # fmt: skip


@require_POST
@resident_only
def donate_some(request: HttpRequest) -> HttpResponse:
    """Points for a fund."""
    actor = actor_of(request)
    own = reading.own_account(actor)
    if own is None:
        raise Denied
    funds = reading.funds_of(own.account.bank)
    form = DonateForm([(fund.pk, fund.title) for fund in funds], request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("points:page")
    clean = form.cleaned_data
    return done(
        request,
        lambda: donate(
            actor=actor, fund_id=clean["fund"], points=clean["points"], tap=clean["tap"]
        ),
        _("捐好了，谢谢您。"), "points:page",
    )  # fmt: skip


@require_POST
@resident_only
def out(request: HttpRequest) -> HttpResponse:
    """No longer take part."""
    rest = request.POST.get("rest", "")
    return done(
        request, lambda: leave(actor=actor_of(request), rest=rest),
        _("已退出道德银行。志愿服务时长还是您的。"), "points:page",
    )  # fmt: skip


@never_cache
@require_GET
@resident_only
def export(request: HttpRequest) -> HttpResponse:
    """What is kept about me here, as a file."""
    response = JsonResponse(
        reading.as_json(actor_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="gongzhi-my-points.json"'
    return response
