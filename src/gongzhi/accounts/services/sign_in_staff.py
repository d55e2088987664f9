"""Logging in of staff in steps: password or the office's service, second factor, own password.

Only the last step makes a session of it. Until then the browser's session remembers who is half
way in, for ten minutes, and is nobody to every other page.
"""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.accounts.actor import RESIDENT_KEY, actor_of_user
from gongzhi.accounts.login import secondfactor
from gongzhi.accounts.login.idle import mark_seen
from gongzhi.accounts.login.landing import landing_of
from gongzhi.accounts.models import User
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied

PENDING: Final = "login_pending"
BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_SECONDS: Final = 600
CODE_PAGE, SET_UP_PAGE, PASSWORD_PAGE = (
    "/login/second-factor/", "/login/second-factor/set-up/", "/login/password/",
)  # fmt: skip


def begin(
    request: HttpRequest, *, user: User, target: str, by_service: bool = False,
    factor_done: bool = False,
) -> str:  # fmt: skip
    """The first step succeeded: the address of the next page (the front, when that was all)."""
    if request.session.pop(RESIDENT_KEY, None) is not None:
        # One session, one person: a resident on this browser is signed out.
        request.session.set_expiry(None)
    request.session.cycle_key()
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": int(clock.now().timestamp()),
        "target": target,
        "service": by_service,
        "factor": factor_done,
    }
    return go_on(request, user)


def pending_user(request: HttpRequest) -> User:
    """Who is half way in. Denied, with a sentence, when nobody is or it took too long."""
    found = request.session.get(PENDING)
    if isinstance(found, dict) and int(clock.now().timestamp()) - found["at"] <= _SECONDS:
        user = User.objects.filter(pk=found["user"], is_active=True).first()
        if user is not None and user.get_session_auth_hash() == found["hash"]:
            return user
    request.session.pop(PENDING, None)
    raise Denied(_("登录超时了，请从头登录。"))


def factor_shown(request: HttpRequest) -> None:
    """The second factor was right."""
    request.session[PENDING] = {**request.session[PENDING], "factor": True}


def password_chosen(request: HttpRequest, user: User) -> None:
    """A password of one's own is set: the half-made login goes on with it."""
    request.session[PENDING] = {
        **request.session[PENDING], "hash": user.get_session_auth_hash(),
    }  # fmt: skip


def go_on(request: HttpRequest, user: User) -> str:
    """The address of the next step; after the last one the user is logged in."""
    pending: dict[str, Any] = request.session[PENDING]
    if not pending["factor"]:
        if secondfactor.enabled_for(user.pk):
            return CODE_PAGE
        if secondfactor.required_for(actor_of_user(user).roles):
            # A temporary password is first made one's own: it is nobody's secret yet.
            return PASSWORD_PAGE if _temporary(user, pending) else SET_UP_PAGE
    if _temporary(user, pending):
        return PASSWORD_PAGE
    return _finish(request, user, pending)


def _temporary(user: User, pending: dict[str, Any]) -> bool:
    return user.temporary_until is not None and not pending["service"]


def _finish(request: HttpRequest, user: User, pending: dict[str, Any]) -> str:
    request.session.pop(PENDING, None)
    login(request, user, backend=BACKEND)
    mark_seen(request)
    if pending["service"]:
        request.session["by_service"] = True
    language = get_language() or ""
    if language and user.language != language:
        User.objects.filter(pk=user.pk).update(language=language)
    return str(pending["target"]) or landing_of(actor_of_user(user))
