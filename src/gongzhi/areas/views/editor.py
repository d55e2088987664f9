"""/desk/areas/edit/: draw and correct shapes on the map; what is saved is a staged import."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.areas import selectors
from gongzhi.areas.geometry import crs
from gongzhi.areas.importing.base import Base
from gongzhi.areas.importing.codes import next_code
from gongzhi.areas.importing.lines import Problem
from gongzhi.areas.importing.readfile import ReadFile, lines_of_rows, rows_of_features
from gongzhi.areas.importing.sentences import sentence
from gongzhi.areas.models import AreaImport
from gongzhi.areas.reading import files as reads
from gongzhi.areas.selectors import AreaRef
from gongzhi.areas.services.stage_import import check_rows_only, stage_rows
from gongzhi.kernel.clock import today
from gongzhi.kernel.errors import Invalid
from gongzhi.web.access import actor_of, staff_only

MOST: Final = 600  # shapes that are edited at once
DEPTHS: Final = ("children", "leaves")


@require_GET
@staff_only("sysadmin")
def editor(request: HttpRequest) -> HttpResponse:
    """The page: which area, its children or its grids, and from which day."""
    area, depth = _asked(request)
    context = {
        "choices": reads.area_choices(),
        "area": area,
        "depth": depth,
        "today": today(),
        "too_many": area is not None and len(_below(area, depth)) > MOST,
        "most": MOST,
        "section": "edit",
    }
    return render(request, "areas/files/edit.html", context)


@require_GET
@staff_only("sysadmin")
def shapes(request: HttpRequest) -> HttpResponse:
    """What is edited, the outline around it, and what a new area below would be."""
    area, depth = _asked(request)
    if area is None:
        raise Invalid(_("请选一个区域。"))
    below = _below(area, depth)[:MOST]
    taken = {one.code for one in selectors.current_areas()}
    return JsonResponse(
        {
            "type": "FeatureCollection",
            "features": [_feature(one) for one in below if one.shape is not None],
            "outline": area.shape,
            "parents": [_parent(one, taken) for one in _parents(area, below)],
        }
    )


def _asked(request: HttpRequest) -> tuple[AreaRef | None, str]:
    area = selectors.area_by_code(request.GET.get("area", ""))
    depth = request.GET.get("depth", "")
    return area, depth if depth in DEPTHS else DEPTHS[0]


def _below(area: AreaRef, depth: str) -> list[AreaRef]:
    if depth == "children":
        return list(selectors.children(area.id))
    return [
        leaf for leaf in selectors.leaf_areas()
        if leaf.path.startswith(area.path) and leaf.id != area.id
    ]  # fmt: skip


def _parents(area: AreaRef, below: list[AreaRef]) -> list[AreaRef]:
    """Areas below which a new one may be drawn here."""
    found = {one.parent_id: None for one in below} or {area.id: None}
    return [one for key in found if key is not None and (one := selectors.area_by_id(key))]


def _parent(area: AreaRef, taken: set[str]) -> dict[str, Any]:
    below = selectors.children(area.id)
    return {
        "code": area.code,
        "name": area.label(get_language() or "zh"),
        "next": next_code(area.code, taken),
        "level": below[0].level if below else area.level + 1,
        "kind": below[0].kind if below else "",
    }


def _feature(area: AreaRef) -> dict[str, Any]:
    parent = selectors.area_by_id(area.parent_id or 0)
    properties = {
        "code": area.code, "name": area.label(get_language() or "zh"),
        "parent": parent.code if parent else "",
    }  # fmt: skip
    return {"type": "Feature", "geometry": area.shape, "properties": properties}


@require_POST
@staff_only("sysadmin")
def check(request: HttpRequest) -> HttpResponse:
    """The same checks as an import has; nothing is kept."""
    day, features = _drawn(request)
    found, _base = check_rows_only(actor=actor_of(request), make=_maker(features), day=day)
    return JsonResponse(
        {
            "changes": len(found.targets),
            "errors": len(found.errors),
            "problems": [_said(problem) for problem in found.problems[: reads.SHOWN]],
        }
    )


@require_POST
@staff_only("sysadmin")
def save(request: HttpRequest) -> HttpResponse:
    """Stage what was drawn; the preview applies it."""
    day, features = _drawn(request)
    row = stage_rows(
        actor=actor_of(request), make=_maker(features), source=AreaImport.EDITOR, name="", day=day
    )
    return JsonResponse({"location": reverse("area_files:preview", args=[row.pk])})


def _drawn(request: HttpRequest) -> tuple[date, list[Any]]:
    try:
        data = json.loads(request.body)
        day = date.fromisoformat(data["day"])
        features = data["features"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Invalid(_("没有读懂画的内容，请刷新页面再试。")) from error
    if not isinstance(features, list) or not features:
        raise Invalid(_("还没有改动。"))
    if len(features) > MOST:
        raise Invalid(_("一次最多改%(max)d个区域。") % {"max": MOST})
    return day, features


def _maker(features: list[Any]) -> Any:
    def make(_base: Base) -> ReadFile:
        return lines_of_rows(crs.WGS84, rows_of_features(features, _("画边界")))

    return make


def _said(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "text": sentence(problem), "at": problem.at,
            "notice": problem.notice}  # fmt: skip
