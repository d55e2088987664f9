"""/desk/users/security/ and /desk/users/requests/: the security administrator's pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongzhi.accounts.days import days_text
from gongzhi.accounts.forms.office import KeyForm
from gongzhi.accounts.login.officeservice import goes_by_number
from gongzhi.accounts.models import AdminRequest, ApiKey
from gongzhi.accounts.reading import security as securitylists
from gongzhi.accounts.reading.users import factors_set
from gongzhi.accounts.roles import role_name
from gongzhi.accounts.services.decide_admin import refuse_admin, release_admin
from gongzhi.accounts.services.end_sessions import end_sessions
from gongzhi.accounts.services.issue_api_key import IssuedKey
from gongzhi.accounts.services.manage_api_keys import issue_key, revoke_key
from gongzhi.accounts.services.second_factor import reset_second_factor
from gongzhi.accounts.services.unlock_login import unlock_login
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done

from .frame import blame, may, user_of

PAGE = "/desk/users/security/"
REQUESTS = "/desk/users/requests/"


@require_GET
@staff_only("secadmin")
def overview(request: HttpRequest) -> HttpResponse:
    """Locked names, keys, and the limits that hold."""
    return _page(request, KeyForm())


def _page(
    request: HttpRequest, form: KeyForm, issued: IssuedKey | None = None, status: int = 200
) -> HttpResponse:
    locked = [(row, securitylists.is_locked(row)) for row in securitylists.locked_names()]
    context = {
        "locked": locked,
        "keys": securitylists.api_keys(),
        "limits": securitylists.login_limits(),
        "factors": factors_set(),
        "form": form,
        "issued": issued,
        "may": may(request),
        "waiting": len(securitylists.open_requests()),
        "crumbs": [(_("人员与岗位"), "/desk/users/"), (_("登录安全"), "")],
    }
    return render(request, "accounts/office/security.html", context, status=status)


@require_POST
@staff_only("secadmin")
def unlock(request: HttpRequest) -> HttpResponse:
    """Let a name try again."""
    username = request.POST.get("username", "")[:150]
    return done(
        request, lambda: unlock_login(actor=actor_of(request), username=username),
        _("已解锁，可以重新登录了。"), PAGE,
    )  # fmt: skip


@require_POST
@staff_only("secadmin")
def issue(request: HttpRequest) -> HttpResponse:
    """A key, shown once."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        issued = issue_key(actor=actor_of(request), **form.cleaned_data)
    except GongzhiError as error:
        return _page(request, form, status=blame(form, error))
    return _page(request, KeyForm(), issued)


@require_POST
@staff_only("secadmin")
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """The key holds no longer."""
    key = ApiKey.objects.filter(pk=key_id).first()
    if key is None:
        raise NotFound
    return done(
        request,
        lambda: revoke_key(actor=actor_of(request), key=key),
        _("密钥已收回。"),
        PAGE,
    )


@require_POST
@staff_only("secadmin")
def reset_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """For a lost phone."""
    user, reason = user_of(user_id), request.POST.get("reason", "")
    return done(
        request, lambda: reset_second_factor(actor=actor_of(request), user=user, reason=reason),
        _("第二验证已重置，本人下次登录时再设。"), f"/desk/users/{user_id}/",
    )  # fmt: skip


@require_POST
@staff_only("secadmin")
def log_out_everywhere(request: HttpRequest, user_id: int) -> HttpResponse:
    """Every browser of a person has to log in again."""
    user = user_of(user_id)
    ended = end_sessions(actor=actor_of(request), user=user)
    messages.success(request, _("结束了%(n)d处登录。") % {"n": ended})
    messages.success(request, _("再用要重新登录。"))
    return redirect(f"/desk/users/{user_id}/")


@require_GET
@staff_only("secadmin", "sysadmin")
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for a release, and what was decided."""
    me = actor_of(request).user_id
    waiting = [
        {
            "row": row, "role": role_name(row.role), "days": days_text(row.valid),
            "mine": me in {row.asked_by_id, row.user_id},
            "by_number": row.kind == "grant" and goes_by_number(),
        }
        for row in securitylists.open_requests()
    ]  # fmt: skip
    decided = [(row, role_name(row.role)) for row in securitylists.decided_requests()]
    context = {
        "waiting": waiting, "decided": decided, "may": may(request),
        "crumbs": [(_("人员与岗位"), "/desk/users/"), (_("管理员审批"), "")],
    }  # fmt: skip
    return render(request, "accounts/office/requests.html", context)


@require_POST
@staff_only("secadmin")
def decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """Release or refuse."""
    row, actor = AdminRequest.objects.filter(pk=request_id).first(), actor_of(request)
    if row is None:
        raise NotFound
    if request.POST.get("do") == "release":
        return done(
            request,
            lambda: release_admin(actor=actor, request=row, number=request.POST.get("number")),
            _("已批准，即时生效。"),
            REQUESTS,
        )
    reason = request.POST.get("reason", "")
    return done(
        request, lambda: refuse_admin(actor=actor, request=row, reason=reason),
        _("已退回，没有批准。"), REQUESTS,
    )  # fmt: skip
