"""/desk/points/: the keeper of a community's bank."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.orgs import selectors as orgs
from gongzhi.points.forms import CodeForm, FundForm, GiveForm, ItemForm, PhoneForm
from gongzhi.points.keeping import must_keep, own_bank
from gongzhi.points.models import Bank
from gongzhi.points.reach import KEEPERS
from gongzhi.points.reading import desk as reading
from gongzhi.points.reading.own import funds_of, items_of, lines_of, number_of
from gongzhi.points.services.check_books import check_books
from gongzhi.points.services.donate import open_fund
from gongzhi.points.services.keep_items import add_item, restock, withdraw
from gongzhi.points.services.open_bank import open_bank
from gongzhi.points.services.redeem import collect, give_out
from gongzhi.points.services.reverse import reverse as reverse_movement
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done, first_error


@require_GET
@staff_only(*KEEPERS)
def home(request: HttpRequest) -> HttpResponse:
    """The counter: find an account, hand over what waits."""
    actor = actor_of(request)
    bank = own_bank(actor)
    if bank is None:
        return render(request, "points/desk/open.html", {})
    context = {
        "bank": bank, "community": orgs.body_by_id(bank.community_id), "find": PhoneForm(),
        "collect": CodeForm(), "waiting": reading.to_collect(actor, bank),
    }  # fmt: skip
    return render(request, "points/desk/home.html", context)


@require_POST
@staff_only(*KEEPERS)
def open_one(request: HttpRequest) -> HttpResponse:
    """The community opens its bank."""
    return done(request, lambda: open_bank(actor=actor_of(request)), _("开好了。"), "bank:home")


@require_POST
@staff_only(*KEEPERS)
def find(request: HttpRequest) -> HttpResponse:
    """By the phone that somebody at the counter tells; it stands in no address."""
    actor, form = actor_of(request), PhoneForm(request.POST)
    bank = must_keep(actor)
    problem = "" if form.is_valid() else first_error(form)
    account = None
    if not problem:
        try:
            account = reading.account_by_phone(actor, bank, form.cleaned_data["phone"])
        except Invalid as error:
            problem = str(error)
    if account is None:
        messages.error(request, problem or _("这个手机号没有参加，或者不在本社区。"))
        return redirect("bank:home")
    return redirect("bank:account", account_id=account.pk)


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account or fund: give something out of it, read its entries."""
    actor = actor_of(request)
    bank = must_keep(actor)
    row = reading.account_of(actor, bank, account_id)
    if row is None:
        raise NotFound
    items = [
        (item.pk, f"{item.name} · {item.points} · {item.stock}")
        for item in items_of(bank)
        if item.stock
    ]
    form = GiveForm(items, request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            messages.error(request, first_error(form))
            return redirect("bank:account", account_id)
        clean = form.cleaned_data
        return done(
            request,
            lambda: give_out(
                actor=actor, account_id=account_id, item_id=clean["item"],
                quantity=clean["quantity"], tap=clean["tap"],
            ),
            _("给出去了，积分已扣。"), "bank:account", account_id,
        )  # fmt: skip
    name = row.title or _("账户 %(number)s") % {"number": number_of(row.pk)}
    context = {
        "account": row, "name": name, "phones": reading.phones_of(actor, row), "form": form,
        "lines": lines_of(actor, row.pk), "may_give": bool(items) and row.closed_at is None,
        "crumbs": _crumbs(name),
    }  # fmt: skip
    return render(request, "points/desk/account.html", context)


def _crumbs(name: str) -> list[tuple[str, str]]:
    return [(_("道德银行"), reverse("bank:home")), (name, "")]


@require_POST
@staff_only(*KEEPERS)
def collect_one(request: HttpRequest) -> HttpResponse:
    """Hand over what waits under a code."""
    actor, code = actor_of(request), request.POST.get("code", "")
    try:
        row = collect(actor=actor, code=code)
    except Invalid as error:
        messages.error(request, str(error))
    else:
        said = {"item": row.item.name, "n": row.quantity}
        messages.success(request, _("请给：%(item)s × %(n)d。已记下。") % said)
    return redirect("bank:home")


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def items(request: HttpRequest) -> HttpResponse:
    """The shelf."""
    actor = actor_of(request)
    bank = must_keep(actor)
    form = ItemForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return done(
            request, lambda: add_item(actor=actor, **form.cleaned_data), _("上架了。"),
            "bank:items",
        )  # fmt: skip
    context = {"items": items_of(bank), "form": form, "crumbs": _crumbs(_("兑换物品"))}
    return render(request, "points/desk/items.html", context, status=_status(form))


@require_POST
@staff_only(*KEEPERS)
def more(request: HttpRequest, item_id: int) -> HttpResponse:
    """More of one."""
    number = whole_number(request.POST.get("more", ""), most=10**9) or 0
    return done(
        request, lambda: restock(actor=actor_of(request), item_id=item_id, more=number),
        _("已加上。"), "bank:items",
    )  # fmt: skip


@require_POST
@staff_only(*KEEPERS)
def withdraw_one(request: HttpRequest, item_id: int) -> HttpResponse:
    """Out of the list."""
    return done(
        request, lambda: withdraw(actor=actor_of(request), item_id=item_id), _("已下架。"),
        "bank:items",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def funds(request: HttpRequest) -> HttpResponse:
    """The fund and the needs that points are gathered for."""
    actor = actor_of(request)
    bank = must_keep(actor)
    form = FundForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return done(
            request, lambda: open_fund(actor=actor, **form.cleaned_data), _("已公开。"),
            "bank:funds",
        )  # fmt: skip
    context = {"funds": funds_of(bank), "form": form, "crumbs": _crumbs(_("公益基金"))}
    return render(request, "points/desk/funds.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


@require_GET
@staff_only(*KEEPERS)
def journal_page(request: HttpRequest) -> HttpResponse:
    """Every entry, and whether the books hold."""
    actor = actor_of(request)
    bank: Bank = must_keep(actor)
    context = {
        "page": reading.journal(actor, bank, request.GET.get("page", 1)),
        "books": check_books(bank), "crumbs": _crumbs(_("账目")),
    }  # fmt: skip
    return render(request, "points/desk/journal.html", context)


@require_POST
@staff_only(*KEEPERS)
def reverse_one(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Take a mistaken movement back."""
    actor, why = actor_of(request), request.POST.get("reason", "")
    if own_bank(actor) is None:
        raise Denied
    return done(
        request,
        lambda: reverse_movement(actor=actor, movement_id=movement_id, why=why),
        _("已冲正，原来那一笔照样留着。"), "bank:journal",
    )  # fmt: skip
