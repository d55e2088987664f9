"""From a request to the Actor who asks: an API key, a staff session, a resident session.

What was read is kept in the process, so that a warm call costs no query here, and holds only for
the version of who may do what (`ChangeStamp`) and the local day that it was read under. A session
brings the version with it, in the query that reads the session: a posting that another process
ended is gone at the next request, one that ends today is gone at midnight. Programs bring no
session: for their keys the process asks for the version once a second, so what was taken from one
is gone within a second everywhere. Bodies and areas move without the version: where they are now
is looked up in their own directories, which costs no query.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Q
from django.http import HttpRequest

from gongzhi.accounts import keys
from gongzhi.accounts.models import ApiKey, ChangeStamp, Posting, Resident, StandIn, User
from gongzhi.accounts.models.change import ROW
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.areas.selectors import area_by_id
from gongzhi.kernel import clock
from gongzhi.kernel import scope as kernel_scope
from gongzhi.kernel.crypto import mask_name, open_
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.orgs.selectors import areas_of, body_by_id

RESIDENT_KEY: Final = "resident_id"
KEPT_SECONDS: Final = 600.0
RESIDENT_SECONDS: Final = 3.0
# After so long the directories know a body or an area that was new when a posting was read.
PLACED_SECONDS: Final = 3.0
VERSION_SECONDS: Final = 1.0

# A posting as read: id, role, body, its path, area, whose it is, their name.
_Row = tuple[int, str, int, str, int | None, int, str]


@dataclass(slots=True)
class _Kept:
    """Somebody with postings, as read under a version on a day.

    `placed` is when bodies and areas were looked at last (monotonic seconds).
    """

    actor: Actor
    rows: tuple[_Row, ...]
    stamp: int
    day: date
    placed: float
    session_hash: str = ""

    def holds(self, stamp: int) -> bool:
        """Whether it was read under this version, today."""
        return self.stamp == stamp and self.day == clock.today()

    def now(self) -> Actor:
        """The actor, with bodies and areas as they are now."""
        since = clock.monotonic()
        if since - self.placed > PLACED_SECONDS:
            self.actor = replace(self.actor, postings=_placed(self.rows, self.actor.user_id))
            self.placed = since
        return self.actor


@dataclass(frozen=True, slots=True)
class ResidentView:
    """What pages need to know of the resident who is signed in."""

    id: int
    name: str
    language: str
    large_type: bool


_staff: TtlCache[int, _Kept] = TtlCache(seconds=KEPT_SECONDS, size=4096)
_keys: TtlCache[str, _Kept] = TtlCache(seconds=KEPT_SECONDS, size=256)
_residents: TtlCache[int, ResidentView] = TtlCache(seconds=RESIDENT_SECONDS, size=4096)
_version: TtlCache[int, int] = TtlCache(seconds=VERSION_SECONDS, size=1)


def forget() -> None:
    """Read from the database at the next request."""
    for cache in (_staff, _keys, _residents, _version):
        cache.forget()


def forget_resident(resident_id: int) -> None:
    """The same for one resident."""
    _residents.forget_one(resident_id)


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request; PUBLIC when nothing valid says who it is.

    An API key in `Authorization: Bearer …` wins over a session.
    """
    header = request.META.get("HTTP_AUTHORIZATION", "")
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
    """The actor of an API key, with the postings of the key's user; None for a bad key, and when
    its user holds no posting today.
    """
    name = sha256(token.encode()).hexdigest()
    stamp = _version.get(ROW, current_stamp) or 0
    found = _keys.get(name, lambda: _read_key(token, stamp))
    if found is not None and not found.holds(stamp):
        _keys.forget_one(name)
        found = _keys.get(name, lambda: _read_key(token, stamp))
    actor = found.now() if found is not None else None
    return actor if actor is not None and actor.postings else None


def current_stamp() -> int:
    """The version of who may do what, as committed."""
    return ChangeStamp.objects.filter(pk=ROW).values_list("version", flat=True).first() or 0


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
    an area, all with the posting's id. Whoever stands in for others today has their postings as
    well, except those of the three administrators, in whose stead nobody acts; but only as long
    as one holds a posting of one's own.
    """
    return _reached(_rows_of(user_id), user_id)


def _rows_of(user_id: int) -> tuple[_Row, ...]:
    rows = (
        Posting.objects.filter(_own_or_stood_in_for(user_id))
        .filter(valid__contains=clock.today(), body__active=True, user__is_active=True)
        .order_by("id")
        .values_list("id", "role", "body_id", "body__path", "area_id", "user_id", "user__name")
    )
    own = {(row[1], row[2], row[4]) for row in rows if row[5] == user_id}
    if not own:
        return ()
    return tuple(row for row in rows if row[5] == user_id or (row[1], row[2], row[4]) not in own)


def _reached(rows: Iterable[_Row], user_id: int | None) -> tuple[kernel_scope.Posting, ...]:
    return tuple(posting for row in rows for posting in _reach(row, user_id))


def _placed(rows: Iterable[_Row], user_id: int | None) -> tuple[kernel_scope.Posting, ...]:
    """The postings where their bodies are now; none at a body that is no longer active."""
    now = []
    for row in rows:
        body = body_by_id(row[2])
        if body is not None:
            now.append((*row[:3], body.path, *row[4:]))
    return _reached(now, user_id)


def _own_or_stood_in_for(user_id: int) -> Q:
    """Whose postings count, as a list of people: with an OR every posting of the city is read."""
    stands_in = StandIn.objects.filter(
        deputy_id=user_id, cancelled_at=None, valid__contains=clock.today()
    )
    people = User.objects.filter(pk=user_id).values("pk").union(stands_in.values("person_id"))
    return Q(user_id__in=people) & (Q(user_id=user_id) | ~Q(role__in=ADMIN_ROLES))


def _reach(row: _Row, user_id: int | None) -> list[kernel_scope.Posting]:
    """A posting, once for each area that it reaches."""
    posting_id, role, body_id, body_path, area_id, holder, name = row
    found = []
    for one in (area_id,) if area_id is not None else areas_of(body_id) or (None,):
        area = area_by_id(one) if one is not None else None
        found.append(
            kernel_scope.Posting(
                id=posting_id,
                role=role,
                body_id=body_id,
                body_path=body_path,
                area_id=area.id if area else None,
                area_path=area.path if area else "",
                for_user_id=holder if holder != user_id else None,
                for_name=name if holder != user_id else "",
            )
        )
    return found


def _staff_of_session(request: HttpRequest) -> Actor | None:
    """Checks the password hash of the session as Django does, without reading the user anew.

    None for somebody without a posting today: `request.duty_ended` then says why.
    """
    try:
        user_id = int(request.session[SESSION_KEY])
    except (TypeError, ValueError):
        return None
    staff = _staff_now(user_id, getattr(request.session, "stamp", None))
    if staff is None:
        return None
    # The password or the secret key changed: Django decides, and renews the session if it may.
    same = hmac.compare_digest(request.session.get(HASH_SESSION_KEY, ""), staff.session_hash)
    if not same and not (request.user.is_authenticated and request.user.pk == user_id):
        return None
    actor = staff.now()
    if not actor.postings:
        request.duty_ended = True  # type: ignore[attr-defined]
        return None
    return actor


def _staff_now(user_id: int, stamp: int | None) -> _Kept | None:
    """What is kept, if it was read under this version and today; else what the database says."""
    if stamp is None:  # a session that this very request has begun
        return _read_staff(user_id, -1)
    staff = _staff.get(user_id, lambda: _read_staff(user_id, stamp))
    if staff is not None and not staff.holds(stamp):
        _staff.forget_one(user_id)
        staff = _staff.get(user_id, lambda: _read_staff(user_id, stamp))
    return staff


def _read_staff(user_id: int, stamp: int) -> _Kept | None:
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    actor = Actor(kind="staff", user_id=user.pk, name=user.name)
    return _kept(actor, user.pk, stamp, user.get_session_auth_hash())


def _read_key(token: str, stamp: int) -> _Kept | None:
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
    kept = _kept(Actor(kind="api", user_id=key.user_id, name=key.name), key.user_id, stamp)
    return kept if kept.actor.postings else None


def _kept(actor: Actor, user_id: int, stamp: int, session_hash: str = "") -> _Kept:
    """With the postings of now. `stamp` was read before: what changes meanwhile is noticed."""
    rows = _rows_of(user_id)
    whole = replace(actor, postings=_reached(rows, user_id))
    return _Kept(whole, rows, stamp, clock.today(), clock.monotonic(), session_hash)


def _read_resident(resident_id: int) -> ResidentView | None:
    me = Actor(kind="resident", resident_id=resident_id)
    row = Resident.objects.visible_to(me).first()
    if row is None:
        return None
    name = mask_name(open_(row.name_sealed)) if row.name_sealed else ""
    return ResidentView(row.pk, name, row.language, row.large_type)
