"""/desk/orders/<number>/: one order, its next step, and every other action in its fold."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid, NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.errors import wants_json

from ...engine import answers
from ...engine.judging import ANSWERS, refusal_words
from ...engine.policies import ActionView
from ...forms.desk import ActionForm, ContactForm, element_names
from ...hooks.panels import panel_of
from ...process.spec import spec_of
from ...selectors.desk.calls import calls_part, thread_of
from ...selectors.desk.order_page import EXTENDING, OrderPage, map_shapes, order_page
from ...services.act import done_before
from ...services.act_with_photos import act_with_photos
from ...services.open_contact import Contact, open_contact
from ...settings import order_settings
from ...words.wording import done_words
from .frame import beside, recount
from .sending import go_to, problem, refused

KEYS = {"dispatch": "d", "rule": "d", "accept": "j", "sign": "j", "return": "k"}


@dataclass(frozen=True)
class Panel:
    """An action with its form, as the right column shows it."""

    view: ActionView
    form: ActionForm | None
    key: str
    opened: bool
    answers: bool
    extends: bool = False
    once: uuid.UUID = field(default_factory=uuid.uuid4)  # a form that is sent twice acts once

    @property
    def multipart(self) -> bool:
        return self.form is not None and self.form.is_multipart()


@require_GET
@staff_only()
def order(request: HttpRequest, number: str) -> HttpResponse:
    """The page."""
    page = order_page(actor_of(request), number, now=clock.now())
    return show(request, page)


@require_POST
@staff_only()
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Carry out one action; whatever is wrong is said on the page, with the words kept."""
    key = _key(request)
    page = order_page(actor_of(request), number, now=clock.now())
    view = next((a for a in page.actions if a.key == action), None)
    if view is None:
        sent_again = key and done_before(page.order, actor_of(request), action, key)
        return _to_order(request, number) if sent_again else _too_late(request, page)
    form = ActionForm(view, page.order, data=request.POST, files=request.FILES, near=page.similar)
    if not form.is_valid():
        return _refused(request, page, form)
    try:
        done = act_with_photos(
            actor=actor_of(request),
            number=number,
            action=action,
            payload=form.payload(),
            photos=form.photos(),
            client_key=key,
        )
    except Invalid as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, str(error))
        return _refused(request, page, form)
    except Conflict as error:
        if wants_json(request):
            return problem(str(error), status=409)
        fresh = order_page(actor_of(request), number, now=clock.now())
        return show(request, fresh, failed=form, trouble=str(error), status=409)
    recount(actor_of(request))
    return _after(request, done.number, view)


def _to_order(request: HttpRequest, number: str) -> HttpResponse:
    """What was sent again was done the first time."""
    return go_to(request, reverse("desk:order", args=[number]))


def _key(request: HttpRequest) -> uuid.UUID | None:
    """Of the form as it was shown. Raises Invalid for what is none."""
    given = request.POST.get("client_key", "")
    try:
        return uuid.UUID(given) if given else None
    except ValueError:
        raise Invalid(_("页面过期了，请刷新后再交。"), "client_key") from None


def _refused(request: HttpRequest, page: OrderPage, form: ActionForm) -> HttpResponse:
    """What is wrong, beside its field; a script keeps the photos that were chosen."""
    if wants_json(request):
        again = {"go_on": form.asks_again} if form.asks_again else {}
        return refused(form, status=422, again=again)
    return show(request, page, failed=form, status=422)


# Said of what somebody else decides, and of what is only written down; all else is done.
_HANDED_IN = frozenset({"ask_extension", "ask_suspension", "object", "co_answer"})
_NOTED = frozenset({"note", "follow_up"})


def _said(number: str, view: ActionView) -> str:
    if view.key in _HANDED_IN:
        return _("%(number)s 已提交%(action)s。") % {"number": number, "action": view.name}
    if view.key in _NOTED:
        return _("%(number)s 已记下%(action)s。") % {"number": number, "action": view.name}
    return done_words(number, view.name)


def _after(request: HttpRequest, number: str, view: ActionView) -> HttpResponse:
    """Back to the order while it is still to be seen, else to the worklist."""
    from ...models import Order

    messages.success(request, _said(number, view))
    if Order.objects.visible_to(actor_of(request)).filter(number=number).exists():
        return go_to(request, reverse("desk:order", args=[number]))
    return go_to(request, reverse("desk:worklists"))


def _too_late(request: HttpRequest, page: OrderPage) -> HttpResponse:
    """The action is not on offer: somebody moved the order on, or it never was this person's."""
    said = {"state": page.state_name, "holder": page.holder}
    if page.holder:
        sentence = _(
            "这一步现在不能做：工单已是“%(state)s”，在%(holder)s手里。可能刚刚有人处理了。"
        )
    else:
        sentence = _("这一步现在不能做：工单已是“%(state)s”。可能刚刚有人处理了。")
    sentence %= said
    if wants_json(request):
        return problem(sentence, status=409)
    return show(request, page, trouble=sentence, kept=_typed(request), status=409)


def _typed(request: HttpRequest) -> str:
    """What was typed in words, so that nothing is lost."""
    return "\n".join(
        value
        for name in ("reason", "note", "result")
        if (value := request.POST.get(name, "").strip())
    )


def show(
    request: HttpRequest,
    page: OrderPage,
    *,
    failed: ActionForm | None = None,
    trouble: str = "",
    kept: str = "",
    contact: Contact | None = None,
    contact_form: ContactForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    frame = beside(actor_of(request), now=now)
    panels = [_panel(view, page, failed) for view in page.actions]
    if failed is not None and failed.view.key not in {p.view.key for p in panels}:
        kept = kept or _typed(request)
    context: dict[str, Any] = {
        **frame,
        "page": page,
        "order": page.order,
        "panel": panel_of(actor_of(request), page.order),
        "calls": calls_part(actor_of(request), page.order, now=now),
        "thread": thread_of(actor_of(request), page.order),
        "main": next((p for p in panels if page.main and p.view.key == page.main.key), None),
        "folded": [p for p in panels if not (page.main and p.view.key == page.main.key)],
        "problem": trouble,
        "kept": kept,
        "contact": contact,
        "contact_form": contact_form or ContactForm(auto_id="id_contact_%s"),
        "elements": element_names(),
        "photos_max": order_settings().photos_max,
        "grid_classes": [
            {"from": 0, "label": _("周围网格"), "tone": "0"},
            {"from": 1, "label": _("所在网格"), "tone": "2"},
        ],
    }
    return render(request, "orders/desk/order.html", context, status=status)


def _panel(view: ActionView, page: OrderPage, failed: ActionForm | None) -> Panel:
    form: ActionForm | None = None
    opened = failed is not None and failed.view.key == view.key
    if view.allowed:
        form = failed if opened else ActionForm(view, page.order, near=page.similar)
    effects = spec_of(page.order.process_id).actions[view.key].effects
    return Panel(
        view,
        form,
        KEYS.get(view.key, ""),
        opened,
        answers=view.key in ANSWERS,
        extends=bool(EXTENDING.intersection(effects)),
    )


@require_POST
@staff_only()
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show the reporter's name and phone for a purpose; logged, and the reporter can see it."""
    actor = actor_of(request)
    form = ContactForm(request.POST, auto_id="id_contact_%s")
    found: Contact | None = None
    trouble = ""
    if form.is_valid():
        try:
            found = open_contact(actor=actor, number=number, purpose=form.words())
        except (Denied, NotFound, Invalid) as error:
            trouble = str(error)
    if request.headers.get("HX-Request") == "true":
        context = {"contact": found, "contact_form": form, "problem": trouble, "number": number}
        return render(request, "orders/desk/_contact.html", context)
    page = order_page(actor, number, now=clock.now())
    return show(request, page, trouble=trouble, contact=found, contact_form=form)


@require_POST
@staff_only()
def judge_answer(request: HttpRequest) -> HttpResponse:
    """While a result is being written: which of the five elements are there."""
    text = request.POST.get("result", "")[:2000]
    judgement = answers.judge(text, has_photo=bool(request.POST.get("has_photo")))
    context = {
        "elements": [(element_names()[k], judgement.elements[k]) for k in answers.ELEMENTS],
        "problem": refusal_words(judgement) if text.strip() else "",
    }
    return render(request, "orders/desk/_elements.html", context)


@require_GET
@staff_only()
def shapes(request: HttpRequest, number: str) -> HttpResponse:
    """Grids around the order, for its map."""
    try:
        return JsonResponse(map_shapes(actor_of(request), number))
    except GongzhiError as error:
        return JsonResponse({"message": str(error)}, status=error.status)
