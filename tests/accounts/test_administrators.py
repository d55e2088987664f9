"""Three administrators, four eyes, and nobody for oneself: services and the database agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import (
    AccountEvent,
    AdminRequest,
    ApiKey,
    Posting,
    Session,
    StandIn,
    User,
)
from gongzhi.accounts.reading.security import LogFilters
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.accounts.services.appoint_first_admin import appoint_first_admin
from gongzhi.accounts.services.ask_for_admin import ask_for_admin, ask_to_end_admin
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.block_user import block_by_operator, block_user
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.create_user import create_user
from gongzhi.accounts.services.decide_admin import refuse_admin, release_admin
from gongzhi.accounts.services.edit_user import edit_user
from gongzhi.accounts.services.end_sessions import end_sessions
from gongzhi.accounts.services.export_log import export_log
from gongzhi.accounts.services.hand_over_posting import hand_over_posting
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.accounts.services.manage_api_keys import issue_key, revoke_key
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.accounts.services.post_person import post_person
from gongzhi.accounts.services.reset_password import reset_password
from gongzhi.accounts.services.stand_in import appoint_stand_in
from gongzhi.accounts.services.unlock_login import unlock_login
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid
from gongzhi.kernel.scope import SYSTEM, Actor

from .conftest import PASSWORD, City

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("named_roles")


class Three:
    def __init__(self, city: City, handler: User) -> None:
        self.city, self.handler = city, handler
        self.users: dict[str, User] = {}
        for role in ADMIN_ROLES:
            self.users[role] = create_staff(username=role, name=role, password=PASSWORD)
            assign_posting(user=self.users[role], role=role, body=city.office)

    def actor(self, role: str) -> Actor:
        return actor_of_user(self.users[role])

    def ask(self, role: str = "auditadmin", **more: Any) -> AdminRequest:
        values = {"user": self.handler, "role": role, "body": self.city.office, "reason": "增设"}
        return ask_for_admin(actor=self.actor("sysadmin"), **{**values, **more})


@pytest.fixture
def three(city: City, handler: User) -> Three:
    return Three(city, handler)


def everything() -> tuple[Any, ...]:
    return (
        list(Posting.objects.order_by("id").values_list("id", "user_id", "role", "valid")),
        list(User.objects.order_by("id").values_list("id", "password", "is_active", "name")),
        list(AdminRequest.objects.order_by("id").values_list("id", "state")),
        list(ApiKey.objects.order_by("id").values_list("id", "revoked_at")),
        AccountEvent.objects.count(),
    )


def test_the_database_lets_nobody_be_two_of_the_three(three: Three) -> None:
    today = clock.today()
    secadmin = three.users["secadmin"]
    for days in ((today, None), (today + 9 * DAY, today + 10 * DAY)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.create(
                user=secadmin, role="auditadmin", body=three.city.office, valid=DateRange(*days)
            )
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.filter(role="auditadmin").update(user=secadmin)
    assert Posting.objects.filter(user=secadmin).count() == 1
    # One after the other is allowed, and ordinary roles beside are.
    row = Posting.objects.get(user=secadmin)
    row.valid = DateRange(today - 9 * DAY, today)
    row.save()
    Posting.objects.create(
        user=secadmin, role="auditadmin", body=three.city.office, valid=DateRange(today, None)
    )
    assign_posting(user=secadmin, role="handler", body=three.city.bureau)


def test_an_administrator_is_made_by_two(three: Three) -> None:
    request = three.ask()
    assert Posting.objects.filter(user=three.handler, role="auditadmin").count() == 0
    with pytest.raises(Conflict):
        three.ask()
    release_admin(actor=three.actor("secadmin"), request=request)
    assert "auditadmin" in actor_of_user(three.handler).roles
    kinds = list(AccountEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["admin_asked", "admin_released"]
    with pytest.raises(Conflict):
        release_admin(actor=three.actor("secadmin"), request=request)


def test_nobody_decides_alone_or_about_oneself(three: Three) -> None:
    request = three.ask()
    sysadmin = three.users["sysadmin"]
    before = everything()
    for attempt in (
        lambda: release_admin(actor=three.actor("sysadmin"), request=request),
        lambda: release_admin(actor=three.actor("auditadmin"), request=request),
        lambda: three.ask(user=sysadmin),
        lambda: ask_for_admin(
            actor=three.actor("secadmin"), user=three.handler, role="secadmin",
            body=three.city.office, reason="x"),
        lambda: post_person(
            actor=three.actor("sysadmin"), user=three.handler, role="secadmin",
            body=three.city.office),
        lambda: post_person(
            actor=three.actor("sysadmin"), user=sysadmin, role="handler", body=three.city.office),
        lambda: hand_over_posting(
            actor=three.actor("sysadmin"), posting=three.users["auditadmin"].postings.get()),
    ):  # fmt: skip
        with pytest.raises(Denied):
            attempt()
    assert everything() == before
    with pytest.raises(IntegrityError), transaction.atomic():
        AdminRequest.objects.filter(pk=request.pk).update(
            state="released", decided_by=sysadmin, decided_at=clock.now()
        )


def test_a_security_administrator_does_not_release_what_concerns_them(three: Three) -> None:
    posting = three.users["secadmin"].postings.get()
    request = ask_to_end_admin(actor=three.actor("sysadmin"), posting=posting, reason="调离")
    with pytest.raises(Denied):
        release_admin(actor=three.actor("secadmin"), request=request)
    assert Posting.objects.get(pk=posting.pk).valid.upper is None


def test_two_of_three_are_refused_with_a_sentence(three: Three) -> None:
    for role in ("sysadmin", "auditadmin"):
        with pytest.raises(Conflict, match="三个人"):
            three.ask(role, user=three.users["secadmin"])
    # Asked for twice before the first is released: the second release is refused.
    first, second = three.ask("auditadmin"), three.ask("secadmin")
    release_admin(actor=three.actor("secadmin"), request=first)
    with pytest.raises(Conflict):
        release_admin(actor=three.actor("secadmin"), request=second)
    assert AdminRequest.objects.get(pk=second.pk).state == "asked"


@pytest.mark.parametrize("role", ["auditadmin", "sysadmin"])
def test_the_last_one_stays(three: Three, role: str) -> None:
    asker = create_staff(username="second", name="第二", password=PASSWORD)
    assign_posting(user=asker, role="sysadmin", body=three.city.office)
    posting = three.users[role].postings.get()
    request = ask_to_end_admin(actor=actor_of_user(asker), posting=posting, reason="调离")
    if role == "sysadmin":  # another one is there
        release_admin(actor=three.actor("secadmin"), request=request)
        assert actor_of_user(three.users[role]).postings == ()
        return
    with pytest.raises(Conflict, match="只剩这一位"):
        release_admin(actor=three.actor("secadmin"), request=request)
    with pytest.raises(Conflict, match="只剩这一位"):
        block_by_operator(user=three.users[role], reason="离职")
    assert actor_of_user(three.users[role]).roles == {role}


def test_refusing_needs_a_reason_and_changes_nothing_else(three: Three) -> None:
    request = three.ask()
    with pytest.raises(Invalid):
        refuse_admin(actor=three.actor("secadmin"), request=request, reason=" ")
    refuse_admin(actor=three.actor("secadmin"), request=request, reason="人手够了")
    request.refresh_from_db()
    assert (request.state, request.answer) == ("refused", "人手够了")
    assert Posting.objects.filter(user=three.handler, role="auditadmin").count() == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        AdminRequest.objects.filter(pk=request.pk).update(state="asked", decided_by=None)


def test_none_of_the_three_acts_for_another(three: Three) -> None:
    handler, key = three.handler, issue_api_key(user=three.handler, name="接口").key
    Session.objects.create(session_key="x", user_id=handler.pk, session_data="",
                           expire_date=clock.now() + DAY)  # fmt: skip
    acts: dict[str, list[Callable[[Actor], Any]]] = {
        "sysadmin": [
            lambda a: create_user(actor=a, username="new.one", name="新人"),
            lambda a: edit_user(actor=a, user=handler, name="改名", phone="", employee_number=""),
            lambda a: post_person(actor=a, user=handler, role="handler", body=three.city.office),
            lambda a: reset_password(actor=a, user=handler),
            lambda a: block_user(actor=a, user=handler, reason="x"),
            lambda a: hand_over_posting(actor=a, posting=handler.postings.first()),  # type: ignore[arg-type]
        ],
        "secadmin": [
            lambda a: unlock_login(actor=a, username="handler"),
            lambda a: end_sessions(actor=a, user=handler),
            lambda a: issue_key(actor=a, user=handler, name="对接"),
            lambda a: revoke_key(actor=a, key=key),
        ],
        "auditadmin": [lambda a: export_log(actor=a, filters=LogFilters())],
    }
    before = everything()
    for role, mine in acts.items():
        others = [three.actor(other) for other in ADMIN_ROLES if other != role]
        program = Actor(kind="api", user_id=1, postings=three.actor(role).postings)
        for actor in (*others, actor_of_user(handler), program, SYSTEM):
            for act in mine:
                with pytest.raises(Denied):
                    act(actor)
    assert everything() == before
    assert Session.objects.count() == 1


def test_an_administrators_account_is_out_of_reach(three: Three) -> None:
    before = everything()
    for role in ("secadmin", "auditadmin"):
        user = three.users[role]
        for act in (
            lambda user=user: reset_password(actor=three.actor("sysadmin"), user=user),
            lambda user=user: block_user(actor=three.actor("sysadmin"), user=user, reason="x"),
            lambda user=user: issue_key(actor=three.actor("secadmin"), user=user, name="x"),
        ):
            with pytest.raises(Denied):
                act()
    assert everything() == before


def test_nobody_gives_oneself_anothers_powers(three: Three) -> None:
    """Neither as a deputy, nor as a successor, nor by the number that a login service knows."""
    admin, sysadmin = three.actor("sysadmin"), three.users["sysadmin"]
    [posting] = three.handler.postings.all()
    assign_posting(user=sysadmin, role="handler", body=posting.body)
    today = clock.today()
    before = everything()
    for act in (
        lambda: appoint_stand_in(
            actor=admin, person=three.handler, deputy=sysadmin, since=today, until=today + DAY,
            on_leave=False,
        ),
        lambda: hand_over_posting(actor=admin, posting=posting, successor=sysadmin),
    ):  # fmt: skip
        with pytest.raises(Denied, match="不能给自己办"):
            act()
    assert (everything(), StandIn.objects.count()) == (before, 0)
    assert actor_of_user(sysadmin).roles == {"sysadmin", "handler"}


def test_an_administrators_number_is_out_of_reach(three: Three) -> None:
    """Whoever sets the number that a login service goes by could log in as the administrator."""
    for role in ADMIN_ROLES:
        user = three.users[role]
        with pytest.raises(Denied, match="管理员的账号"):
            edit_user(
                actor=three.actor("sysadmin"), user=user, name=user.name, phone="",
                employee_number="E-1",
            )  # fmt: skip
        user.refresh_from_db()
        assert user.employee_number == ""
    secadmin = three.users["secadmin"]
    edit_user(
        actor=three.actor("sysadmin"), user=secadmin, name="改名", phone="", employee_number=""
    )
    assert AccountEvent.objects.filter(kind="user_edited", target=secadmin).count() == 1


def test_the_first_ones_are_made_on_the_server_only_while_there_are_none(
    city: City, handler: User
) -> None:
    appoint_first_admin(user=handler, role="sysadmin", body=city.office)
    with pytest.raises(Conflict, match="三个人"):
        appoint_first_admin(user=handler, role="secadmin", body=city.office)
    other = create_staff(username="other", name="示例", password=PASSWORD)
    with pytest.raises(Conflict, match="已经有"):
        appoint_first_admin(user=other, role="sysadmin", body=city.office)
    appoint_first_admin(user=other, role="secadmin", body=city.office)
    assert AccountEvent.objects.filter(kind="first_admin").count() == 2


def test_the_account_log_cannot_be_changed(handler: User) -> None:
    row = note_account_event(actor=SYSTEM, kind="user_enabled", target=handler)
    rows = AccountEvent.objects.filter(pk=row.pk)
    for change in (lambda: rows.update(who="别人"), lambda: rows.update(target=None), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AccountEvent.objects.get().who == "系统"
    with pytest.raises(ValueError, match="nothing"):
        note_account_event(actor=SYSTEM, kind="nothing")


def test_the_audit_reads_and_its_export_is_logged(three: Three) -> None:
    three.ask()
    data, count = export_log(actor=three.actor("auditadmin"), filters=LogFilters(log="events"))
    assert (count, data[:2]) == (1, b"PK")
    last = AccountEvent.objects.order_by("-id").first()
    assert last is not None
    assert (last.kind, last.values) == ("exported", {"what": "events", "count": 1})


def test_a_security_administrator_ends_sessions_and_keys(three: Three) -> None:
    handler = three.handler
    Session.objects.create(session_key="x", user_id=handler.pk, session_data="",
                           expire_date=clock.now() + DAY)  # fmt: skip
    secadmin = three.actor("secadmin")
    assert end_sessions(actor=secadmin, user=handler) == 1
    issued = issue_key(actor=secadmin, user=handler, name="对接")
    revoke_key(actor=secadmin, key=issued.key)
    with pytest.raises(GongzhiError):
        revoke_key(actor=secadmin, key=issued.key)
    told = str(list(AccountEvent.objects.values_list("values", flat=True)))
    assert issued.token.split("_", 2)[2] not in told
