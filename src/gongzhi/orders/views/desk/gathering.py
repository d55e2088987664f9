"""Below a file's or a campaign's own page: what belongs to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongzhi.kernel.numbers import whole_number
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done

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

    def said(made: object) -> str:
        if isinstance(made, int):
            return ngettext("新加了%(n)s个地方。", "新加了%(n)s个地方。", made) % {"n": made}
        return _("已保存。")

    deed = partial(service, actor=actor_of(request), **values)
    return done(request, deed, said, "desk:order", back)
