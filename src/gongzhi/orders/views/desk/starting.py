"""/desk/start/: start an order of a process that one's post may start."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, Invalid
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.errors import wants_json

from ...forms.start import StartForm
from ...models import Order
from ...process.opening import startable, startable_one
from ...process.spec import OpeningSpec
from ...services.start_at_desk import origin_of, start_at_desk
from ...settings import order_settings
from .frame import beside, recount
from .sending import go_to, refused


@require_GET
@staff_only()
def choose(request: HttpRequest) -> HttpResponse:
    """What my posts may start."""
    actor = actor_of(request)
    context = {**beside(actor, now=clock.now()), "processes": startable(actor)}
    return render(request, "orders/desk/start.html", context)


@require_http_methods(["GET", "POST"])
@staff_only()
def start(request: HttpRequest, process: str) -> HttpResponse:
    """The form; POST starts the order, and a repeat of it shows the first one."""
    actor = actor_of(request)
    spec, opens = startable_one(actor, process)
    if request.method == "GET":
        return _form(request, StartForm(spec, opens, actor, initial=_taken_over(request, opens)))
    form = StartForm(spec, opens, actor, request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, form, status=422)
    try:
        order = start_at_desk(actor=actor, opening=form.opening(), photos=form.photos_chosen())
    except Invalid as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _again(request, form, status=422)
    except GongzhiError as error:
        form.add_error(None, str(error))
        return _again(request, form, status=error.status)
    recount(actor)
    said = {"name": spec.name(), "number": order.number}
    messages.success(request, _("“%(name)s”已发起，编号 %(number)s。") % said)
    if Order.objects.visible_to(actor).filter(pk=order.pk).exists():
        return go_to(request, reverse("desk:order", args=[order.number]))
    return go_to(request, reverse("desk:start"))  # what is discreet is the community's from now on


def _taken_over(request: HttpRequest, opens: OpeningSpec) -> dict[str, Any]:
    """`?from=number`: words, place and point of the order out of which it is started."""
    number = request.GET.get("from", "")
    if not number:
        return {}
    origin = origin_of(actor_of(request), opens, number)
    taken = {name: getattr(origin, name) for name in ("text", "place", "lon", "lat")}
    return {**taken, "origin": origin.number}


def _again(request: HttpRequest, form: StartForm, *, status: int) -> HttpResponse:
    """What is wrong; a script keeps the photos that were chosen."""
    if wants_json(request):
        return refused(form, status=status)
    return _form(request, form, status=status)


def _form(request: HttpRequest, form: StartForm, *, status: int = 200) -> HttpResponse:
    root = areas.root_area()
    point = [form["lon"].value(), form["lat"].value()]
    chosen = point if all(point) else None
    context = {
        **beside(actor_of(request), now=clock.now()),
        "form": form,
        # By names of their own: `form.about` is the field of that name, if a process has one.
        "spec": form.spec, "opens": form.opens, "groups": form.groups,
        "about": form.about, "own": form.own,
        "photos_max": order_settings().photos_max,
        "marker": chosen,
        "fit": "" if chosen else "all",
        "centre": chosen
        or ([root.centre_lon, root.centre_lat] if root and root.centre_lon else None),
    }  # fmt: skip
    return render(request, "orders/desk/start_one.html", context, status=status)
