"""Messages of staff."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gongzhi.accounts.login.landing import landing_of
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.numbers import whole_number
from gongzhi.notify import selectors
from gongzhi.notify.services.mark_read import mark_read
from gongzhi.web.access import staff_only

_PER_PAGE = 30


@never_cache
@require_GET
@staff_only()
def messages(request: HttpRequest) -> HttpResponse:
    """`/messages/`: newest first, in the shell of the reader's front."""
    actor = request.actor  # type: ignore[attr-defined]
    in_field = landing_of(actor) == "/field/"
    context = {
        "page": Paginator(selectors.messages_of(actor), _PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "unread": selectors.unread(actor),
        "shell": "web/base_field.html" if in_field else "web/base_desk.html",
        "orders": "/field/orders/" if in_field else "/desk/orders/",
    }
    return render(request, "notify/messages.html", context)


@require_POST
@staff_only()
def read(request: HttpRequest) -> HttpResponse:
    """`/messages/read/`: all, or the one named by `message`."""
    named = request.POST.get("message", "")
    message_id = whole_number(named)
    if named and message_id is None:
        raise NotFound
    mark_read(actor=request.actor, message_id=message_id)  # type: ignore[attr-defined]
    return HttpResponseRedirect("/messages/")
