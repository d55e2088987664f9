"""Below a file's or a campaign's own page: what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.numbers import whole_number
from gongzhi.web.access import actor_of, staff_only

from ...services.gather_order import gather_order, let_go
from ...services.plan_campaign import plan_campaign


@require_POST
@staff_only()
def gather(request: HttpRequest, number: str) -> HttpResponse:
    """An order more belongs to the file."""
    return _done(request, number, gather_order, file=number, number=_typed(request))


@require_POST
@staff_only()
def release(request: HttpRequest, number: str) -> HttpResponse:
    """An order of the file no longer belongs to it."""
    return _done(request, number, let_go, file=number, number=_typed(request))


@require_POST
@staff_only()
def places(request: HttpRequest, number: str) -> HttpResponse:
    """All areas of a level are to be looked at."""
    level = whole_number(request.POST.get("level", "")) or 0
    return _done(request, number, plan_campaign, number=number, level=level)


def _typed(request: HttpRequest) -> str:
    return request.POST.get("number", "").strip()


def _done(
    request: HttpRequest, back: str, service: Callable[..., Any], **values: Any
) -> HttpResponse:
    """Back to the page with a sentence; what was wrong stands there too."""
    try:
        made = service(actor=actor_of(request), **values)
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    else:
        said = _("已保存。")
        if isinstance(made, int):
            said = ngettext("新加了%(n)s个地方。", "新加了%(n)s个地方。", made) % {"n": made}
        messages.success(request, said)
    return redirect(reverse("desk:order", args=[back]))
