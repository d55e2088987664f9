"""Postings of a person: make one, hand one over, leave and deputies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.accounts.days import days_text
from gongzhi.accounts.forms.office import HandOverForm, PostingForm, StandInForm
from gongzhi.accounts.models import StandIn
from gongzhi.accounts.reading.users import suggested_users
from gongzhi.accounts.roles import role_name
from gongzhi.accounts.rules import is_admin
from gongzhi.accounts.services.ask_for_admin import ask_for_admin, ask_to_end_admin
from gongzhi.accounts.services.hand_over_posting import (
    hand_over_posting,
    head_of,
    open_work,
)
from gongzhi.accounts.services.post_person import post_person
from gongzhi.accounts.services.stand_in import appoint_stand_in, cancel_stand_in
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done

from .frame import blame, form_page, posting_of, user_of


@require_http_methods(["GET", "POST"])
@staff_only("sysadmin")
def create(request: HttpRequest, user_id: int) -> HttpResponse:
    """A posting; one of the three administrators becomes a request to be released."""
    user, status = user_of(user_id), 200
    form = PostingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _make(request, user_id, form))
        except GongzhiError as error:
            status = blame(form, error)
        else:
            return redirect("users:person", user_id=user_id)
    return form_page(
        request, form, title=_("安排岗位"), button=_("安排"), status=status,
        back=(user.name, f"/desk/users/{user_id}/"),
    )  # fmt: skip


def _make(request: HttpRequest, user_id: int, form: PostingForm) -> str:
    data, actor, user = form.cleaned_data, actor_of(request), user_of(user_id)
    if is_admin(data["role"]):
        ask_for_admin(
            actor=actor, user=user, role=data["role"], body=data["body"], since=data["since"],
            until=data["last"], reason=data["reason"],
        )  # fmt: skip
        return _("已提请，安全管理员批准后生效。")
    post_person(
        actor=actor, user=user, role=data["role"], body=data["body"], area=data["area"],
        since=data["since"], until=data["last"],
    )  # fmt: skip
    return _("岗位已安排。")


@require_http_methods(["GET", "POST"])
@staff_only("sysadmin")
def end(request: HttpRequest, posting_id: int) -> HttpResponse:
    """What would be passed on and to whom; then, at the second press, it is done."""
    posting, status = posting_of(posting_id), 200
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _end(request, posting_id, form)
        except GongzhiError as error:
            status = blame(form, error)
        else:
            messages.success(request, said)
            return redirect("users:person", user_id=posting.user_id)
    head = head_of(posting)
    more: dict[str, Any] = {
        "work": open_work(posting),
        "head": head.name if head else "",
        "posting": posting,
        "role": role_name(posting.role),
        "days": days_text(posting.valid),
        "colleagues": [
            (f"{one.username} {one.name}", "")
            for one in suggested_users("", body_id=posting.body_id)
            if one.pk != posting.user_id
        ],
        "admin": is_admin(posting.role),
    }
    return form_page(
        request, form, title=_("交接并结束岗位"), status=status, **more,
        button=_("提请结束") if is_admin(posting.role) else _("交接并结束"),
        back=(posting.user.name, f"/desk/users/{posting.user_id}/"),
    )  # fmt: skip


def _end(request: HttpRequest, posting_id: int, form: HandOverForm) -> str:
    posting, data, actor = posting_of(posting_id), form.cleaned_data, actor_of(request)
    if is_admin(posting.role):
        ask_to_end_admin(actor=actor, posting=posting, reason=data["reason"])
        return _("已提请，安全管理员批准后生效。")
    row = hand_over_posting(
        actor=actor, posting=posting, on=data["last"], successor=data["successor"],
        reason=data["reason"],
    )  # fmt: skip
    if row is None:
        return _("岗位还没开始，已撤销。")
    if row.done_at is None:
        return _("已定好，那天零点起不再在岗，工作随后交接。")
    if row.received_by is None:
        return _("岗位已结束，没有要交接的工作。")
    return _("岗位已结束，%(n)d件工作交给了%(name)s。") % {
        "n": sum(row.passed.values()), "name": row.received_by.name,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_only("sysadmin")
def stand_in(request: HttpRequest, user_id: int) -> HttpResponse:
    """Leave, or a deputy."""
    user, status = user_of(user_id), 200
    form = StandInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            appoint_stand_in(
                actor=actor_of(request), person=user, deputy=data["deputy"], since=data["since"],
                until=data["last"], on_leave=data["kind"] == "leave",
            )  # fmt: skip
        except GongzhiError as error:
            status = blame(form, error)
        else:
            messages.success(request, _("已办好，到期自动恢复。"))
            return redirect("users:person", user_id=user_id)
    hint = _("请假期间工作交给代理人，时限不变，到期自动恢复。代理人办的事都记为“某某代某某”。")
    return form_page(
        request, form, title=_("请假或代理"), button=_("确定"), hint=hint, status=status,
        back=(user.name, f"/desk/users/{user_id}/"),
    )  # fmt: skip


@require_POST
@staff_only("sysadmin")
def cancel(request: HttpRequest, stand_in_id: int) -> HttpResponse:
    """Back earlier than planned."""
    row = StandIn.objects.select_related("person").filter(pk=stand_in_id).first()
    if row is None:
        raise NotFound
    return done(
        request, lambda: cancel_stand_in(actor=actor_of(request), row=row),
        _("已取消。"), f"/desk/users/{row.person_id}/",
    )  # fmt: skip
