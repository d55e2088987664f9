"""Leave that somebody enters for themself: by the office's rules, to colleagues, the head told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts import actor as actors
from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import AccountEvent, StandIn, User
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.take_leave import colleagues_of, end_own_leave, take_leave
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message

from .conftest import NOON, PASSWORD, City

TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.usefixtures("named_roles")


class Office:
    """A bureau with two handlers and a head, and a stranger in another body."""

    def __init__(self, city: City) -> None:
        self.ann = self.one("ann", "handler", city.bureau)
        self.ben = self.one("ben", "handler", city.bureau)
        self.head = self.one("head", "body_head", city.bureau)
        self.away = self.one("away", "handler", city.office)

    @staticmethod
    def one(name: str, role: str, body: Any) -> User:
        user = create_staff(username=name, name=f"示例{name}", password=PASSWORD)
        assign_posting(user=user, role=role, body=body, since=date(2026, 1, 1))
        return user

    def leave(self, user: User, **more: Any) -> StandIn:
        values: dict[str, Any] = {
            "deputy": self.ben, "since": TODAY, "until": TODAY + timedelta(days=3),
        } | more  # fmt: skip
        return take_leave(actor=actor_of_user(user), **values)


@pytest.fixture
def office(city: City) -> Any:
    with clock.frozen(NOON):
        actors.forget()
        yield Office(city)
        actors.forget()


def told(kind: str) -> set[str]:
    rows = Message.objects.filter(kind=kind).select_related("user")
    return {row.user.username for row in rows if row.user}


def test_leave_begins_and_the_head_and_the_deputy_are_told(office: Office) -> None:
    assert [user.username for user in colleagues_of(office.ann.pk)] == ["ben", "head"]
    row = office.leave(office.ann, deputy=office.head)
    assert (row.person_id, row.deputy_id, row.on_leave) == (office.ann.pk, office.head.pk, True)
    assert row.made_by_id == office.ann.pk
    assert told("leave_taken") == {"head"}
    # The deputy acts for the person at once; the record has both names.
    acting = actor_of_user(office.head)
    assert {posting.for_user_id for posting in acting.postings} == {None, office.ann.pk}
    assert AccountEvent.objects.get().kind == "stand_in_made"


def test_somebody_must_be_there(office: Office) -> None:
    # Without a deputy only while a colleague holds the role: the head is one of a kind.
    office.leave(office.ann, deputy=None)
    with pytest.raises(Invalid) as caught:
        office.leave(office.head, deputy=None)
    assert caught.value.field == "deputy"
    assert StandIn.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"since": TODAY - timedelta(days=1)}, Invalid, "since"),
        ({"until": TODAY}, Invalid, "until"),
        ({"until": TODAY + timedelta(days=400)}, Invalid, "until"),
        ({"deputy": "ann"}, Invalid, "deputy"),
        ({"deputy": "away"}, Invalid, "deputy"),
        ({"deputy": None, "on_leave": False}, Invalid, "deputy"),
    ],
)
def test_refusals(
    office: Office, more: dict[str, Any], error: type[GongzhiError], field: str
) -> None:
    if isinstance(more.get("deputy"), str):
        more = more | {"deputy": getattr(office, more["deputy"])}
    with pytest.raises(error) as caught:
        office.leave(office.ann, **more)
    assert caught.value.field == field
    assert not StandIn.objects.exists()
    assert not Message.objects.exists()


def test_back_earlier_and_nobody_elses(office: Office) -> None:
    row = office.leave(office.ann)
    with pytest.raises(Conflict):
        office.leave(office.ann)
    with pytest.raises(NotFound):
        end_own_leave(actor=actor_of_user(office.ben), stand_in_id=row.pk)
    with pytest.raises(Denied):
        take_leave(
            actor=Actor("resident", resident_id=1), deputy=None, since=TODAY,
            until=TODAY + timedelta(days=1),
        )  # fmt: skip
    row.refresh_from_db()
    assert row.cancelled_at is None
    end_own_leave(actor=actor_of_user(office.ann), stand_in_id=row.pk)
    row.refresh_from_db()
    assert row.cancelled_at == NOON
    assert told("leave_cancelled") == {"ben", "head"}
    with pytest.raises(Conflict):
        end_own_leave(actor=actor_of_user(office.ann), stand_in_id=row.pk)


def test_the_page(office: Office, client: Client) -> None:
    client.force_login(office.ann)
    page = client.get("/me/leave/").content.decode()
    assert "示例ben" in page
    assert "示例away" not in page
    values = {"kind": "leave", "since": "2026-11-25", "last": "2026-11-26"}
    stranger = client.post("/me/leave/", values | {"deputy": office.away.pk})
    assert stranger.status_code == 422
    assert not StandIn.objects.exists()
    assert client.post("/me/leave/", values | {"deputy": office.ben.pk}).status_code == 302
    row = StandIn.objects.get()
    assert (row.valid.lower, row.last_day) == (date(2026, 11, 25), date(2026, 11, 26))
    page = client.get("/me/leave/").content.decode()
    assert "示例ben代理" in page
    assert client.post(f"/me/leave/{row.pk}/cancel/").status_code == 302
    assert "没有登记请假或代理" in client.get("/me/leave/").content.decode()
