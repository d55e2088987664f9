"""/me/leave/: members of staff enter their own leave and deputy."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.accounts.forms.leave import LeaveForm
from gongzhi.accounts.models import User
from gongzhi.accounts.reading.users import stand_ins_of, stood_in_for_by
from gongzhi.accounts.services.take_leave import colleagues_of, end_own_leave, take_leave
from gongzhi.accounts.views.office.frame import blame
from gongzhi.kernel.errors import GongzhiError
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done


@require_http_methods(["GET", "POST"])
@staff_only()
def my_leave(request: HttpRequest) -> HttpResponse:
    """What is planned, and a form for more."""
    actor, status = actor_of(request), 200
    user = User.objects.get(pk=actor.user_id or 0)
    colleagues = colleagues_of(user.pk)
    form = LeaveForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                take_leave(
                    actor=actor, deputy=data["deputy"], since=data["since"], until=data["last"],
                    on_leave=data["kind"] == "leave",
                )  # fmt: skip
            except GongzhiError as error:
                status = blame(form, error)
            else:
                messages.success(request, _("已办好，到期自动恢复。单位负责人和代理人已收到通知。"))
                return redirect("accounts:my_leave")
    context = {
        "form": form,
        "planned": stand_ins_of(user),
        "for_others": stood_in_for_by(user),
    }
    return render(request, "accounts/my_leave.html", context, status=status)


@require_POST
@staff_only()
def cancel(request: HttpRequest, stand_in_id: int) -> HttpResponse:
    """Back earlier than planned."""
    return done(
        request, lambda: end_own_leave(actor=actor_of(request), stand_in_id=stand_in_id),
        _("已取消。"), "/me/leave/",
    )  # fmt: skip
