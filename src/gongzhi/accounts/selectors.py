"""Reads of accounts for other domains and for pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from gongzhi.accounts.models import AccessLog, Posting, Resident, User
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.ttlcache import TtlCache


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff as others see them."""

    id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a resident's messages go."""

    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a resident's data, as told to that resident."""

    at: datetime
    who: str
    kind: str
    subject: str
    purpose: str


_people: TtlCache[tuple[int, frozenset[str]], tuple[Person, ...]] = TtlCache(seconds=3, size=4096)
_LOOKS: Final = 200


def forget() -> None:
    """Read from the database at the next call."""
    _people.forget()


def people_at(*, body_id: int, roles: Iterable[str] = ()) -> tuple[Person, ...]:
    """Active users posted at a body today, in any of the roles (all when none is named), by name.

    At most 3 seconds old.
    """
    key = (body_id, frozenset(roles))
    return _people.get(key, lambda: _read_people(*key)) or ()


def _read_people(body_id: int, roles: frozenset[str]) -> tuple[Person, ...] | None:
    rows = Posting.objects.filter(
        body_id=body_id, valid__contains=clock.today(), user__is_active=True
    )
    if roles:
        rows = rows.filter(role__in=sorted(roles))
    found = rows.order_by("user__name", "user_id").values_list(
        "user_id", "user__name", "user__language"
    )
    return tuple(Person(*row) for row in found.distinct())


def people(user_ids: Iterable[int]) -> list[Person]:
    """Those of these users who are active, by id."""
    rows = User.objects.filter(pk__in=list(user_ids), is_active=True).order_by("pk")
    return [Person(*row) for row in rows.values_list("pk", "name", "language")]


def posted_at(*, user_id: int, body_id: int) -> bool:
    """Whether an active user holds a posting at a body today."""
    return Posting.objects.filter(
        user_id=user_id, body_id=body_id, valid__contains=clock.today(), user__is_active=True
    ).exists()


def addresses_of(*, resident_ids: Iterable[int]) -> dict[int, Address]:
    """Phone and language by resident, for sending messages that the system owes them."""
    rows = Resident.objects.marked().filter(pk__in=list(resident_ids))
    return {row.pk: Address(open_(row.phone_sealed), row.language) for row in rows}


def language_of(*, resident_id: int) -> str:
    """The language a resident chose, empty when none."""
    return languages_of(resident_ids=[resident_id]).get(resident_id, "")


def languages_of(*, resident_ids: Iterable[int]) -> dict[int, str]:
    """The same for many, by resident."""
    rows = Resident.objects.marked().filter(pk__in=list(resident_ids))
    return dict(rows.values_list("pk", "language"))


def looks_at(*, resident_id: int) -> list[Look]:
    """Who looked at this resident's data, newest first, at most 200 (PIPL art. 45)."""
    rows = AccessLog.objects.filter(resident_id=resident_id).select_related("user")
    return [
        Look(row.at, row.user.name if row.user else "", row.kind, row.subject, row.purpose)
        for row in rows.order_by("-at", "-id")[:_LOOKS]
    ]


def is_demo() -> bool:
    """Whether this is a demo, with made-up people and an open inbox."""
    return bool(getattr(settings, "DEMO", False))


def program_accounts(user_ids: Iterable[int]) -> set[int]:
    """Those of these users that only programs use: they have a key and cannot log in."""
    rows = User.objects.filter(
        pk__in=list(user_ids), api_keys__isnull=False, password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    return set(rows.values_list("pk", flat=True))
