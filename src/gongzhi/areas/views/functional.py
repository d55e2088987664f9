"""/desk/areas/functional/: parks, buildings, malls, chains and functional areas of many units."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from shapely.geometry import shape as to_shape

from gongzhi.areas import selectors
from gongzhi.areas.forms.shapes import read_shapes
from gongzhi.areas.models import FunctionalArea
from gongzhi.areas.panels import Ground, body_called, body_names, panels_for
from gongzhi.areas.policies import CHANGERS
from gongzhi.areas.reading import pages
from gongzhi.areas.services.keep_functional import Wanted, end_functional, keep_functional
from gongzhi.areas.views.desk import may_change, page_number
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import carried_out, status_of

KINDS = {
    "functional": gettext_lazy("功能区"),
    "park": gettext_lazy("园区"),
    "building": gettext_lazy("商务楼宇"),
    "mall": gettext_lazy("商圈市场"),
    "chain": gettext_lazy("产业链"),
}


class FunctionalForm(forms.Form):
    """Members are written one a line: name or code."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=list(KINDS.items()))
    name = forms.CharField(label=gettext_lazy("名称"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=120, required=False)
    code = forms.CharField(label=gettext_lazy("编码"), max_length=20)
    areas = forms.CharField(
        label=gettext_lazy("包括的区域"), required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("每行一个，写编码或全名，可以跨街道、跨社区。"),
    )  # fmt: skip
    bodies = forms.CharField(
        label=gettext_lazy("包括的单位"), required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("每行一个，写编码或全名。"),
    )  # fmt: skip
    shapes = forms.CharField(
        label=gettext_lazy("自己的图形（GeoJSON）"), required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "mono"}),
        help_text=gettext_lazy("WGS84经纬度；没有就不填。"),
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("说明"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def wanted(self) -> Wanted:
        """Raises Invalid for a line that means nothing."""
        values = self.cleaned_data
        shapes = read_shapes(values["shapes"]) if values["shapes"].strip() else []
        if len(shapes) > 1:
            raise Invalid(_("只要一个图形，请先并成一个。"), "shapes")
        return Wanted(
            code=values["code"].strip(),
            name=values["name"],
            name_en=values["name_en"],
            kind=values["kind"],
            note=values["note"],
            shape=shapes[0][1] if shapes else None,
            area_ids=tuple(_area_called(line) for line in _lines(values["areas"])),
            body_ids=tuple(_body_called(line) for line in _lines(values["bodies"])),
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"[\n、]", text) if line.strip()][:500]


def _area_called(text: str) -> int:
    found = selectors.area_by_code(text)
    if found is None:
        named = [one for one in selectors.current_areas() if text in {one.name, one.name_en}]
        if len(named) > 1:
            raise Invalid(_("不止一个区域叫“%(text)s”，请写编码。") % {"text": text[:40]}, "areas")
        found = named[0] if named else None
    if found is None:
        raise Invalid(_("没有这个区域：%(text)s。") % {"text": text[:40]}, "areas")
    return found.id


def _body_called(text: str) -> int:
    found = body_called(text)
    if found is None:
        raise Invalid(_("没有这个单位：%(text)s。") % {"text": text[:40]}, "bodies")
    return found


@require_GET
@staff_only()
def index(request: HttpRequest) -> HttpResponse:
    """All of them, by kind; those that ended come last."""
    kind = request.GET.get("kind", "")
    rows = FunctionalArea.objects.filter(kind=kind) if kind in KINDS else FunctionalArea.objects
    today = clock.today()
    found = Paginator(rows.order_by("kind", "code"), 60).get_page(page_number(request))
    context: dict[str, Any] = {
        "kinds": list(KINDS.items()),
        "kind": kind,
        "rows": [
            {"one": row, "kind": KINDS.get(row.kind, row.kind), "ended": _ended(row, today)}
            for row in found.object_list
        ],
        "page": found,
        "may_change": may_change(request),
    }
    return render(request, "areas/desk/functional.html", context)


def _ended(row: FunctionalArea, today: Any) -> bool:
    return row.valid.upper is not None and row.valid.upper <= today


def _found(functional_id: int) -> FunctionalArea:
    row = FunctionalArea.objects.filter(pk=functional_id).first()
    if row is None:
        raise NotFound
    return row


@require_GET
@staff_only()
def one(request: HttpRequest, functional_id: int) -> HttpResponse:
    """One functional area: its members, its map, the orders inside."""
    row = _found(functional_id)
    area_ids = [m.area_id for m in row.members.all() if m.area_id]
    body_ids = [m.body for m in row.members.all() if m.body]
    members = [a for i in area_ids if (a := selectors.area_by_id(i)) is not None]
    shape = to_shape(row.shape) if row.shape else None
    ground = Ground(
        tuple(area_ids), tuple(a.path for a in members), shape, tuple(body_ids), closed_too=True
    )
    features = [pages.feature(a.shape, a.label(pages.language())) for a in members if a.shape]
    if row.shape:
        features.append(pages.feature(row.shape, row.label(pages.language()), value=1))
    context = {
        "one": row,
        "kind": KINDS.get(row.kind, row.kind),
        "areas": [pages.row_of(a, with_above=True) for a in members],
        "bodies": list(body_names(body_ids).values()),
        "panels": [p for p in panels_for(actor_of(request), ground) if p[0].key != "orgs"],
        "shown": {"type": "FeatureCollection", "features": features},
        "may_change": may_change(request),
        "ended": _ended(row, clock.today()),
    }
    return render(request, "areas/desk/functional_area.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*CHANGERS)
def edit(request: HttpRequest, functional_id: int | None = None) -> HttpResponse:
    """Make or change one."""
    row = _found(functional_id) if functional_id else None
    form = FunctionalForm(request.POST or None, initial=_initial(row))
    if did := carried_out(
        form,
        lambda: keep_functional(
            actor=actor_of(request), wanted=form.wanted(), functional_id=functional_id
        ),
    ):
        messages.success(request, _("已保存。"))
        return redirect("areas:functional_area", functional_id=did.made.pk)
    context = {"form": form, "one": row}
    return render(request, "areas/desk/functional_edit.html", context, status=status_of(form))


def _initial(row: FunctionalArea | None) -> dict[str, str]:
    if row is None:
        return {}
    members = list(row.members.all())
    codes = [a.code for m in members if m.area_id and (a := selectors.area_by_id(m.area_id))]
    bodies = body_names([m.body for m in members if m.body])
    plain = {name: getattr(row, name) for name in ("kind", "name", "name_en", "code", "note")}
    return plain | {"areas": "\n".join(codes), "bodies": "\n".join(bodies.values())}


@require_POST
@staff_only(*CHANGERS)
def end(request: HttpRequest, functional_id: int) -> HttpResponse:
    """It is none from today on."""
    end_functional(actor=actor_of(request), functional_id=functional_id)
    messages.success(request, _("已停用，记录还在。"))
    return redirect("areas:functional")
