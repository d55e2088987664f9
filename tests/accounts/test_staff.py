"""Accounts, postings, keys, the access log, and the actor that follows from them."""

import logging
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import RequestFactory

from gongzhi.accounts.actor import actor_of, actor_of_key, actor_of_user, postings_of
from gongzhi.accounts.models import AccessLog, ApiKey, Posting, Resident, User
from gongzhi.accounts.selectors import looks_at, people_at, posted_at
from gongzhi.accounts.services.assign_posting import assign_posting, end_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.accounts.services.issue_api_key import issue_api_key, revoke_api_key
from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import PUBLIC, Actor

from .conftest import NOON, PASSWORD, City, forget_all


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("username", {"username": "有汉字"}),
        ("username", {"username": "ab"}),
        ("name", {"name": " "}),
        ("password", {"password": "short"}),
        ("password", {"password": "1234567890123"}),
        ("password", {"password": "password123"}),
        ("phone", {"phone": "110"}),
    ],
)
def test_a_bad_account_is_refused(db, field: str, change: dict[str, str]) -> None:
    values = {"username": "zhang.san", "name": "示例张", "password": PASSWORD} | change
    with pytest.raises(Invalid) as error:
        create_staff(**values)
    assert error.value.field == field
    assert User.objects.count() == 0


def test_an_account_has_a_hash_and_a_sealed_phone(db) -> None:
    user = create_staff(username="Zhang.San", name="示例张", password=PASSWORD, phone="13800000001")
    row = User.objects.get()
    assert row.username == "zhang.san"
    assert PASSWORD not in row.password
    assert row.check_password(PASSWORD)
    assert "13800000001" not in row.phone_sealed
    with pytest.raises(Conflict):
        create_staff(username="zhang.san", name="示例李", password=PASSWORD)
    assert User.objects.get() == user


def test_postings_follow_days_bodies_and_areas(city: City, handler: User) -> None:
    today = clock.today()
    assign_posting(user=handler, role="grid_worker", body=city.office, area=city.grid)
    assign_posting(user=handler, role="past", body=city.bureau, since=today - timedelta(9),
                   until=today)  # fmt: skip
    assign_posting(user=handler, role="future", body=city.bureau, since=today + timedelta(1))
    actor = actor_of_user(handler)
    assert actor.roles == {"handler", "grid_worker"}
    by_role = {posting.role: posting for posting in actor.postings}
    county, street, grid = city.county.pk, city.street.pk, city.grid.pk
    assert by_role["handler"].body_path == f"{city.bureau.pk}."
    assert by_role["handler"].area_path == f"{county}."
    assert by_role["grid_worker"].area_path == f"{county}.{street}.{grid}."
    with clock.frozen(clock.now() + timedelta(days=1)):
        forget_all()
        assert "future" in actor_of_user(handler).roles


def test_a_posting_reaches_every_area_that_its_body_serves(city: City, handler: User) -> None:
    posting = assign_posting(user=handler, role="body_head", body=city.firm)
    heads = [p for p in postings_of(user_id=handler.pk) if p.role == "body_head"]
    assert {p.area_id for p in heads} == {city.grid.pk, city.street.pk}
    assert {p.id for p in heads} == {posting.pk}


def test_postings_do_not_double_and_end(city: City, handler: User) -> None:
    with pytest.raises(Conflict):
        assign_posting(user=handler, role="handler", body=city.bureau)
    with pytest.raises(Invalid) as error:
        assign_posting(user=handler, role="handler", body=city.bureau,
                       since=date(2026, 1, 2), until=date(2026, 1, 2))  # fmt: skip
    assert error.value.field == "until"
    posting = Posting.objects.get()
    end_posting(posting=posting, on=clock.today() + timedelta(days=3))
    assert posted_at(user_id=handler.pk, body_id=city.bureau.pk)
    end_posting(posting=posting)
    assert Posting.objects.count() == 0
    assert not posted_at(user_id=handler.pk, body_id=city.bureau.pk)
    assert posting.__class__.pgh_event_model.objects.count() == 2  # made, shortened


def test_people_at_a_body(city: City, handler: User) -> None:
    boss = create_staff(username="boss", name="示例主任", password=PASSWORD)
    assign_posting(user=boss, role="body_head", body=city.bureau)
    assign_posting(user=boss, role="handler", body=city.bureau)
    assert [p.id for p in people_at(body_id=city.bureau.pk, roles=["body_head"])] == [boss.pk]
    assert {p.id for p in people_at(body_id=city.bureau.pk)} == {boss.pk, handler.pk}
    assert len(people_at(body_id=city.bureau.pk)) == 2
    User.objects.filter(pk=boss.pk).update(is_active=False)
    forget_all()
    assert people_at(body_id=city.bureau.pk, roles=["body_head"]) == ()


def bearer(token: str):
    return RequestFactory().get("/", HTTP_AUTHORIZATION=f"Bearer {token}")


def test_a_key_acts_with_its_users_postings(handler: User, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        issued = issue_api_key(user=handler, name="热线接口")
        actor = actor_of(bearer(issued.token))
    assert (actor.kind, actor.user_id, actor.name) == ("api", handler.pk, "热线接口")
    assert actor.roles == {"handler"}
    row = ApiKey.objects.get()
    secret = issued.token.rsplit("_", 1)[0] and issued.token.split("_", 2)[2]
    assert secret not in row.secret_hash
    assert len(row.secret_hash) == 64
    assert row.prefix in issued.token
    assert secret not in repr(issued)
    assert secret not in "".join(
        r.getMessage() for r in caplog.records if not r.name.startswith("django.db")
    )


def test_a_warm_key_costs_no_query(handler: User, django_assert_num_queries) -> None:
    token = issue_api_key(user=handler, name="热线接口").token
    assert actor_of_key(token) is not None
    with django_assert_num_queries(0):
        assert actor_of_key(token) == actor_of(bearer(token))


def test_bad_keys_are_nobody(handler: User) -> None:
    issued = issue_api_key(user=handler, name="热线接口")
    good = issued.token
    assert actor_of(bearer(good[:-1] + ("A" if good[-1] != "A" else "B"))) == PUBLIC
    for bad in ("", "x", "gz_", f"{good}x", "gz_0000000000_" + "a" * 43):
        assert actor_of_key(bad) is None
    revoke_api_key(key=issued.key)
    assert actor_of_key(good) is None


def test_a_blocked_users_key_is_nobody(handler: User) -> None:
    token = issue_api_key(user=handler, name="热线接口").token
    User.objects.update(is_active=False)
    assert actor_of_key(token) is None


def test_a_look_is_logged_and_shown_to_the_person(handler: User) -> None:
    resident = ensure_resident(phone="13800000001", at=NOON)
    actor = actor_of_user(handler)
    log_access(actor=actor, kind="contact", subject="QA1", purpose="回电核实", resident=resident,
               at=NOON)  # fmt: skip
    looks = looks_at(resident_id=resident.pk)
    assert [(look.who, look.kind, look.subject, look.purpose, look.at) for look in looks] == [
        ("示例经办", "contact", "QA1", "回电核实", NOON)
    ]
    program = Actor(kind="api", user_id=handler.pk, name="热线接口")
    row = log_access(actor=program, kind="export", subject="worklist", purpose="月报")
    assert row.purpose == "[热线接口] 月报"
    for nobody in (PUBLIC, Actor(kind="resident", resident_id=resident.pk)):
        with pytest.raises(Denied):
            log_access(actor=nobody, kind="contact", subject="QA1", purpose="x")
    with pytest.raises(Invalid):
        log_access(actor=actor, kind="contact", subject="QA1", purpose="  ")
    assert AccessLog.objects.count() == 2


def test_the_access_log_cannot_be_changed(handler: User) -> None:
    resident = ensure_resident(phone="13800000001", at=NOON)
    row = log_access(actor=actor_of_user(handler), kind="contact", subject="QA1", purpose="回电",
                     resident=resident)  # fmt: skip
    rows = AccessLog.objects.filter(pk=row.pk)
    for change in (
        lambda: rows.update(purpose="别的"),
        lambda: rows.update(at=NOON),
        lambda: rows.update(user=None),
        rows.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert AccessLog.objects.get().purpose == "回电"
    Resident.reached.get(pk=resident.pk).delete()
    assert AccessLog.objects.get().resident_id is None


def test_the_access_log_goes_after_six_months(handler: User) -> None:
    old = clock.now() - timedelta(days=190)
    log_access(actor=actor_of_user(handler), kind="contact", subject="QA1", purpose="回电", at=old)
    assert AccessLog.objects.all().delete()[0] == 1
