"""Where a person goes after logging in."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from gongzhi.accounts.rules import ADMIN_ROLES, AUDITADMIN
from gongzhi.kernel.scope import Actor

_FIELD: Final = frozenset({"grid_worker", "grid_head"})
# Who reads how an area does before anything else.
_OVERSEE: Final = ("street_director", "supervisor")
RESIDENT: Final = "/mine/"


def landing_of(actor: Actor) -> str:
    """The front of the person's work: command, field or desk; residents to their reports."""
    if actor.kind == "resident":
        return RESIDENT
    if actor.has_role("commander"):
        return "/command/"
    if actor.roles and actor.roles <= frozenset(ADMIN_ROLES):
        return "/desk/access/" if actor.has_role(AUDITADMIN) else "/desk/users/"
    if actor.roles and actor.roles <= _FIELD:
        return "/field/"
    if any(posting.area_id for posting in actor.postings_as(*_OVERSEE)):
        return "/desk/director/"
    return "/desk/"


def safe_next(request: HttpRequest) -> str:
    """The `next` of the request when it leads to this site, else empty."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""
