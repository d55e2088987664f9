"""/wall/: what was done, for everybody; whoever served sends pictures, whoever is in one asks."""

from __future__ import annotations

import re
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.evidence.forms import PictureForm
from gongzhi.evidence.models import Picture, Project
from gongzhi.evidence.reading.subjects import subject_of
from gongzhi.evidence.reading.wall import project_page, projects_of, wall
from gongzhi.evidence.services.add_picture import Sent, add_picture
from gongzhi.evidence.services.settle_picture import ask_away
from gongzhi.kernel.errors import NotFound
from gongzhi.orders.photos import photostore
from gongzhi.orgs import selectors as orgs
from gongzhi.web.access import actor_of, resident_only
from gongzhi.web.deeds import carried_out, done, status_of

_RANGE: Final = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


@require_GET
def wall_page(request: HttpRequest, code: str) -> HttpResponse:
    """Of a community or a unit."""
    body = orgs.body_by_code(code)
    if body is None:
        raise NotFound
    context = {
        "body": body, "page": wall(body, request.GET.get("page", 1)), "projects": projects_of(body),
        "may_ask": actor_of(request).kind == "resident",
    }  # fmt: skip
    return render(request, "evidence/public/wall.html", context)


@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """An estate's project, before and after."""
    row = get_object_or_404(Project, pk=project_id)
    context = {"project": project_page(row), "may_ask": actor_of(request).kind == "resident"}
    return render(request, "evidence/public/project.html", context)


@require_GET
def media(request: HttpRequest, picture_id: int, size: str) -> HttpResponse:
    """The file; a picture that is no longer shown is gone at once, so browsers ask again."""
    row = Picture.objects.visible_to(actor_of(request)).filter(pk=picture_id).first()
    if row is None or not row.path:
        raise Http404
    data = photostore.read(row.thumb if size == "thumb" and row.thumb else row.path)
    if not row.is_video:
        response = HttpResponse(data, content_type="image/jpeg")
    else:
        kind = "video/webm" if row.path.endswith(".webm") else "video/mp4"
        response = _part(data, kind, request.headers.get("Range", ""))
    response["Cache-Control"] = "private, no-cache"
    return response


def _part(data: bytes, kind: str, asked: str) -> HttpResponse:
    """All of it, or the one range that players of videos ask for."""
    found = _RANGE.fullmatch(asked)
    if found is None or not (found[1] or found[2]):
        response = HttpResponse(data, content_type=kind)
        response["Accept-Ranges"] = "bytes"
        return response
    if found[1]:
        first, last = int(found[1]), min(int(found[2] or len(data)), len(data) - 1)
    else:
        first, last = max(0, len(data) - int(found[2])), len(data) - 1
    if first > last:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{len(data)}"
        return response
    response = HttpResponse(data[first : last + 1], content_type=kind, status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    response["Accept-Ranges"] = "bytes"
    return response


@require_POST
@resident_only
def ask(request: HttpRequest, picture_id: int) -> HttpResponse:
    """I am in it: it is hidden at once."""
    actor = actor_of(request)
    row = Picture.objects.visible_to(actor).filter(pk=picture_id).first()
    body = orgs.body_by_id(row.community_id) if row else None
    if body is None:
        raise NotFound
    return done(
        request, lambda: ask_away(actor=actor, picture_id=picture_id),
        _("已经先收起来了，社区会来处理。"), "wall:wall", body.code,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@resident_only
def send(request: HttpRequest, post_id: int) -> HttpResponse:
    """Somebody who served at a post sends a picture."""
    actor, about = actor_of(request), subject_of("post", post_id)
    if about is None:
        raise NotFound
    form = PictureForm(request.POST or None, request.FILES or None)

    def deed() -> None:
        clean = form.cleaned_data
        add_picture(
            actor=actor,
            sent=Sent(("post", post_id), clean["file"].read(), clean["consent"],
                      caption=clean["caption"]),
        )  # fmt: skip

    if carried_out(form, deed):
        messages.success(request, _("收到了，社区看过就公开。"))
        return redirect("serve:post", post_id=post_id)
    context = {"form": form, "about": about}
    return render(request, "evidence/public/send.html", context, status=status_of(form))
