"""Protected tips (QA-18): written and followed without a login, a session or a script.

Neither page asks who is looking, nor reads or writes the session: number and code go with every
form, so nothing of the browser is kept, and nothing is said by a message that the session holds.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, NotFound, TooMany
from gongzhi.kernel.quota import HourlyQuota
from gongzhi.kernel.scope import Actor

from ... import tips
from ...engine.policies import allowed_actions
from ...forms.tip import FollowForm, TipForm, VerdictForm, WordsForm
from ...models import Order
from ...process.current import current_processes
from ...process.spec import spec_of
from ...services.act import act
from ...services.attach import attach
from ...services.write_tip import Tip, write_tip, writer_of
from ...settings import order_settings
from ...words.wording import resident_sentence, short_of, timeline
from .visitor import source_of, uploaded

# So many an hour from one network. Counted in memory under a keyed hash whose key nobody knows
# and that goes with the process: no address is kept anywhere.
_WRITTEN: Final = HourlyQuota(30)
_LOOKED: Final = HourlyQuota(120)
_KEY: Final = secrets.token_bytes(32)

ADD, REPLY, JUDGE = "tip_add", "tip_reply", "tip_judge"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """`/tips/`: the form; POST hands it over and shows number and code, once."""
    if tips.PROCESS not in current_processes():
        raise NotFound
    if request.method == "GET":
        return _form(request, TipForm())
    form = TipForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        _take(_WRITTEN, request)
        order = write_tip(_tip(request, form.cleaned_data))
    except GongzhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _form(request, form, status=error.status)
    context = {
        "number": order.number,
        "code": form.cleaned_data["code"],
        "lead": short_of(order.lead_body_id),
    }
    return render(request, "orders/resident/tip_done.html", context)


def _tip(request: HttpRequest, values: dict[str, Any]) -> Tip:
    return Tip(
        client_key=values["client_key"],
        code=values["code"],
        text=values["text"],
        place=values["place"],
        area_code=values["area"],
        kept_from=values["kept_from"],
        photos=uploaded(request),
    )


def _take(quota: HourlyQuota, request: HttpRequest) -> None:
    name = blake2b(source_of(request).encode(), key=_KEY).hexdigest()
    if not quota.take(name, 1, now=clock.now()):
        raise TooMany(_("您所在的网络提交得太多了，请过一小时再来，或换个网络。"))


def _form(request: HttpRequest, form: TipForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "photos_max": order_settings().photos_max}
    return render(request, "orders/resident/tip.html", context, status=status)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """`/tips/follow/`: number and code; then where it stands, and what the writer may do."""
    if request.method == "GET":
        return _ask(request, FollowForm())
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    try:
        _take(_LOOKED, request)
        order, actor = writer_of(number, code)
    except GongzhiError as error:
        form.add_error(None, str(error))
        return _ask(request, form, status=error.status)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        return _show(request, order, actor, code)
    try:
        problem = step(request, order, actor)
    except GongzhiError as error:
        problem = str(error)
    order, actor = writer_of(number, code)
    return _show(request, order, actor, code, problem=problem, status=422 if problem else 200)


def _say(request: HttpRequest, order: Order, actor: Actor, action: str) -> str:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _("请写几句，最多2000字。")
    photos = uploaded(request)
    if photos:
        attach(actor=actor, number=order.number, kind="note", blobs=photos)
    act(actor=actor, number=order.number, action=action, payload=dict(form.cleaned_data))
    return ""


def _judge(request: HttpRequest, order: Order, actor: Actor) -> str:
    form = VerdictForm(spec_of(order.process_id).fields["tip_verdict"], request.POST)
    if not form.is_valid():
        return _("请从列表里选一项。")
    act(actor=actor, number=order.number, action=JUDGE, payload=dict(form.cleaned_data))
    return ""


_STEPS: Final[dict[str, Callable[[HttpRequest, Order, Actor], str]]] = {
    ADD: lambda request, order, actor: _say(request, order, actor, ADD),
    REPLY: lambda request, order, actor: _say(request, order, actor, REPLY),
    JUDGE: _judge,
}


def _ask(request: HttpRequest, form: FollowForm, *, status: int = 200) -> HttpResponse:
    return render(request, "orders/resident/tip_ask.html", {"form": form}, status=status)


def _show(
    request: HttpRequest,
    order: Order,
    actor: Actor,
    code: str,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    may = {view.key for view in allowed_actions(actor, order)}
    lines = timeline(order, actor, "writer")
    steps = [{"at": one.at, "who": one.who, "text": one.title, "note": one.text} for one in lines]
    context = {
        "order": order,
        "code": code,
        "sentence": resident_sentence(order),
        "steps": steps,
        "question": lines[-1].title if REPLY in may and lines else "",
        "may_reply": REPLY in may,
        "may_add": ADD in may and REPLY not in may,
        "verdict": VerdictForm(spec_of(order.process_id).fields["tip_verdict"])
        if JUDGE in may
        else None,
        "words": WordsForm(),
        "problem": problem,
        "photos_max": order_settings().photos_max,
    }
    return render(request, "orders/resident/tip_follow.html", context, status=status)
