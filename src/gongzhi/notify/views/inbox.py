"""The demo inbox: what would have been sent to phones."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongzhi.accounts.selectors import is_demo
from gongzhi.notify.selectors import inbox


@never_cache
@require_GET
def demo_inbox(request: HttpRequest) -> HttpResponse:
    """`/demo/inbox/`; elsewhere than in a demo there is no such page."""
    if not is_demo():
        raise Http404
    return render(request, "notify/demo_inbox.html", {"texts": inbox()})
