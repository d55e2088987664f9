"""Who is looking, and what this browser has in hand: kept in the session, never in an address."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.crypto import open_, seal
from gongzhi.kernel.scope import PUBLIC, Actor

from ...selectors.resident_home import area_of_last_report

_UNVERIFIED: Final = "unverified_reports"
_AREA: Final = "my_area"
_KEPT: Final = 30

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The resident who is signed in; staff and programs are like anybody else here."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    return actor if actor.kind == "resident" else PUBLIC


def signed_in(request: HttpRequest) -> bool:
    return actor_of(request).kind == "resident"


def sign_in_address(after: str) -> str:
    """The page that asks for phone and code, and then goes on to `after`."""
    return f"{reverse('accounts:resident_login')}?{urlencode({'next': after})}"


def needs_resident(view: View) -> View:
    """Asks for the phone first, whatever the page is about: so nothing is told about it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not signed_in(request):
            return HttpResponseRedirect(sign_in_address(request.get_full_path()))
        return view(request, *args, **kwargs)

    return wrapped


def remember_unverified(request: HttpRequest, number: str, phone: str) -> None:
    """This browser handed over `number` and still owes the code sent to `phone`."""
    kept = dict(request.session.get(_UNVERIFIED, {}))
    kept[number] = seal(phone)
    request.session[_UNVERIFIED] = dict(list(kept.items())[-_KEPT:])


def unverified_phone(request: HttpRequest, number: str) -> str:
    """The phone to which the code of this report went; empty when this browser never sent it."""
    sealed = request.session.get(_UNVERIFIED, {}).get(number)
    return open_(sealed) if sealed else ""


def unverified_numbers(request: HttpRequest) -> list[str]:
    """The reports that this browser handed over and whose code it still owes."""
    return list(request.session.get(_UNVERIFIED, {}))


def forget_unverified(request: HttpRequest, number: str) -> None:
    kept = dict(request.session.get(_UNVERIFIED, {}))
    if kept.pop(number, None) is not None:
        request.session[_UNVERIFIED] = kept


def my_area(request: HttpRequest) -> AreaRef | None:
    """The estate or building that this browser chose as its own."""
    code = request.session.get(_AREA)
    return areas.area_by_code(code) if code else None


def home_area(request: HttpRequest) -> AreaRef | None:
    """The same, else where the resident reported last: one guess on every page."""
    return my_area(request) or area_of_last_report(actor_of(request))


def choose_area(request: HttpRequest, area: AreaRef) -> None:
    request.session[_AREA] = area.code


def client_key(text: str | None) -> uuid.UUID:
    """The key that came with a form, a new one when there was none or no key."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return uuid.uuid4()


def source_of(request: HttpRequest) -> str:
    """The network address of the caller, as far as the server can vouch for it (web/client.py)."""
    return str(request.META.get("REMOTE_ADDR", ""))


def unknown_source(request: HttpRequest) -> str:
    """The address of somebody who has not signed in, "" for who has: the latter is known."""
    return "" if signed_in(request) else source_of(request)


def wants_json(request: HttpRequest) -> bool:
    """Whether the `report` island asks, which wants an address instead of a redirect."""
    return "application/json" in request.headers.get("Accept", "")


def uploaded(request: HttpRequest) -> list[bytes]:
    """The photos that came with a form; empty file fields do not count."""
    return [file.read() for file in request.FILES.getlist("photos") if file.size]
