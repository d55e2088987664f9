"""What the pages of users share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Posting, User
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.web.access import actor_of


def user_of(user_id: int) -> User:
    """The account; NotFound."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


def posting_of(posting_id: int) -> Posting:
    """The posting; NotFound."""
    posting = Posting.objects.select_related("user", "body", "area").filter(pk=posting_id).first()
    if posting is None:
        raise NotFound
    return posting


def blame(form: forms.Form, error: GongzhiError) -> int:
    """Say an error at its field; its HTTP status."""
    field = {"until": "last", "on": "last"}.get(error.field or "", error.field)
    form.add_error(field if field in form.fields else None, str(error))
    return error.status


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    button: str,
    back: tuple[str, str],
    hint: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page with one form on it."""
    crumbs = [(_("人员与岗位"), "/desk/users/"), back, (title, "")]
    context = {
        "form": form, "title": title, "button": button, "hint": hint, "crumbs": crumbs,
        "may": may(request), **more,
    }  # fmt: skip
    return render(request, "accounts/office/form.html", context, status=status)


def may(request: HttpRequest) -> dict[str, bool]:
    """Which of the administrators is looking, for what the page offers."""
    own = actor_of(request).as_oneself
    return {role: own.has_role(role) for role in ("sysadmin", "secadmin", "auditadmin")}
