"""/desk/users/: the list, a person, a new account, roles."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.accounts.forms.office import EditUserForm, UserForm
from gongzhi.accounts.login import secondfactor
from gongzhi.accounts.login.passwords import password_rules
from gongzhi.accounts.models import User
from gongzhi.accounts.policies import admin_roles_of
from gongzhi.accounts.reading.security import live_sessions
from gongzhi.accounts.reading.users import (
    UserFilters,
    history_of,
    postings_shown,
    stand_ins_of,
    stood_in_for_by,
    suggested_bodies,
    suggested_users,
    user_rows,
    users_of,
)
from gongzhi.accounts.roles import role_names, role_rows
from gongzhi.accounts.services.block_user import block_user, unblock_user
from gongzhi.accounts.services.create_user import NewUser, create_user
from gongzhi.accounts.services.edit_user import edit_user
from gongzhi.accounts.services.reset_password import reset_password
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.errors import GongzhiError
from gongzhi.web.access import actor_of, staff_only
from gongzhi.web.deeds import done

from .frame import blame, form_page, may, user_of

PER_PAGE = 50
LOOKERS = ("sysadmin", "secadmin")


@require_GET
@staff_only(*LOOKERS)
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody, by name; searched, filtered, a page at a time."""
    filters = UserFilters.parse(request.GET)
    page = Paginator(users_of(filters), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "rows": user_rows(page.object_list),
        "page": page,
        "filters": [
            {"name": "role", "label": _("岗位"), "options": list(role_names().items()),
             "value": filters.role},
            {"name": "state", "label": _("状态"), "options": state_names(), "value": filters.state},
        ],
        "q": filters.q,
        "body": filters.body,
        "filters_active": bool(filters),
        "may": may(request),
    }  # fmt: skip
    return render(request, "accounts/office/users.html", context)


def state_names() -> list[tuple[str, str]]:
    return [
        ("posted", _("在岗")), ("unposted", _("没有岗位")), ("ending", _("30天内到期")),
        ("away", _("请假或由人代理")), ("nofactor", _("没有设第二验证")), ("blocked", _("已停用")),
    ]  # fmt: skip


@require_GET
@staff_only(*LOOKERS)
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: account, postings, leave, history, and what the looker may do."""
    return _person_page(request, user_of(user_id))


def _person_page(request: HttpRequest, user: User, new: NewUser | None = None) -> HttpResponse:
    context = {
        "person": user,
        "phone": mask_phone(open_(user.phone_sealed)) if user.phone_sealed else "",
        "postings": postings_shown(user),
        "history": history_of(user),
        "stand_ins": stand_ins_of(user),
        "stands_in": stood_in_for_by(user),
        "factor": secondfactor.enabled_for(user.pk),
        "sessions": live_sessions(user.pk),
        "is_admin": bool(admin_roles_of(user)),
        "oneself": user.pk == actor_of(request).user_id,
        "may": may(request),
        "new": new,
        "crumbs": [(_("人员与岗位"), "/desk/users/"), (user.name, "")],
    }
    response = render(request, "accounts/office/person.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "POST"])
@staff_only("sysadmin")
def create(request: HttpRequest) -> HttpResponse:
    """A new account; its temporary password is shown on the next page, once."""
    form = UserForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            new = create_user(actor=actor_of(request), **form.cleaned_data)
        except GongzhiError as error:
            status = blame(form, error)
        else:
            return _person_page(request, new.user, new)
    hint = _("建好后发一个临时密码，本人第一次登录时必须换掉。岗位在下一步安排。")
    return form_page(
        request, form, title=_("新建账号"), button=_("建这个账号"), hint=hint, status=status,
        back=(_("全部人员"), "/desk/users/"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff_only("sysadmin")
def edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Name, phone, employee number."""
    user = user_of(user_id)
    initial = {
        "name": user.name,
        "employee_number": user.employee_number,
        "phone": open_(user.phone_sealed) if user.phone_sealed else "",
    }
    form = EditUserForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            edit_user(actor=actor_of(request), user=user, **form.cleaned_data)
        except GongzhiError as error:
            status = blame(form, error)
        else:
            return redirect("users:person", user_id=user.pk)
    return form_page(
        request, form, title=_("修改资料"), button=_("保存"), status=status,
        back=(user.name, f"/desk/users/{user.pk}/"),
    )  # fmt: skip


@require_POST
@staff_only("sysadmin")
def block(request: HttpRequest, user_id: int) -> HttpResponse:
    """Out of use, at once."""
    user, reason = user_of(user_id), request.POST.get("reason", "")
    return done(
        request, lambda: block_user(actor=actor_of(request), user=user, reason=reason),
        _("账号已停用，所有登录和密钥立即失效。没办完的工作请在岗位里交接。"), f"/desk/users/{user.pk}/",
    )  # fmt: skip


@require_POST
@staff_only("sysadmin")
def unblock(request: HttpRequest, user_id: int) -> HttpResponse:
    """In use again."""
    user = user_of(user_id)
    return done(
        request, lambda: unblock_user(actor=actor_of(request), user=user),
        _("账号已启用。"), f"/desk/users/{user.pk}/",
    )  # fmt: skip


@require_POST
@staff_only("sysadmin")
def password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new temporary password, shown once."""
    user = user_of(user_id)
    return _person_page(request, user, reset_password(actor=actor_of(request), user=user))


@require_GET
@staff_only(*LOOKERS)
def roles(request: HttpRequest) -> HttpResponse:
    """Every role and what it may do; how passwords must be."""
    context = {
        "roles": role_rows(),
        "rules": password_rules(),
        "crumbs": [(_("人员与岗位"), "/desk/users/"), (_("岗位权限"), "")],
    }
    return render(request, "accounts/office/roles.html", context)


@require_GET
@staff_only(*LOOKERS)
def bodies(request: HttpRequest) -> HttpResponse:
    """Suggestions while a body is typed."""
    found = suggested_bodies(request.GET.get("body", ""))
    options = [(f"{body.code} {body.name}", "") for body in found]
    return render(request, "accounts/office/_options.html", {"options": options})


@require_GET
@staff_only(*LOOKERS)
def people(request: HttpRequest) -> HttpResponse:
    """Suggestions while a person is typed."""
    asked = next((request.GET[n] for n in ("successor", "deputy", "user") if n in request.GET), "")
    found = suggested_users(asked)
    options = [(f"{user.username} {user.name}", "") for user in found]
    return render(request, "accounts/office/_options.html", {"options": options})
