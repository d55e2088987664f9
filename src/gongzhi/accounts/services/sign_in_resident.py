"""Begin a resident's session."""

from __future__ import annotations

from typing import Final

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils.translation import get_language

from gongzhi.accounts import actor
from gongzhi.accounts.models import Resident

_SESSION_SECONDS: Final = 30 * 24 * 3600


def sign_in_resident(request: HttpRequest, resident: Resident) -> None:
    """Give the session a new key and the resident; sets `request.actor` too.

    A session is one person's: a member of staff, or another resident, who was signed in on this
    browser is signed out. The language in force is kept for messages.
    """
    session = request.session
    other = session.get(actor.RESIDENT_KEY)
    if SESSION_KEY in session or other not in {None, resident.pk}:
        session.flush()
    else:
        session.cycle_key()
    session[actor.RESIDENT_KEY] = resident.pk
    session.set_expiry(_SESSION_SECONDS)
    rotate_token(request)
    language = get_language() or ""
    if language and resident.language != language:
        resident.language = language
        resident.save(update_fields=["language"])
    actor.forget_resident(resident.pk)
    request.actor = actor.actor_of(request)  # type: ignore[attr-defined]
    request.resident = actor.resident_of(request)  # type: ignore[attr-defined]
