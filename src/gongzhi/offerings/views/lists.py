"""/desk/lists/: the three lists, an entry from need to result, proposals, unmet needs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of

from ..forms.entry import AgreeForm, EndForm, EntryForm
from ..lists import STATES, classes, list_of, named_lists
from ..reach import KEEPERS, KINDS, READERS, kept_bodies
from ..reading.lists import lists_page, trace, unmet
from ..reading.proposals import is_proposed, proposals
from ..services.agree import agree
from ..services.end_entry import end_entry
from ..services.record_entry import Written, record_entry


@require_GET
@staff_only(*READERS)
def board(request: HttpRequest) -> HttpResponse:
    """One of the lists."""
    actor = actor_of(request)
    key, state = request.GET.get("list", ""), request.GET.get("state", "open")
    context = {
        "page": lists_page(actor, key=key, state=state), "state": state,
        "states": list(STATES.items()), "may_keep": actor.has_role(*KEEPERS),
    }  # fmt: skip
    return render(request, "offerings/lists.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def add(request: HttpRequest) -> HttpResponse:
    """Enter one."""
    actor = actor_of(request)
    form = EntryForm(_choices(actor), request.POST or None)
    asked = request.POST.get("body", "")
    if request.method == "POST" and all(body.code != asked for body in kept_bodies(actor)):
        raise NotFound  # another's body is not there
    if did := carried_out(
        form, lambda: record_entry(actor=actor, written=Written(**form.cleaned_data))
    ):
        messages.success(request, _("已登记。"))
        return redirect("offerings:entry", did.made.pk)
    crumbs = [(_("三个清单"), reverse("offerings:lists")), (_("登记一条"), "")]
    return render(
        request,
        "offerings/entry_form.html",
        {"form": form, "crumbs": crumbs},
        status=status_of(form),
    )


def _choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    language = get_language() or "zh"
    return {
        "side": [(one.side, one.name) for one in named_lists()],
        "body": [(one.code, one.label(language)) for one in kept_bodies(actor)],
        "support": [
            ("", _("没有")),
            *((one.code, one.label(language)) for one in orgs.bodies_of_kind(*KINDS)),
        ],
        "class_key": list(classes().items()),
    }


@require_GET
@staff_only(*READERS)
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """From need to result."""
    found = trace(actor_of(request), entry_id)
    back = reverse("offerings:lists") + (f"?list={found.listed.key}" if found.listed else "")
    crumbs = [
        (found.listed.name if found.listed else _("三个清单"), back),
        (found.line.row.name, ""),
    ]
    context = {"trace": found, "crumbs": crumbs, "may_end": _may_end(request, found.line.mine)}
    return render(request, "offerings/entry.html", context)


def _may_end(request: HttpRequest, mine: bool) -> bool:
    return mine and actor_of(request).has_role(*KEEPERS)


@require_POST
@staff_only(*KEEPERS)
def end(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Its result, or why it is given up."""
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写一句结果。"))
        return redirect("offerings:entry", entry_id)
    return done(
        request,
        lambda: end_entry(actor=actor_of(request), entry_id=entry_id, **form.cleaned_data),
        _("已写下。"),
        "offerings:entry",
        entry_id,
    )


@require_GET
@staff_only(*KEEPERS)
def matching(request: HttpRequest) -> HttpResponse:
    """What is proposed for all open needs of one's bodies, and why."""
    return _matching(request)


@require_POST
@staff_only(*KEEPERS)
def agreed(request: HttpRequest) -> HttpResponse:
    """People decide: the proposal, or another offer with a reason."""
    form, actor = AgreeForm(request.POST), actor_of(request)
    if not form.is_valid():
        return _matching(request, _("请选一条，写清数量。"), status=422)
    values = form.cleaned_data
    asked = {name: values[name] for name in ("need", "offer", "quantity")}
    try:
        row = agree(
            actor=actor, need_id=values["need"], offer_id=values["offer"],
            quantity=values["quantity"], why=values["why"],
            proposed=is_proposed(actor, **asked, today=clock.today(), now=clock.now()),
        )  # fmt: skip
    except Invalid as error:
        words = _("和系统建议的不一样，请写一句理由。") if error.field == "why" else str(error)
        return _matching(request, words, status=422)
    except Conflict as error:
        return _matching(request, str(error), status=409)
    messages.success(request, _("定下来了，办完请写结果。"))
    return redirect("offerings:entry", row.pk)


def _matching(request: HttpRequest, problem: str = "", *, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    found = proposals(actor, today=clock.today(), now=clock.now())
    offers = lists_page(actor, key=_key("offer"), state="open").lines
    context: dict[str, Any] = {
        "found": found, "problem": problem, "offers": offers, "carry": list_of("carry"),
        "crumbs": [(_("三个清单"), reverse("offerings:lists")), (_("配对建议"), "")],
    }  # fmt: skip
    return render(request, "offerings/matching.html", context, status=status)


def _key(side: str) -> str:
    named = list_of(side)
    return named.key if named else ""


@require_GET
@staff_only(*READERS)
def unmet_needs(request: HttpRequest) -> HttpResponse:
    """Needs that nobody answers yet, by community and kind."""
    crumbs = [(_("三个清单"), reverse("offerings:lists")), (_("还没有着落的"), "")]
    context = {"rows": unmet(actor_of(request)), "crumbs": crumbs}
    return render(request, "offerings/unmet.html", context)
