"""/desk/wall/: the keeper's wall and the estates' projects."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.evidence.forms import COLUMNS, ROWS, DeedForm, DeskPictureForm, ProjectForm, boxes_of
from gongzhi.evidence.models import Picture
from gongzhi.evidence.reach import KEEPERS, keeper_ids, own_community
from gongzhi.evidence.reading.wall import (
    desk_wall,
    hung,
    project_page,
    projects_of,
    subjects,
)
from gongzhi.evidence.services.add_picture import Sent, add_picture
from gongzhi.evidence.services.keep_project import (
    end_project,
    own_project,
    record_deed,
    start_project,
    strike_deed,
)
from gongzhi.evidence.services.settle_picture import blur, show, take_away
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.volunteering.selectors import units_at
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, done, status_of


def _crumbs(name: str) -> list[tuple[str, str]]:
    return [(_("晒单墙"), reverse("walldesk:home")), (name, "")]


@require_GET
@staff_only(*KEEPERS)
def home(request: HttpRequest) -> HttpResponse:
    """All of the community's, what waits first."""
    actor = actor_of(request)
    community = own_community(actor)
    page = desk_wall(actor, community, request.GET.get("page", 1))
    return render(request, "evidence/desk/home.html", {"page": page, "community": community})


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def add(request: HttpRequest) -> HttpResponse:
    """Hang one up."""
    actor = actor_of(request)
    community = own_community(actor)
    units = [(body.code, body.name) for body in units_at(community.id)]
    initial = {"subject": request.GET.get("of", "")}
    known = subjects(community)
    if request.method == "POST" and request.POST.get("subject", "") not in dict(known):
        raise NotFound  # another's is not there
    form = DeskPictureForm(
        known, units, request.POST or None, request.FILES or None, initial=initial
    )

    def deed() -> None:
        clean = form.cleaned_data
        kind, _dash, number = clean["subject"].partition("-")
        add_picture(
            actor=actor,
            sent=Sent((kind, int(number)), clean["file"].read(), clean["consent"], clean["moment"],
                      clean["caption"], clean["unit"]),
        )  # fmt: skip

    if carried_out(form, deed):
        messages.success(request, _("已公开。"))
        return redirect("walldesk:home")
    title = _("放照片或视频")
    context = {"form": form, "title": title, "crumbs": _crumbs(title), "files": True}
    return render(request, "evidence/desk/form.html", context, status=status_of(form))


@require_GET
@staff_only(*KEEPERS)
def picture(request: HttpRequest, picture_id: int) -> HttpResponse:
    """One: show, blur or take away."""
    actor = actor_of(request)
    rows = Picture.objects.visible_to(actor).filter(
        pk=picture_id, community_id__in=keeper_ids(actor)
    )
    found = hung(rows.exclude(state=Picture.State.GONE))
    if not found:
        raise NotFound
    cells = [[f"{row}-{column}" for column in range(COLUMNS)] for row in range(ROWS)]
    context = {"one": found[0], "cells": cells, "crumbs": _crumbs(found[0].alt)}
    return render(request, "evidence/desk/picture.html", context)


@require_POST
@staff_only(*KEEPERS)
def show_one(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Public from now on."""
    return done(
        request, lambda: show(actor=actor_of(request), picture_id=picture_id), _("已公开。"),
        "walldesk:home",
    )  # fmt: skip


@require_POST
@staff_only(*KEEPERS)
def away(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Gone with its files."""
    return done(
        request, lambda: take_away(actor=actor_of(request), picture_id=picture_id),
        _("已撤下，文件也删了。"), "walldesk:home",
    )  # fmt: skip


@require_POST
@staff_only(*KEEPERS)
def blur_one(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Rectangles of a photo become unreadable."""
    boxes = boxes_of(request.POST.getlist("cell"))
    return done(
        request, lambda: blur(actor=actor_of(request), picture_id=picture_id, boxes=boxes),
        _("打好码了，原来的照片已删。"), "walldesk:picture", picture_id,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def projects(request: HttpRequest) -> HttpResponse:
    """The community's projects, and a new one."""
    actor = actor_of(request)
    community = own_community(actor)
    form = ProjectForm(request.POST or None, initial={"started_on": clock.today()})
    if carried_out(form, lambda: start_project(actor=actor, **form.cleaned_data)):
        messages.success(request, _("已公开。"))
        return redirect("walldesk:projects")
    title = _("小区整治")
    context = {"form": form, "projects": projects_of(community), "crumbs": _crumbs(title)}
    return render(request, "evidence/desk/projects.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@staff_only(*KEEPERS)
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project: what was done on which day."""
    actor = actor_of(request)
    row = own_project(actor, project_id)
    form = DeedForm(request.POST or None, initial={"on": clock.today()})
    if carried_out(
        form, lambda: record_deed(actor=actor, project_id=project_id, **form.cleaned_data)
    ):
        messages.success(request, _("已记下。"))
        return redirect("walldesk:project", project_id=project_id)
    context = {
        "project": project_page(row), "deeds": row.deeds.order_by("-on", "-id")[:200],
        "form": form, "crumbs": [*_crumbs(_("小区整治"))[:1],
                                 (_("小区整治"), reverse("walldesk:projects")), (row.title, "")],
    }  # fmt: skip
    return render(request, "evidence/desk/project.html", context, status=status_of(form))


@require_POST
@staff_only(*KEEPERS)
def end(request: HttpRequest, project_id: int) -> HttpResponse:
    """It is done."""
    return done(
        request, lambda: end_project(actor=actor_of(request), project_id=project_id),
        _("已结束。"), "walldesk:project", project_id,
    )  # fmt: skip


@require_POST
@staff_only(*KEEPERS)
def strike(request: HttpRequest, project_id: int, deed_id: int) -> HttpResponse:
    """A mistake no longer counts."""
    return done(
        request,
        lambda: strike_deed(actor=actor_of(request), project_id=project_id, deed_id=deed_id),
        _("已划掉。"), "walldesk:project", project_id,
    )  # fmt: skip
