"""What the settings pages share: the draft's count, and how mistakes of the check are told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.office.draft import Draft, draft_of
from gongzhi.office.policies import CHANGES
from gongzhi.profiles.content import ProfileFiles
from gongzhi.web.access import actor_of

HOME = "/desk/settings/"


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A settings page, with what is pending above it."""
    actor = actor_of(request)
    draft = context.get("draft") or draft_of(actor)
    context = {"draft": draft, "pending": len(draft.edits), **context}
    if "crumbs" in context and not actor.has_role(*CHANGES):  # who reads the history alone
        context["crumbs"] = [one for one in context["crumbs"] if one[1] != HOME]
    return render(request, f"office/{template}", context, status=status)


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way down from the overview."""
    return [(_("设置"), HOME), *more]


def seen_files(draft: Draft) -> ProfileFiles:
    """The files as the person sees them: with what is pending, when it still fits."""
    from gongzhi.kernel.errors import Invalid
    from gongzhi.office.reading import files_of

    try:
        return draft.files()
    except Invalid:
        return files_of(draft.release)
