"""/desk/registers/questions/: ask the register instead of sending a form (ML-18)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.sheets import Column, write_xlsx
from gongzhi.registers.bodyreach import ASKERS, BODY_ASKERS, asking_paths
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.counting.asking import FILTERS, askable, may_ask
from gongzhi.registers.counting.smallcounts import LEAST
from gongzhi.registers.forms.question import QuestionForm
from gongzhi.registers.reading import questions as reads
from gongzhi.registers.services.answer_question import answer_question
from gongzhi.registers.services.save_question import close_question, save_question
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.downloads import download
from gongzhi.web.words import datetime_text, joined

from .frame import text_of

CRUMB = "/desk/registers/"


@require_GET
@staff_only(*ASKERS)
def board(request: HttpRequest) -> HttpResponse:
    """Open questions, each answered with one click; how many answers replaced a form."""
    actor = actor_of(request)
    _must_ask(request)
    context = {
        "board": reads.board(actor, clock.now()),
        "may_burden": actor.has_role(*BODY_ASKERS),
        "crumbs": [(_("基础数据"), CRUMB), (_("问数"), "")],
    }
    return render(request, "registers/questions.html", context)


@require_http_methods(["GET", "POST"])
@staff_only(*ASKERS)
def add(request: HttpRequest) -> HttpResponse:
    """First which register, then the question."""
    actor = actor_of(request)
    _must_ask(request)
    key = text_of(request, "register", 10)
    crumbs = [(_("基础数据"), CRUMB), (_("问数"), f"{CRUMB}questions/"), (_("新问题"), "")]
    if not key:
        context = {"registers": askable(actor), "crumbs": crumbs}
        return render(request, "registers/question_register.html", context)
    if key not in FILTERS:
        raise Http404
    if not may_ask(actor, key):
        raise Denied
    given = (request.POST,) if request.method == "POST" else ()
    form = QuestionForm(key, reads.area_choices(actor), reads.level_choices(actor), *given)
    status = 200
    if request.method == "POST":
        status = 422
        if form.has_error("area", "invalid_choice"):
            raise Denied
        if form.is_valid():
            values = form.cleaned_data
            try:
                save_question(
                    actor=actor, register=key, filters=form.filters(), name=values["name"],
                    for_whom=values["for_whom"], area=values["area"], level=values["level"],
                )  # fmt: skip
            except Invalid as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                messages.success(request, _("已保存，下面点“回答”就有数。"))
                return redirect("registers:questions")
    context = {"form": form, "register": REGISTERS[key], "crumbs": crumbs}
    return render(request, "registers/question_form.html", context, status=status)


@require_POST
@staff_only(*ASKERS)
def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    """Counted now, kept and logged."""
    _must_ask(request)
    try:
        given = answer_question(
            actor=actor_of(request), question_id=question_id, area=text_of(request, "area", 20)
        )
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
        return redirect("registers:questions")
    return redirect("registers:answer_page", answer_id=given.pk)


@require_POST
@staff_only(*ASKERS)
def close(request: HttpRequest, question_id: int) -> HttpResponse:
    """Put one's own question away."""
    _must_ask(request)
    close_question(actor=actor_of(request), question_id=question_id)
    messages.success(request, _("已收起。"))
    return redirect("registers:questions")


@require_GET
@staff_only(*ASKERS)
def answer_page(request: HttpRequest, answer_id: int) -> HttpResponse:
    """An answer as it was given, to be read or printed."""
    page = reads.answer_page(actor_of(request), answer_id)
    crumbs = [(_("基础数据"), CRUMB), (_("问数"), f"{CRUMB}questions/"), (page.question.name, "")]
    context = {"page": page, "least": LEAST - 1, "crumbs": crumbs}
    return render(request, "registers/answer.html", context)


@require_GET
@staff_only(*ASKERS)
def answer_file(request: HttpRequest, answer_id: int) -> HttpResponse:
    """The same as a workbook."""
    page = reads.answer_page(actor_of(request), answer_id)
    few = _("%(most)d以下") % {"most": LEAST - 1}
    rows = [[code, name, few if count is None else count] for code, name, count in page.lines]
    rows.append(["", _("合计"), few if page.answer.total is None else page.answer.total])
    asked = joined(page.asked) or _("全部")
    source = _("%(register)s（%(asked)s），%(when)s由系统现算") % {
        "register": page.register, "asked": asked,
        "when": datetime_text(page.answer.at, now=clock.now()),
    }  # fmt: skip
    rows.append(["", source, ""])
    columns = [Column(_("编码"), 18), Column(page.level or _("区域"), 36), Column(_("数量"), 10)]
    data = write_xlsx(columns, rows, title=page.question.name)
    return download(data, f"gongzhi-answer-{answer_id}.xlsx")


def _must_ask(request: HttpRequest) -> None:
    """A handler of a firm has the role and no area to ask about."""
    if not asking_paths(actor_of(request)):
        raise Denied
