"""/desk/bodies/: the list by kind, one body's page, and what is found while one types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.orgs.config import kind_names, kinds_of, language, relations
from gongzhi.orgs.forms.fields import shown
from gongzhi.orgs.forms.recording import FORMS
from gongzhi.orgs.models import BodyEnding
from gongzhi.orgs.reading.body_list import find_bodies, listing
from gongzhi.orgs.reading.body_page import body_page, forms_for
from gongzhi.orgs.reading.corrections import corrections
from gongzhi.orgs.reading.twins import twins_of, who_answers
from gongzhi.orgs.services.end_body import ENDERS
from gongzhi.orgs.services.take_back_ending import may_take_back
from gongzhi.web.access import actor_of, staff_only

MOST_FOUND = 30


@require_GET
@staff_only()
def bodies(request: HttpRequest) -> HttpResponse:
    """Bodies of every kind, searchable: public facts for all staff."""
    kind, area = request.GET.get("kind", "")[:40], request.GET.get("area", "")[:20]
    q = request.GET.get("name", "").strip()[:40]
    found = listing(kind=kind, q=q, area=area, day=clock.today(), page=request.GET.get("page", "1"))
    root = areas.root_area()
    choices = [(a.code, a.label(language())) for a in areas.children(root.id)] if root else []
    context = {"found": found, "kind": kind, "area": area, "q": q, "areas": choices}
    return render(request, "orgs/bodies.html", context)


@require_GET
@staff_only()
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body with everything that stands between it and others."""
    page = body_page(
        actor=actor_of(request), code=code, day=clock.today(), asked=request.GET.dict()
    )
    names = {"agreement": _("登记协议")}
    buttons = [(key, FORMS[key].title if key in FORMS else names[key]) for key in forms_for(page)]
    may_end = actor_of(request).has_role(*ENDERS)
    endings = list(BodyEnding.objects.filter(body=page.body).select_related("successor"))
    ending = next((one for one in endings if one.undone_at is None), None)
    context = {
        "page": page,
        "buttons": buttons,
        "today": clock.today(),
        "may_end": page.body.active and may_end,
        "twins": twins_of(page.body),
        "answers": who_answers(page.body),
        "ending": ending,
        "corrections": corrections(actor_of(request), body_id=page.body.pk),
        "may_reopen": ending is not None and may_end and may_take_back(ending, clock.now()),
        "taken_back": [one for one in endings if one.undone_at is not None],
    }
    return render(request, "orgs/body.html", context)


@require_GET
@staff_only()
def find(request: HttpRequest) -> HttpResponse:
    """Suggestions for a field that names a body or an area: `<option>`s."""
    q = request.GET.get(request.GET.get("field", ""), "").strip()[:60]
    if request.GET.get("what") == "area":
        options = _areas(q)
    else:
        asked = request.GET.get("kinds", "")  # a group of kinds, or kinds themselves
        known = kind_names()
        several = tuple(kind for kind in asked.split(",") if kind in known)
        kinds = kinds_of(asked) if asked in relations().groups else several
        options = [shown(name, code) for code, name in find_bodies(q, kinds, most=MOST_FOUND)]
    return render(request, "orgs/_options.html", {"options": options})


def _areas(q: str) -> list[str]:
    found: list[str] = []
    for area in areas.current_areas():
        if not q or q in area.name or q.lower() in area.name_en.lower() or area.code == q:
            found.append(shown(area.label(language()), area.code))
            if len(found) == MOST_FOUND:
                break
    return found
