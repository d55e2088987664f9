"""The resident's own account: how to be called, language and type, who looked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.accounts.selectors import looks_at
from gongzhi.accounts.services.update_resident import update_resident

from ...forms.resident import NameForm
from ...process.current import current_processes
from ...selectors import resident_account
from . import visitor


@never_cache
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """`/me/`: works without a sign-in too, for language and type."""
    actor = visitor.actor_of(request)
    if actor.resident_id is None:
        return render(request, "orders/resident/me.html", {"account": None})
    account = resident_account.account_of(actor)
    form = NameForm(request.POST or None, initial={"name": account.name})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            update_resident(actor=actor, name=form.cleaned_data["name"])
            messages.success(request, _("已改好。"))
            return HttpResponseRedirect(reverse("resident:me"))
        status = 422
    # The community's whistle is a process of some cities; its page is the registers'.
    whistles = "community_call" in current_processes()
    context = {"account": account, "form": form, "whistles": whistles}
    return render(request, "orders/resident/me.html", context, status=status)


@never_cache
@visitor.needs_resident
@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    """`/me/looks/`: who looked at my data, when and what for (PIPL art. 44, 45)."""
    actor = visitor.actor_of(request)
    rows = looks_at(resident_id=actor.resident_id or 0)
    return render(request, "orders/resident/looks.html", {"rows": rows})


@never_cache
@visitor.needs_resident
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """`/me/messages/`: what was sent to me, newest first."""
    rows = resident_account.messages_to(visitor.actor_of(request))
    return render(request, "orders/resident/messages.html", {"rows": rows})
