"""Reads for the pages of users: one page of people at a time, whatever the size of the city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.accounts.days import days_text
from gongzhi.accounts.models import HandOver, Posting, StandIn, User
from gongzhi.accounts.roles import role_names
from gongzhi.areas.selectors import AreaRef, area_by_id
from gongzhi.kernel import clock
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body

STATES: Final = ("posted", "unposted", "ending", "away", "nofactor", "blocked")
ENDING_DAYS: Final = 30
_SUGGESTED: Final = 20


@dataclass(frozen=True)
class UserFilters:
    """What the list is narrowed to; unknown values narrow to nothing of their own."""

    q: str = ""
    role: str = ""
    body: str = ""
    state: str = ""

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> UserFilters:
        """From a query string."""
        return cls(**{name: str(values.get(name) or "").strip()[:60] for name in _NAMES})

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in _NAMES)


# Programs log in with a key and have neither password nor second factor.
_PROGRAM: Final = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX, is_demo=False)
_FACTOR: Final = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
_NAMES: Final = ("q", "role", "body", "state")


@dataclass(frozen=True)
class PostingRow:
    """A posting as pages show it. `when` is now, later or past."""

    id: int
    role: str
    role_name: str
    body: str
    area: str
    days: str
    when: str
    hand_over: HandOver | None = None


@dataclass
class UserRow:
    """A person in the list, with what holds today or begins later."""

    id: int
    username: str
    name: str
    employee_number: str
    is_active: bool
    temporary: bool
    program: bool
    postings: list[PostingRow] = field(default_factory=list)
    stand_in: StandIn | None = None


def users_of(filters: UserFilters) -> QuerySet[User]:
    """The accounts of a list, by name."""
    today = clock.today()
    held = Posting.objects.filter(user=OuterRef("pk"), valid__contains=today)
    rows = User.objects.order_by("name", "id")
    if filters.q:
        rows = rows.filter(
            Q(name__icontains=filters.q)
            | Q(username__startswith=filters.q.lower())
            | Q(employee_number=filters.q)
        )
    if filters.body:
        body = body_named(filters.body)
        rows = rows.filter(Exists(held.filter(body_id=body.pk if body else 0)))
    if filters.role:
        rows = rows.filter(Exists(held.filter(role=filters.role)))
    if filters.state == "blocked":
        return rows.filter(is_active=False)
    if filters.state in STATES:
        rows = rows.filter(is_active=True)
    return _in_state(rows, filters.state, held)


def _in_state(rows: QuerySet[User], state: str, held: QuerySet[Posting]) -> QuerySet[User]:
    today = clock.today()
    match state:
        case "posted":
            return rows.filter(Exists(held))
        case "unposted":
            return rows.exclude(Exists(held))
        case "ending":
            soon = today + timedelta(days=ENDING_DAYS)
            return rows.filter(Exists(held.filter(valid__endswith__lte=soon)))
        case "away":
            away = StandIn.objects.filter(
                person=OuterRef("pk"), valid__contains=today, cancelled_at=None
            )
            return rows.filter(Exists(away))
        case "nofactor":
            return rows.filter(Exists(held)).exclude(Exists(_FACTOR)).exclude(_PROGRAM)
    return rows


def factors_set() -> tuple[int, int]:
    """Of the people who have a post today: how many have a second factor, and how many there are."""
    posted = users_of(UserFilters(state="posted")).exclude(_PROGRAM)
    return posted.filter(Exists(_FACTOR)).count(), posted.count()


def user_rows(users: Iterable[User]) -> list[UserRow]:
    """The people of one page, in three queries."""
    rows = {
        user.pk: UserRow(
            id=user.pk,
            username=user.username,
            name=user.name,
            employee_number=user.employee_number,
            is_active=user.is_active,
            temporary=user.temporary_until is not None,
            program=user.password.startswith(UNUSABLE_PASSWORD_PREFIX) and not user.is_demo,
        )
        for user in users
    }
    today = clock.today()
    held = Posting.objects.filter(user_id__in=rows).exclude(valid__fully_lt=(today, None))
    names = role_names()
    for posting in held.order_by("user_id", "valid", "id"):
        rows[posting.user_id].postings.append(posting_row(posting, names=names))
    away = StandIn.objects.filter(person_id__in=rows, valid__contains=today, cancelled_at=None)
    for stand_in in away.select_related("deputy"):
        rows[stand_in.person_id].stand_in = stand_in
    return list(rows.values())


def posting_row(
    posting: Posting, *, names: Mapping[str, str], hand_over: HandOver | None = None
) -> PostingRow:
    """One posting in the words of the page's language."""
    today, language = clock.today(), get_language() or "zh"
    body = orgs.body_by_id(posting.body_id)
    area = area_by_id(posting.area_id) if posting.area_id else None
    upper = posting.valid.upper
    when = "later" if posting.valid.lower > today else "now"
    return PostingRow(
        id=posting.pk,
        role=posting.role,
        role_name=names.get(posting.role, posting.role),
        body=body.label(language) if body else str(posting.body),
        area=area.label(language) if area and not _of_its_name(area, body) else "",
        days=days_text(posting.valid),
        when="past" if upper is not None and upper <= today else when,
        hand_over=hand_over,
    )


def _of_its_name(area: AreaRef, body: orgs.BodyRef | None) -> bool:
    """A body that is called as its area (大家村) is not said twice."""
    return body is not None and body.label("zh") == area.label("zh")


def postings_shown(user: User) -> list[PostingRow]:
    """All postings of a person, those that hold first."""
    names = role_names()
    rows = list(user.postings.select_related("body").order_by("-valid", "id"))
    plans = {
        one.posting_id: one
        for one in HandOver.objects.filter(posting__in=rows)
        .select_related("successor", "received_by")
        .order_by("id")
    }
    shown = [posting_row(row, names=names, hand_over=plans.get(row.pk)) for row in rows]
    return sorted(shown, key=lambda row: ("now", "later", "past").index(row.when))


def history_of(user: User) -> list[dict[str, Any]]:
    """What happened to the person's postings, newest first, from the history that triggers keep."""
    names, language = role_names(), get_language() or "zh"
    found = []
    events = Posting.pgh_event_model.objects.filter(user_id=user.pk).order_by("-pgh_id")[:200]  # type: ignore[attr-defined]
    for event in events:
        body = orgs.body_by_id(event.body_id)
        found.append(
            {
                "at": event.pgh_created_at,
                "what": _("设立") if event.pgh_label == "insert" else _("改期"),
                "role": names.get(event.role, event.role),
                "body": body.label(language) if body else str(event.body_id),
                "days": days_text(event.valid),
            }
        )
    return found


def stand_ins_of(user: User) -> list[StandIn]:
    """Leave and deputies of a person that have not passed."""
    rows = StandIn.objects.filter(person=user, cancelled_at=None)
    return list(
        rows.exclude(valid__fully_lt=(clock.today(), None))
        .select_related("deputy")
        .order_by("valid")
    )


def stood_in_for_by(user: User) -> list[StandIn]:
    """For whom the person stands in, now or later."""
    rows = StandIn.objects.filter(deputy=user, cancelled_at=None)
    return list(
        rows.exclude(valid__fully_lt=(clock.today(), None))
        .select_related("person")
        .order_by("valid")
    )


def body_named(text: str) -> Body | None:
    """An active body by its code, or by a name that only one has. `code 名称` is understood."""
    text = text.strip()
    rows = Body.objects.filter(active=True)
    found = rows.filter(code=text).first() or rows.filter(code=text.split(" ")[0]).first()
    if found is not None or not text:
        return found
    named = list(rows.filter(Q(name=text) | Q(short_name=text))[:2])
    return named[0] if len(named) == 1 else None


def suggested_bodies(text: str) -> list[Body]:
    """Bodies to choose from while typing."""
    text = text.strip()[:60]
    if not text:
        return []
    rows = Body.objects.filter(active=True).filter(
        Q(code__istartswith=text) | Q(name__icontains=text) | Q(short_name__icontains=text)
    )
    return list(rows.order_by("code")[:_SUGGESTED])


def user_named(text: str) -> User | None:
    """An active account by its user name; `zhang.san 张三` is understood."""
    name = text.strip().split(" ")[0].lower()
    return User.objects.filter(username=name, is_active=True).first() if name else None


def suggested_users(text: str, *, body_id: int | None = None) -> list[User]:
    """People to choose from while typing; of one body when it is named."""
    text = text.strip()[:40]
    rows = User.objects.filter(is_active=True)
    if body_id is not None:
        held = Posting.objects.filter(user=OuterRef("pk"), valid__contains=clock.today())
        rows = rows.filter(Exists(held.filter(body_id=body_id)))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__startswith=text.lower()))
    elif body_id is None:
        return []
    return list(rows.order_by("name", "id")[:_SUGGESTED])
