"""/desk/menu/: a community draws up its menu of what residents lack, units take its lines."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of

from ..catalogue import menu_settings
from ..forms.menu import DishForm, TakeForm
from ..menu import CLERKS, own_menus
from ..reach import KEEPERS, READERS
from ..reading.menu import menu_page, pain_point
from ..services.end_line import end_line
from ..services.give_line_back import give_line_back
from ..services.put_up_dish import Dish, put_up_dish
from ..services.take_line import take_line


@require_GET
@staff_only(*READERS)
def board(request: HttpRequest) -> HttpResponse:
    """What residents lack, the menu, and who took what."""
    page = menu_page(actor_of(request), code=request.GET.get("community", ""), now=clock.now())
    return render(request, "offerings/menu.html", {"page": page})


@require_http_methods(["GET", "POST"])
@staff_only(*CLERKS)
def add(request: HttpRequest) -> HttpResponse:
    """Put a line up; ?pain= names what it answers."""
    actor = actor_of(request)
    own = own_menus(actor)
    given = (request.POST if request.method == "POST" else request.GET).get("community", "")
    body = next((one for one in own if one.code == given or not given), None)
    if body is None or menu_settings() is None:
        raise NotFound
    key = request.GET.get("pain", "")
    point = pain_point(actor, body, key, now=clock.now()) if key else None
    form = DishForm(
        request.POST or None, initial={"pain_words": point.name if point else "", "days": 5}
    )

    def put_up() -> None:
        dish = Dish(body=body.code, pain=point.key if point else "", **form.cleaned_data)
        put_up_dish(actor=actor, dish=dish)

    if carried_out(form, put_up):
        messages.success(request, _("上了菜单，等报到单位认领，也可以社区自己办。"))
        return redirect(_back(body.code))
    crumbs = [(_("社区菜单"), _back(body.code)), (_("加一道"), "")]
    context = {"form": form, "crumbs": crumbs, "point": point, "back": _back(body.code)}
    return render(request, "offerings/menu_form.html", context, status=status_of(form))


@require_POST
@staff_only(*KEEPERS)
def take(request: HttpRequest, line_id: int) -> HttpResponse:
    """A unit, or the community itself, provides it from now on."""
    form, actor = TakeForm(request.POST), actor_of(request)
    if not form.is_valid():
        messages.error(request, _("请写同时最多办几单，从1到200。"))
        return redirect(_here(request))
    return _done(
        request,
        lambda: take_line(actor=actor, line_id=line_id, **form.cleaned_data),
        _("认领好了，居民现在可以点了。"),
    )


@require_POST
@staff_only(*KEEPERS)
def give_back(request: HttpRequest, line_id: int) -> HttpResponse:
    """Orders in hand stay with who has them."""
    actor = actor_of(request)
    return _done(
        request,
        lambda: give_line_back(actor=actor, line_id=line_id),
        _("交回了，手上的单照常办完。"),
    )


@require_POST
@staff_only(*CLERKS)
def end(request: HttpRequest, line_id: int) -> HttpResponse:
    """Off the menu."""
    actor = actor_of(request)
    return _done(
        request,
        lambda: end_line(actor=actor, line_id=line_id),
        _("已经从菜单上拿下，手上的单照常办完。"),
    )


def _done(request: HttpRequest, step: Callable[[], object], words: str) -> HttpResponse:
    return done(request, step, words, _here(request))


def _back(code: str) -> str:
    return f"{reverse('offerings:menu')}?{urlencode({'community': code})}"


def _here(request: HttpRequest) -> str:
    code = request.GET.get("community", "")
    return _back(code) if code else reverse("offerings:menu")
