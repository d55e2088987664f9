"""One report: receipt, progress, and what its reporter or follower can do."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.errors import Conflict, GongzhiError, Invalid

from ...forms.resident import LookupForm, RateForm, SupplementForm
from ...models import Order
from ...selectors import resident as reads
from ...selectors import resident_nearby
from ...selectors.resident_catalogue import title_for_others
from ...selectors.resident_question import open_question
from ...selectors.resident_words import public_sentence
from ...services.act import act
from ...services.judge import judge
from ...services.supplement import supplement
from ...services.support import support
from ...settings import order_settings
from . import visitor


def _own(request: HttpRequest, number: str) -> Order:
    """The order when it is the visitor's; 404 for anybody else, whether it exists or not."""
    order = reads.order_for(visitor.actor_of(request), number)
    if order is None:
        raise Http404
    # A draft is of the browser that wrote it: anybody can type somebody else's phone.
    if order.state == "draft" and not visitor.unverified_phone(request, number):
        raise Http404
    return order


def _back(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("resident:order", args=[number]))


@never_cache
@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """`/o/<number>/`: the address in every message. Without a sign-in it asks for the phone,
    in the same words for a number that exists and one that does not.
    """
    if not visitor.signed_in(request):
        form = LookupForm(initial={"number": number})
        context = {"form": form, "from_link": True}
        return render(request, "orders/resident/lookup.html", context, status=404)
    found = _own(request, number)
    if found.state == "draft":
        return HttpResponseRedirect(reverse("resident:confirm", args=[number]))
    context = {
        "view": reads.view_of(found, visitor.actor_of(request)),
        "rating_days": order_settings().rating_days,
        "question": open_question(found, visitor.actor_of(request)),
    }
    return render(request, "orders/resident/order.html", context)


@never_cache
@visitor.needs_resident
@require_GET
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """`/o/<number>/receipt/`: the five lines right after handing over."""
    found = _own(request, number)
    view = reads.view_of(found, visitor.actor_of(request))
    return render(request, "orders/resident/receipt.html", {"view": view})


@visitor.needs_resident
@require_POST
def nudge(request: HttpRequest, number: str) -> HttpResponse:
    """Press once a day; says who was reminded."""
    _own(request, number)
    try:
        act(actor=visitor.actor_of(request), number=number, action="nudge")
    except (Conflict, Invalid) as error:
        messages.warning(request, str(error))
        return _back(number)
    found = _own(request, number)
    who = reads.receipt_of(found, visitor.actor_of(request)).holder
    messages.success(request, _("已提醒%(who)s。一天可以催一次。") % {"who": who})
    return _back(number)


@visitor.needs_resident
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """`/o/<number>/supplement/`: words, photos, or both."""
    found = _own(request, number)
    blobs = visitor.uploaded(request)
    form = SupplementForm(request.POST or None, photos=len(blobs))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                supplement(
                    actor=visitor.actor_of(request),
                    number=number,
                    note=form.cleaned_data["note"],
                    blobs=blobs,
                )
            except GongzhiError as error:
                form.add_error("note", str(error))
                status = error.status
            else:
                messages.success(request, _("已补充，正在办的人能看到。"))
                return _back(number)
    context = {
        "form": form,
        "order": found,
        "title": reads.title_of(found, visitor.actor_of(request)),
        "question": open_question(found, visitor.actor_of(request)),
        "photos_max": order_settings().photos_max,
    }
    return render(request, "orders/resident/supplement.html", context, status=status)


@visitor.needs_resident
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """`/o/<number>/withdraw/`: asks once, since it cannot be undone."""
    found = _own(request, number)
    if request.method == "GET":
        title = reads.title_of(found, visitor.actor_of(request))
        context = {"order": found, "title": title}
        return render(request, "orders/resident/withdraw.html", context)
    try:
        act(actor=visitor.actor_of(request), number=number, action="withdraw")
    except (Conflict, Invalid) as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("已撤回。"))
    return _back(number)


@visitor.needs_resident
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """`/o/<number>/rate/?solved=1|0`: two buttons on the order page lead here."""
    data = request.POST if request.method == "POST" else None
    solved = (data or request.GET).get("solved", "")
    form = RateForm(data)
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            try:
                _judge(request, number, form)
            except GongzhiError as error:
                form.add_error("comment", str(error))
                status = error.status
            else:
                return _back(number)
    found = _own(request, number)
    actor = visitor.actor_of(request)
    if not reads.may_rate(found, actor):
        messages.info(request, _("现在不能评价这件事：还没办好，或者您已经评价过了。"))
        return _back(number)
    context = {
        "form": form,
        "order": found,
        "mine": found.reporter_id == actor.resident_id,
        "title": reads.title_of(found, actor),
        "result": reads.result_of(found, actor),
        "solved": solved,
        "verdicts": reads.verdicts(found),
        "satisfaction": RateForm.SATISFACTION,
        "lead": reads.receipt_of(found, actor).responsible,
        "photos_max": order_settings().photos_max,
    }
    return render(request, "orders/resident/rate.html", context, status=status)


def _judge(request: HttpRequest, number: str, form: RateForm) -> None:
    data = form.cleaned_data
    judge(
        actor=visitor.actor_of(request),
        number=number,
        solved=data["solved"],
        satisfaction=data["satisfaction"],
        comment=data["comment"].strip(),
        blobs=visitor.uploaded(request),
    )
    if data["solved"]:
        messages.success(request, _("谢谢您的评价。评价不能更改，也不会有人打电话请您改。"))
    else:
        messages.success(request, _("已记下，会有人再来办，督办的人也知道了。"))


@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """`/o/<number>/support/`: "I met this too", for what is published and open."""
    found = resident_nearby.neutral_order(number)
    if found is None:
        raise Http404
    if request.method == "POST":
        if not visitor.signed_in(request):
            return HttpResponseRedirect(visitor.sign_in_address(request.path))
        support(actor=visitor.actor_of(request), number=number)
        messages.success(request, _("已为您跟上这件事，每走一步都会告诉您，办好了也请您评价。"))
        return _back(number)
    context = {
        "title": title_for_others(found.category),
        "state": public_sentence(found),
        "at": found.reported_at,
        "place": reads.area_of(found),
        "supporters": found.supporters,
        "signed_in": visitor.signed_in(request),
        "sign_in": visitor.sign_in_address(request.path),
    }
    return render(request, "orders/resident/support.html", context)
