"""/desk/settings/draft/: what is pending, in words, what applying would do; apply or throw away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import draft_of
from gongzhi.office.edits import apply_edits, place_of
from gongzhi.office.policies import CHANGES
from gongzhi.office.reading import files_of
from gongzhi.office.services.change_settings import change_settings, preview
from gongzhi.office.services.discard_edits import discard_edits
from gongzhi.office.services.renew_draft import renew_draft
from gongzhi.office.views.frame import crumbs, page
from gongzhi.office.wording import Teller
from gongzhi.orgs.ending.naming import stale_settings
from gongzhi.profiles.content import ABSENT, Difference, differences
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.web.access import actor_of, staff_only

HOME = "/desk/settings/draft/"


@require_GET
@staff_only(*CHANGES)
def show(request: HttpRequest) -> HttpResponse:
    """The preview."""
    return _page(request, actor_of(request))


def _page(
    request: HttpRequest, actor: Actor, *, reason: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    draft = draft_of(actor)
    old = files_of(draft.release)
    edits: list[dict[str, Any]] = []
    for edit in draft.edits:
        try:
            new = apply_edits(old, [edit])
            told = Teller(new).all(differences(old, new))
            edits.append({"told": told, "place": place_of(edit)})
        except Invalid as problem:
            where = Teller(old).one(
                Difference(edit.file, tuple(str(part) for part in edit.path), ABSENT, ABSENT)
            )
            edits.append({"stale": str(problem.message), "where": where, "place": place_of(edit)})
    shown = None
    if draft.edits and not any("stale" in one for one in edits):
        try:
            shown = preview(draft.release, draft.files())
        except Invalid as problem:
            error = error or str(problem.message)
    context = {
        "draft": draft, "edits": edits, "preview": shown,
        "stale": stale_settings(draft.files()) if shown is not None else [], "reason": reason, "error": error,
        "crumbs": crumbs((_("未应用的修改"), "")),
    }  # fmt: skip
    return page(request, "draft.html", context, status=status)


@require_POST
@staff_only(*CHANGES)
def apply(request: HttpRequest) -> HttpResponse:
    """Put what is pending in force."""
    actor, reason = actor_of(request), request.POST.get("reason", "")
    base = request.POST.get("base", "")
    try:
        applied = change_settings(
            actor=actor, base_version=int(base) if base.isdecimal() else 0, reason=reason
        )
    except Invalid as error:
        return _page(request, actor, reason=reason, error=str(error.message), status=422)
    except Conflict as error:
        return _page(request, actor, reason=reason, error=str(error.message), status=409)
    except ProfileInvalidError:
        said = _("有不对的地方，什么都没有应用；见下面。")
        return _page(request, actor, reason=reason, error=said, status=422)
    messages.success(
        request, _("已应用，现在是第 %(n)s 版。各处几秒内生效。") % {"n": applied.version}
    )
    return HttpResponseRedirect(f"/desk/settings/history/{applied.version}/")


@require_POST
@staff_only(*CHANGES)
def discard(request: HttpRequest) -> HttpResponse:
    """Throw one change away, or all."""
    left = discard_edits(actor=actor_of(request), place=request.POST.get("place", ""))
    messages.info(request, _("已丢弃。") if left else _("修改都已丢弃。"))
    return HttpResponseRedirect(HOME if left else "/desk/settings/")


@require_POST
@staff_only(*CHANGES)
def renew(request: HttpRequest) -> HttpResponse:
    """Go on over the release that somebody else made."""
    version = renew_draft(actor=actor_of(request))
    messages.info(request, _("您的修改现在以第 %(n)s 版为底，请再看一遍。") % {"n": version})
    return HttpResponseRedirect(HOME)
