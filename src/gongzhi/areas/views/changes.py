"""/desk/areas/changes/: planned and past changes, and the steps of a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.areas import selectors
from gongzhi.areas.boundaries.words import kind_word, status_word
from gongzhi.areas.forms.change import FORMS, ChangeForm
from gongzhi.areas.models import BoundaryChange
from gongzhi.areas.policies import CHANGERS
from gongzhi.areas.reading import pages
from gongzhi.areas.selectors import AreaRef
from gongzhi.areas.services.apply_change import make_change
from gongzhi.areas.services.cancel_change import cancel_change
from gongzhi.areas.services.plan_change import Preview, plan_change
from gongzhi.areas.views.desk import may_change, page_number
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, GongzhiError, Invalid
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.words import plain_date_text

MOST_BROWSED = 200  # the rest is found by name or code
# How many areas each kind takes: (least, most).
TAKES = {
    "split": (1, 1),
    "merge": (2, 12),
    "move": (1, 50),
    "rename": (1, 1),
    "convert": (1, 1),
    "reshape": (2, 12),
}


def kinds() -> list[dict[str, Any]]:
    words = {
        "split": _("一个区域分成两个以上"),
        "merge": _("两个以上的区域并成一个"),
        "move": _("划归另一个上级区域"),
        "rename": _("换名称或编码，边界不变"),
        "convert": _("撤镇设街道、村改居等，换类别和编码"),
        "reshape": _("相邻网格之间的边界挪动"),
    }
    return [
        {"key": key, "name": kind_word(key), "hint": hint, "least": TAKES[key][0]}
        for key, hint in words.items()
    ]


@require_GET
@staff_only()
def index(request: HttpRequest) -> HttpResponse:
    """Planned ones first, then what has been."""
    context = {
        "planned": pages.change_list("planned", 1),
        "applied": pages.change_list("applied", page_number(request)),
        "cancelled": pages.change_list("cancelled", 1),
        "may_change": may_change(request),
    }
    return render(request, "areas/desk/changes.html", context)


@require_GET
@staff_only()
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """One change: what became of what, before and after side by side."""
    page = pages.change_page(change_id)
    context = {
        "page": page,
        "change": page.change,
        "kind": kind_word(page.change.kind),
        "status": status_word(page.change.status),
        "may_cancel": may_change(request) and page.change.status == "planned",
    }
    return render(request, "areas/desk/change.html", context)


@require_POST
@staff_only(*CHANGERS)
def cancel(request: HttpRequest, change_id: int) -> HttpResponse:
    """Cancel a planned change."""
    cancel_change(actor=actor_of(request), change_id=change_id)
    messages.success(request, _("已取消，区划和原来一样。"))
    return redirect("areas:changes")


def _picked(values: Any) -> list[AreaRef]:
    """Areas by the codes that the address names, each once."""
    found = [selectors.area_by_code(code) for code in dict.fromkeys(values.getlist("area")[:50])]
    return [one for one in found if one is not None]


@require_http_methods(["GET", "POST"])
@staff_only(*CHANGERS)
def new(request: HttpRequest) -> HttpResponse:
    """Which kind, which areas, the details, the preview; nothing is stored before the last step."""
    values = request.POST if request.method == "POST" else request.GET
    kind, picked = values.get("kind", ""), _picked(values)
    if kind not in FORMS:
        return render(request, "areas/desk/new_kind.html", {"kinds": kinds(), "picked": picked})
    least, most = TAKES[kind]
    if not least <= len(picked) <= most or request.GET.get("pick"):
        return _pick(request, kind, picked)
    if request.method == "GET":
        return _details(request, kind, picked, FORMS[kind](picked))
    return _submitted(request, kind, picked)


def _pick(request: HttpRequest, kind: str, picked: list[AreaRef]) -> HttpResponse:
    least, most = TAKES[kind]
    q = request.GET.get("area_q", "").strip()[:40]
    found = pages.search(q) if q else []
    above = None if picked or q else _browsed(request)
    if picked:
        found = [row for row in found if row.area.level == picked[0].level]
        near = selectors.children(picked[0].parent_id)[:60]
        found = found or ([] if q else [pages.row_of(one) for one in near])
    elif above is not None:
        found = [pages.row_of(one) for one in selectors.children(above.id)[:MOST_BROWSED]]
    chosen = {one.id for one in picked}
    context = {
        **_frame(kind, picked),
        "q": q,
        "found": [row for row in found if row.area.id not in chosen],
        "ready": least <= len(picked) <= most,
        "more": len(picked) < most,
        "least": least,
        "above": above,
        "path": selectors.ancestors(above.path) if above else [],
    }
    return render(request, "areas/desk/new_pick.html", context)


def _browsed(request: HttpRequest) -> AreaRef | None:
    """The area whose parts are offered while nothing is picked: `under`, or the topmost."""
    return selectors.area_by_code(request.GET.get("under", "")) or selectors.root_area()


def _frame(kind: str, picked: list[AreaRef]) -> dict[str, Any]:
    rows = [pages.row_of(one, with_above=True) for one in picked]
    return {"kind": kind, "kind_word": kind_word(kind), "picked": rows}


def _details(
    request: HttpRequest, kind: str, picked: list[AreaRef], form: ChangeForm, status: int = 200
) -> HttpResponse:
    shown = {
        "type": "FeatureCollection",
        "features": [
            pages.feature(one.shape, one.label(pages.language()))
            for one in picked
            if one.shape is not None
        ],
    }
    context = {**_frame(kind, picked), "form": form, "shown": shown}
    return render(request, "areas/desk/new_details.html", context, status=status)


def _submitted(request: HttpRequest, kind: str, picked: list[AreaRef]) -> HttpResponse:
    form = FORMS[kind](picked, request.POST)
    if not form.is_valid():
        return _details(request, kind, picked, form, 422)
    try:
        asked = form.asked()
        if request.POST.get("do") == "save":
            stored = make_change(actor=actor_of(request), asked=asked)
            return _stored(request, stored)
        preview = plan_change(actor=actor_of(request), asked=asked)
    except (Invalid, Conflict) as error:
        _refuse(form, error)
        return _details(request, kind, picked, form, error.status)
    return _previewed(request, kind, picked, form, preview)


def _refuse(form: ChangeForm, error: GongzhiError) -> None:
    form.show(error)


def _stored(request: HttpRequest, stored: BoundaryChange) -> HttpResponse:
    if stored.status == BoundaryChange.Status.APPLIED:
        messages.success(request, _("区划已经调整好，工单、单位和岗位都跟过去了。"))
    else:
        messages.success(
            request,
            _("已安排好，到%(day)s零点自动生效，之前可以取消。")
            % {"day": plain_date_text(stored.effective_on)},
        )
    return redirect("areas:change", change_id=stored.pk)


def _previewed(
    request: HttpRequest, kind: str, picked: list[AreaRef], form: ChangeForm, preview: Preview
) -> HttpResponse:
    today = clock.today()
    context = {
        **_frame(kind, picked),
        "form": form,
        "fields": _hidden(request),
        "preview": preview,
        "before": pages.drawn(preview.before),
        "after": pages.drawn(preview.after),
        "before_rows": preview.before,
        "after_rows": preview.after,
        "day": preview.plan.effective_on,
        "past": preview.plan.effective_on < today,
        "future": preview.plan.effective_on > today,
    }
    return render(request, "areas/desk/new_preview.html", context)


def _hidden(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was filled in, to be sent again with the confirmation."""
    left_out = {"csrfmiddlewaretoken", "do"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in left_out
    ]
