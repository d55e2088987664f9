"""/desk/items/: one window for all items (JN-21), and taking one down for a resident."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.orders.models import Order
from gongzhi.orders.process.opening import offered_one, startable_one
from gongzhi.orders.views.desk.frame import recount
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, status_of

from ..catalogue import KINDS, counts, item_by_code, search
from ..forms.item import DeskItemForm
from ..ordering import AGREED
from ..reading.items import behind, desk_lines
from ..services.hold_line import no_taker
from ..services.order_item import order_item_at_desk
from .times import CLERKS

_PAGE = 30


@require_GET
@staff_only()
def items(request: HttpRequest) -> HttpResponse:
    """All items with their counts; found by words, initials and kind."""
    asked = request.GET.get("q", "")[:40].replace("\x00", "")
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    page = Paginator(search(asked, kind=kind), _PAGE).get_page(request.GET.get("page"))
    lines, ordered, closed = desk_lines(actor_of(request), page.object_list, now=clock.now())
    context = {
        "page": page, "lines": lines, "ordered": ordered, "closed": closed, "q": asked, "kind": kind,
        "kinds": counts(), "may_series": actor_of(request).has_role(*CLERKS),
    }  # fmt: skip
    return render(request, "offerings/desk_items.html", context)


@sensitive_post_parameters("phone", "name")
@require_http_methods(["GET", "POST"])
@staff_only()
def take(request: HttpRequest, code: str) -> HttpResponse:
    """The item's page at the window; POST orders it for a resident."""
    actor, item = actor_of(request), item_by_code(code)
    if item is not None and item.menu_of and not item.process:
        messages.error(request, str(no_taker()))
        return redirect("offerings:items")
    if item is None or not item.process:
        raise NotFound
    _spec, opens = startable_one(actor, item.process)
    if not opens.for_resident:
        return redirect("desk:start_one", item.process)
    form = DeskItemForm(item, actor, request.POST or None)
    if did := carried_out(
        form, lambda: order_item_at_desk(actor=actor, item=item, opening=form.opening())
    ):
        recount(actor)
        messages.success(request, _("已记下，编号 %(number)s。") % {"number": did.made.number})
        if Order.objects.visible_to(actor).filter(pk=did.made.pk).exists():
            return redirect("desk:order", did.made.number)
        return redirect("offerings:items")
    crumbs = [(_("服务事项"), reverse("offerings:items")), (item.label, "")]
    context = {"form": form, "about": form.about, "own": form.own, "item": item, "crumbs": crumbs,
               "behind": behind(actor, item),
               "timed": AGREED in offered_one(item.process)[1].carries}  # fmt: skip
    return render(request, "offerings/desk_take.html", context, status=status_of(form))
