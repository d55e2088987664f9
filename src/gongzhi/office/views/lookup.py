"""Fragments for inputs: what a code may be, and how a text reads with example values."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongzhi.office.draft import draft_of
from gongzhi.office.examples import filled
from gongzhi.office.policies import CHANGES
from gongzhi.office.selectors.lookup import WHAT, found_options
from gongzhi.office.views.frame import seen_files
from gongzhi.web.access import actor_of, staff_only


@require_GET
@staff_only(*CHANGES)
def find(request: HttpRequest, what: str) -> HttpResponse:
    """Options of a datalist for what was typed so far."""
    if what not in WHAT:
        raise Http404
    files = seen_files(draft_of(actor_of(request)))
    typed = next((str(value) for value in request.GET.values() if value), "")[:40]
    options = found_options(files, what, typed)
    return render(request, "office/_options.html", {"options": options})


@require_GET
@staff_only(*CHANGES)
def say(request: HttpRequest) -> HttpResponse:
    """A text with example values, as its reader would get it."""
    name, text = next(
        ((n, str(v)) for n, v in request.GET.items() if n.startswith("notify.yaml#")), ("", "")
    )
    said, unknown = filled(text[:1000], english=name.endswith(".en"))
    return render(request, "office/_said.html", {"said": said, "unknown": unknown})
