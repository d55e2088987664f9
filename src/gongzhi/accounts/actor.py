"""From a request to the Actor who asks: an API key, a staff session, a resident session.

What was read is kept in the process for at most 3 seconds, so that a warm API call costs no
query here. A posting that ends, a key that is revoked and a user who is blocked therefore keep
working for up to 3 seconds in processes other than the one that made the change.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest

from gongzhi.accounts import keys
from gongzhi.accounts.models import ApiKey, Posting, Resident, User
from gongzhi.areas.selectors import area_by_id
from gongzhi.kernel import clock
from gongzhi.kernel import scope as kernel_scope
from gongzhi.kernel.crypto import mask_name, open_
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.orgs.selectors import areas_of

RESIDENT_KEY: Final = "resident_id"
CACHE_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class _Staff:
    actor: Actor
    session_hash: str


@dataclass(frozen=True, slots=True)
class ResidentView:
    """What pages need to know of the resident who is signed in."""

    id: int
    name: str
    language: str
    large_type: bool


_staff: TtlCache[int, _Staff] = TtlCache(seconds=CACHE_SECONDS, size=4096)
_keys: TtlCache[str, Actor] = TtlCache(seconds=CACHE_SECONDS, size=256)
_residents: TtlCache[int, ResidentView] = TtlCache(seconds=CACHE_SECONDS, size=4096)


def forget() -> None:
    """Read from the database at the next request."""
    for cache in (_staff, _keys, _residents):
        cache.forget()


def forget_resident(resident_id: int) -> None:
    """The same for one resident."""
    _residents.forget_one(resident_id)


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request; PUBLIC when nothing valid says who it is.

    An API key in `Authorization: Bearer …` wins over a session.
    """
    header = request.headers.get("Authorization", "")
    if header[:7].lower() == "bearer ":
        return actor_of_key(header[7:].strip()) or PUBLIC
    session = getattr(request, "session", None)
    if session is None:
        return PUBLIC
    if SESSION_KEY in session:
        return _staff_of_session(request) or PUBLIC
    resident = resident_of(request)
    if resident is None:
        return PUBLIC
    return Actor(kind="resident", resident_id=resident.id, name=resident.name)


def actor_of_key(token: str) -> Actor | None:
    """The actor of an API key, with the postings of the key's user; None for a bad key."""
    return _keys.get(sha256(token.encode()).hexdigest(), lambda: _read_key(token))


def actor_of_user(user: User) -> Actor:
    """The actor of a member of staff with the postings of today (not cached)."""
    return Actor(
        kind="staff", user_id=user.pk, name=user.name, postings=postings_of(user_id=user.pk)
    )


def resident_of(request: HttpRequest) -> ResidentView | None:
    """The resident who is signed in, None otherwise (and when the account was deleted)."""
    session = getattr(request, "session", None)
    resident_id = session.get(RESIDENT_KEY) if session is not None else None
    if not isinstance(resident_id, int):
        return None
    return _residents.get(resident_id, lambda: _read_resident(resident_id))


def postings_of(*, user_id: int) -> tuple[kernel_scope.Posting, ...]:
    """Postings valid today, with the paths of today.

    A posting without an area of its own reaches each area that its body answers for: one value
    an area, all with the posting's id.
    """
    rows = (
        Posting.objects.filter(user_id=user_id, valid__contains=clock.today(), body__active=True)
        .order_by("id")
        .values_list("id", "role", "body_id", "body__path", "area_id")
    )
    found = []
    for posting_id, role, body_id, body_path, area_id in rows:
        area_ids = (area_id,) if area_id is not None else areas_of(body_id) or (None,)
        for one in area_ids:
            area = area_by_id(one) if one is not None else None
            found.append(
                kernel_scope.Posting(
                    id=posting_id,
                    role=role,
                    body_id=body_id,
                    body_path=body_path,
                    area_id=area.id if area else None,
                    area_path=area.path if area else "",
                )
            )
    return tuple(found)


def _staff_of_session(request: HttpRequest) -> Actor | None:
    """Checks the password hash of the session as Django does, without reading the user anew."""
    try:
        user_id = int(request.session[SESSION_KEY])
    except (TypeError, ValueError):
        return None
    staff = _staff.get(user_id, lambda: _read_staff(user_id))
    if staff is None:
        return None
    if hmac.compare_digest(request.session.get(HASH_SESSION_KEY, ""), staff.session_hash):
        return staff.actor
    # The password or the secret key changed: Django decides, and renews the session if it may.
    return staff.actor if request.user.is_authenticated and request.user.pk == user_id else None


def _read_staff(user_id: int) -> _Staff | None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    return _Staff(actor_of_user(user), user.get_session_auth_hash())


def _read_key(token: str) -> Actor | None:
    parts = keys.split(token)
    if parts is None:
        return None
    prefix, secret = parts
    key = (
        ApiKey.objects.select_related("user")
        .filter(prefix=prefix, revoked_at=None, user__is_active=True)
        .first()
    )
    if key is None or not hmac.compare_digest(key.secret_hash, keys.secret_hash(secret)):
        return None
    return Actor(
        kind="api",
        user_id=key.user_id,
        name=key.name,
        postings=postings_of(user_id=key.user_id),
    )


def _read_resident(resident_id: int) -> ResidentView | None:
    me = Actor(kind="resident", resident_id=resident_id)
    row = Resident.objects.visible_to(me).first()
    if row is None:
        return None
    name = mask_name(open_(row.name_sealed)) if row.name_sealed else ""
    return ResidentView(row.pk, name, row.language, row.large_type)
