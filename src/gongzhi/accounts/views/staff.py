"""Logging in and out of staff; logging out of residents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gongzhi.accounts.actor import RESIDENT_KEY, actor_of
from gongzhi.accounts.forms import StaffLoginForm
from gongzhi.accounts.login import officeservice
from gongzhi.accounts.login.demo_accounts import demo_accounts
from gongzhi.accounts.login.idle import IDLED_COOKIE
from gongzhi.accounts.login.landing import landing_of, safe_next
from gongzhi.accounts.middleware import DUTY_ENDED, ENDED_COOKIE
from gongzhi.accounts.models import User
from gongzhi.accounts.services.sign_in_staff import begin


@method_decorator(
    [sensitive_post_parameters("password"), csrf_protect, never_cache], name="dispatch"
)
class StaffLogin(LoginView):
    """`/login/`: name and password; five failures lock (django-axes). More steps may follow."""

    template_name = "web/login.html"
    authentication_form = StaffLoginForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Whoever is logged in already goes on."""
        actor = actor_of(request)
        if request.method == "GET" and actor.kind == "staff" and not safe_next(request):
            return HttpResponseRedirect(landing_of(actor))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password was right."""
        user = form.get_user()
        assert isinstance(user, User)
        address = begin(self.request, user=user, target=safe_next(self.request))
        return forget_reasons(HttpResponseRedirect(address))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`next` for the form, the office's login service, and the accounts of a demo."""
        context = super().get_context_data(**kwargs)
        context["next"] = safe_next(self.request)
        context["demo_accounts"] = demo_accounts()
        if officeservice.is_configured():
            context["service_name"] = officeservice.config().name or _("单位统一认证")
        if self.request.COOKIES.get(ENDED_COOKIE):
            messages.warning(self.request, str(DUTY_ENDED))
        elif self.request.COOKIES.get(IDLED_COOKIE):
            text = _("您有一段时间没有操作，为安全已退出，请重新登录。")
            messages.warning(self.request, text)
        return context


def forget_reasons(response: HttpResponse) -> HttpResponse:
    """Why one had to log in again need not be said any more."""
    response.delete_cookie(IDLED_COOKIE)
    response.delete_cookie(ENDED_COOKIE)
    return response


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, whosever it is."""
    was_resident = RESIDENT_KEY in request.session
    by_service = request.session.get("by_service", False)
    logout(request)
    if by_service:
        text = _("已退出共治。单位统一认证可能仍在登录中，公用电脑请一并退出。")
        messages.info(request, text)
    return HttpResponseRedirect("/" if was_resident else "/login/")
