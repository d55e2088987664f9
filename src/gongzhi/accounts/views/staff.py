"""Logging in and out of staff; logging out of residents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gongzhi.accounts.actor import RESIDENT_KEY, actor_of, actor_of_user
from gongzhi.accounts.demo_accounts import demo_accounts
from gongzhi.accounts.forms import StaffLoginForm
from gongzhi.accounts.idle import IDLED_COOKIE, mark_seen
from gongzhi.accounts.landing import landing_of, safe_next
from gongzhi.accounts.models import User


@method_decorator(
    [sensitive_post_parameters("password"), csrf_protect, never_cache], name="dispatch"
)
class StaffLogin(LoginView):
    """`/login/`: Django rotates the session key; five failures lock (django-axes)."""

    template_name = "web/login.html"
    authentication_form = StaffLoginForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Whoever is logged in already goes on."""
        actor = actor_of(request)
        if request.method == "GET" and actor.kind == "staff" and not safe_next(request):
            return HttpResponseRedirect(landing_of(actor))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """One session, one person: a resident on this browser is signed out."""
        user = form.get_user()
        assert isinstance(user, User)
        if self.request.session.pop(RESIDENT_KEY, None) is not None:
            self.request.session.set_expiry(None)
        response = super().form_valid(form)
        mark_seen(self.request)
        language = get_language() or ""
        if language and user.language != language:
            User.objects.filter(pk=user.pk).update(language=language)
        response.delete_cookie(IDLED_COOKIE)
        return response

    def get_default_redirect_url(self) -> str:
        """By role, where no safe `next` was given."""
        user = self.request.user
        return landing_of(actor_of_user(user)) if isinstance(user, User) else "/login/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`next` for the form, and the accounts of a demo."""
        context = super().get_context_data(**kwargs)
        context["next"] = safe_next(self.request)
        context["demo_accounts"] = demo_accounts()
        if IDLED_COOKIE in self.request.COOKIES:
            text = _("您有一段时间没有操作，为安全已退出，请重新登录。")
            messages.warning(self.request, text)
        return context


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, whosever it is."""
    was_resident = RESIDENT_KEY in request.session
    logout(request)
    return HttpResponseRedirect("/" if was_resident else "/login/")
