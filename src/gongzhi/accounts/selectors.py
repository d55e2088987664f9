"""Reads of accounts for other domains and for pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import FilteredRelation, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.accounts import logwords
from gongzhi.accounts.models import AccessLog, Posting, Resident, StandIn, User
from gongzhi.accounts.roles import role_names
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.profiles.selectors import NoProfileError


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
    """One look at a resident's data, as told to that resident.

    `who` is the name in the log; `office` the body and post of that day. Residents are told the
    office: the law gives a right to know who handles personal information, that is the body
    (PIPL art. 17, 44, 45), and a clerk's own name is personal information too. Whoever doubts a
    look asks by its moment; the name stands in the log of the audit administrator.
    """

    at: datetime
    who: str
    kind: str
    subject: str
    purpose: str
    office: str = ""

    @property
    def number(self) -> str:
        """Of the order through which it was; empty for a row of the registers."""
        return "" if " " in self.subject else self.subject


_people: TtlCache[tuple[int, frozenset[str], date], tuple[Person, ...]] = TtlCache(
    seconds=3, size=4096
)
_LOOKS: Final = 200
_own_subjects: list[Callable[[int], Iterable[str]]] = []


def forget() -> None:
    """Read from the database at the next call."""
    _people.forget()


def people_at(*, body_id: int, roles: Iterable[str] = ()) -> tuple[Person, ...]:
    """Active users posted at a body today, in any of the roles (all when none is named), by name.

    Whoever is on leave is left out and the deputy stands there instead; a deputy of somebody who
    is there stands beside. At most 3 seconds old.
    """
    key = (body_id, frozenset(roles), clock.today())
    return _people.get(key, lambda: _read_people(*key)) or ()


def people_at_any(*, body_ids: Iterable[int], roles: Iterable[str]) -> list[Person]:
    """The same of several bodies at once, as it stands now: nobody twice, by name."""
    day = clock.today()
    rows = Posting.objects.filter(
        body_id__in=set(body_ids), role__in=set(roles), valid__contains=day, user__is_active=True
    )
    return _with_deputies(rows, "user__", day)


def _read_people(body_id: int, roles: frozenset[str], day: date) -> tuple[Person, ...] | None:
    rows = Posting.objects.filter(body_id=body_id, valid__contains=day, user__is_active=True)
    if roles:
        rows = rows.filter(role__in=sorted(roles))
    return tuple(_with_deputies(rows, "user__", day))


def _with_deputies(rows: QuerySet[Any], user: str, day: date) -> list[Person]:
    """The users of some rows, by name, with those who stand in for them that day; one query.

    `user` leads from a row to the user ("" or "user__").
    """
    away = FilteredRelation(
        f"{user}stand_ins",
        condition=Q(
            **{f"{user}stand_ins__valid__contains": day, f"{user}stand_ins__cancelled_at": None}
        ),
    )
    fields = (f"{user}id", f"{user}name", f"{user}language", "away__on_leave", "away__deputy_id",
              "away__deputy__name", "away__deputy__language", "away__deputy__is_active")  # fmt: skip
    there: dict[int, Person] = {}
    gone: set[int] = set()
    deputies: dict[int, Person] = {}
    for row in rows.annotate(away=away).values_list(*fields).distinct():
        person_id, name, language, on_leave, deputy_id, *deputy = row
        there[person_id] = Person(person_id, name, language)
        if on_leave:
            gone.add(person_id)
        if deputy_id is not None and deputy[2]:
            deputies[deputy_id] = Person(deputy_id, deputy[0], deputy[1])
    left = {**deputies, **{one.id: one for one in there.values() if one.id not in gone}}
    return sorted(
        (one for one in left.values() if one.id not in gone), key=lambda one: (one.name, one.id)
    )


def people(user_ids: Iterable[int]) -> list[Person]:
    """Those of these users who are active, by id."""
    rows = User.objects.filter(pk__in=list(user_ids), is_active=True).order_by("pk")
    return [Person(*row) for row in rows.values_list("pk", "name", "language")]


def reached_through(*, user_id: int) -> list[Person]:
    """Who gets what is meant for a user today: the user, or the deputy of whoever is on leave."""
    return _with_deputies(User.objects.filter(pk=user_id, is_active=True), "", clock.today())


def posted_at(*, user_id: int, body_id: int) -> bool:
    """Whether an active user holds a posting at a body today, or stands in for somebody who does."""
    day = clock.today()
    stood_in_for = StandIn.objects.filter(
        deputy_id=user_id, valid__contains=day, cancelled_at=None
    ).values("person_id")
    return (
        User.objects.filter(pk=user_id, is_active=True).exists()
        and Posting.objects.filter(
            Q(user_id=user_id) | Q(user_id__in=stood_in_for),
            body_id=body_id,
            valid__contains=day,
        ).exists()
    )


def addresses_of(*, resident_ids: Iterable[int]) -> dict[int, Address]:
    """Phone and language by resident, for sending messages that the system owes them."""
    rows = Resident.objects.marked().filter(pk__in=list(resident_ids), left_at=None)
    return {row.pk: Address(open_(row.phone_sealed), row.language) for row in rows}


def language_of(*, resident_id: int) -> str:
    """The language a resident chose, empty when none."""
    return languages_of(resident_ids=[resident_id]).get(resident_id, "")


def languages_of(*, resident_ids: Iterable[int]) -> dict[int, str]:
    """The same for many, by resident."""
    rows = Resident.objects.marked().filter(pk__in=list(resident_ids), left_at=None)
    return dict(rows.values_list("pk", "language"))


def register_own_subjects(read: Callable[[int], Iterable[str]]) -> None:
    """Rows of a domain above that are a resident's own, as the log names them ("people 7").

    There is one such domain: registering again replaces it.
    """
    _own_subjects[:] = [read]


def looks_at(*, resident_id: int) -> list[Look]:
    """Who looked at this resident's data, newest first, at most 200 (PIPL art. 45).

    Also at an own row before it was linked to the account: the log names only the row there.
    """
    own = [subject for read in _own_subjects for subject in read(resident_id)]
    asked = Q(resident_id=resident_id) | Q(resident_id=None, kind="open", subject__in=own)
    rows = list(
        AccessLog.objects.filter(asked).select_related("user").order_by("-at", "-id")[:_LOOKS]
    )
    return list(_told(rows).values())


def looks_by_log(log_ids: Iterable[int]) -> dict[int, Look]:
    """Lines of the log as looks, by their id."""
    return _told(list(AccessLog.objects.filter(pk__in=list(log_ids)).select_related("user")))


def _told(rows: Sequence[AccessLog]) -> dict[int, Look]:
    offices = _offices({row.user_id for row in rows if row.user_id})
    return {
        row.pk: Look(
            row.at, row.user.name if row.user else "", row.kind, row.subject,
            logwords.said(row.purpose),
            _office_on(offices.get(row.user_id or 0, ()), row.at)
            or (_("工作人员") if row.user_id else ""),
        )
        for row in rows
    }  # fmt: skip


def _offices(user_ids: set[int]) -> dict[int, list[Posting]]:
    """The postings of some users, latest first."""
    found: dict[int, list[Posting]] = {}
    rows = Posting.objects.filter(user_id__in=user_ids).select_related("body")
    for row in rows.order_by("-valid", "-id"):
        found.setdefault(row.user_id, []).append(row)
    return found


def _office_on(postings: Sequence[Posting], at: datetime) -> str:
    """Body and post of a day; several are named together. Empty where nobody was posted."""
    day = clock.local(at).date()
    if not postings:
        return ""
    english = (get_language() or "zh").startswith("en")
    try:
        names = role_names()
    except NoProfileError:  # before a city was set up
        names = {}
    told = [
        f"{(english and row.body.name_en) or row.body.name} · {names.get(row.role, row.role)}"
        for row in postings
        if row.valid.lower <= day and (row.valid.upper is None or day < row.valid.upper)
    ]
    return ("; " if english else "；").join(dict.fromkeys(told))


def is_demo() -> bool:
    """Whether this is a demo, with made-up people and an open inbox."""
    return bool(getattr(settings, "DEMO", False))


def program_accounts(user_ids: Iterable[int]) -> set[int]:
    """Those of these users that only programs use: they have a key and cannot log in."""
    rows = User.objects.filter(
        pk__in=list(user_ids), api_keys__isnull=False, password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    return set(rows.values_list("pk", flat=True))
