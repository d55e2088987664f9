"""The office's login service vouches for somebody: find the account, go on as after a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from gongzhi.accounts.actor import postings_of
from gongzhi.accounts.login.officeservice import LoginRefused, config
from gongzhi.accounts.models import User
from gongzhi.accounts.services.create_user import new_user
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.accounts.services.sign_in_staff import begin
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError
from gongzhi.kernel.scope import SYSTEM


def sign_in_by_service(request: HttpRequest, *, claims: dict[str, Any], target: str) -> str:
    """The address to go on to. LoginRefused when the claim is missing, names nobody, or names
    somebody who is blocked or has no posting; the sentences for the latter are the same.
    """
    wanted = config()
    value = str(claims.get(wanted.claim) or "").strip()
    if not value:
        raise LoginRefused(_("单位统一认证没有告诉我们您是谁，请联系本单位的系统管理员。"))
    user = _find(wanted.match, value)
    if user is None and wanted.create and wanted.match == "username":
        user = _make(value, claims)
    if user is None or not user.is_active or not postings_of(user_id=user.pk):
        raise LoginRefused(_("您在这里还没有岗位，请联系本单位的系统管理员。"))
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return begin(
        request, user=user, target=target if safe else "", by_service=True,
        factor_done=wanted.trusted,
    )  # fmt: skip


def _find(match: str, value: str) -> User | None:
    if match == "employee_number":
        return User.objects.filter(employee_number=value).first()
    return User.objects.filter(username=value.lower()).first()


def _make(username: str, claims: dict[str, Any]) -> User | None:
    """An account without a posting or a password, for the system administrator to find.

    Whoever comes twice in the same moment gets the one that was made first.
    """
    try:
        user = new_user(
            username=username, name=str(claims.get("name") or username)[:40], phone="",
            employee_number="", password="", at=clock.now(),
        )  # fmt: skip
    except GongzhiError as error:
        raise LoginRefused(str(error)) from error
    user.password, user.temporary_until = make_password(None), None
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            note_account_event(
                actor=SYSTEM, kind="service_created", target=user,
                values={"username": user.username},
            )  # fmt: skip
    except IntegrityError:
        return _find("username", username)
    return user
