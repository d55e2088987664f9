"""Logging in and out in the browser's way: lock-out, rotation, time-out, next."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.http import HttpRequest, JsonResponse
from django.test import Client, override_settings
from django.urls import include, path

from gongzhi.accounts.models import Resident, User
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.kernel import clock
from gongzhi.notify.models import DemoText
from gongzhi.web.access import resident_only, staff_only

from .conftest import NOON, PASSWORD, City, forget_all
from .test_codes import last_code

WRONG = "账号或密码不对，请重试。"


def who(request: HttpRequest) -> JsonResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return JsonResponse({"kind": actor.kind, "id": actor.user_id or actor.resident_id})


@staff_only("handler")
def desk(request: HttpRequest) -> JsonResponse:
    return who(request)


urlpatterns = [
    path("who/", who),
    path("for-handlers/", desk),
    path("for-residents/", resident_only(who)),
    path("", include("gongzhi.config.urls")),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def log_in(client: Client, username: str = "handler", password: str = PASSWORD, **more: str):
    return client.post("/login/", {"username": username, "password": password, **more})


def kind(client: Client) -> str:
    return client.get("/who/").json()["kind"]


def test_strangers_are_public(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert kind(client) == "public"


def test_login_rotates_the_session_and_goes_to_the_desk(client: Client, handler: User) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    response = log_in(client, " Handler ")
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert client.session.session_key != before
    assert client.get("/who/").json() == {"kind": "staff", "id": handler.pk}
    assert client.get("/login/")["Location"] == "/desk/"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("grid_worker", "/field/"),
        ("grid_head", "/field/"),
        ("commander", "/command/"),
        ("street_director", "/desk/director/"),
    ],
)
def test_each_role_has_its_front(client: Client, city: City, role: str, page: str) -> None:
    user = create_staff(username="somebody", name="示例", password=PASSWORD)
    assign_posting(user=user, role=role, body=city.office)
    assert log_in(client, "somebody")["Location"] == page


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("/desk/orders/QA1/", "/desk/orders/QA1/"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
    ],
)
def test_next_leads_to_this_site_only(
    client: Client, handler: User, target: str, page: str
) -> None:
    assert log_in(client, next=target)["Location"] == page


def test_wrong_name_wrong_password_and_blocked_read_the_same(
    client: Client, handler: User, city: City
) -> None:
    blocked = create_staff(username="blocked", name="示例", password=PASSWORD)
    assign_posting(user=blocked, role="handler", body=city.office)
    User.objects.filter(pk=blocked.pk).update(is_active=False)
    answers = [
        log_in(client, "handler", "wrong-password"),
        log_in(client, "nobody-here"),
        log_in(client, "blocked"),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert WRONG in answer.content.decode()
    assert kind(client) == "public"


def test_without_a_posting_one_is_told(client: Client, db) -> None:
    create_staff(username="newcomer", name="示例", password=PASSWORD)
    assert "没有岗位" in log_in(client, "newcomer").content.decode()
    assert kind(client) == "public"


@override_settings(AXES_ENABLED=True)
@pytest.mark.parametrize("username", ["handler", "nobody-here"])
def test_five_failures_lock(client: Client, handler: User, username: str) -> None:
    for _ in range(4):
        assert log_in(client, username, "wrong-password").status_code == 200
    locked = log_in(client, username, "wrong-password")
    assert locked.status_code == 429
    assert "请15分钟后再试" in locked.content.decode()
    right = log_in(client, username)
    assert right.status_code == 429
    assert kind(client) == "public"
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert log_in(elsewhere, "handler").status_code == 302
    assert "wrong-password" not in "".join(
        str(row.post_data) + str(row.get_data) for row in AccessAttempt.objects.all()
    )


@override_settings(AXES_ENABLED=True)
def test_success_forgets_failures(client: Client, handler: User) -> None:
    for _ in range(2):
        for _ in range(4):
            log_in(client, password="wrong-password")
        assert log_in(client).status_code == 302
        client.post("/logout/")


def test_csrf_is_asked_for(handler: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict).status_code == 403
    assert strict.post("/code/", {"phone": "13800000001"}).status_code == 403


def test_logout_needs_a_post(client: Client, handler: User) -> None:
    log_in(client)
    assert client.get("/logout/").status_code == 405
    assert kind(client) == "staff"
    assert client.post("/logout/")["Location"] == "/login/"
    assert kind(client) == "public"


def test_thirty_minutes_of_nothing_end_the_session(client: Client, handler: User) -> None:
    with clock.frozen(NOON):
        log_in(client)
    for minutes in (29, 58):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            assert kind(client) == "staff"
    with clock.frozen(NOON + timedelta(minutes=88, seconds=1)):
        assert kind(client) == "public"
        assert "没有操作" in client.get("/login/").content.decode()
        log_in(client)
        assert kind(client) == "staff"


def test_a_grid_workers_shift_is_not_cut(client: Client, city: City) -> None:
    user = create_staff(username="grid", name="示例网格员", password=PASSWORD)
    assign_posting(user=user, role="grid_worker", body=city.office, area=city.grid)
    with clock.frozen(NOON):
        log_in(client, "grid")
    with clock.frozen(NOON + timedelta(hours=11)):
        assert kind(client) == "staff"
    with clock.frozen(NOON + timedelta(hours=23, seconds=1)):
        assert kind(client) == "public"


def test_a_warm_session_reads_no_user(
    client: Client, handler: User, django_assert_num_queries
) -> None:
    log_in(client)
    kind(client)
    with django_assert_num_queries(0):  # the session itself is read beside Django's counter
        assert kind(client) == "staff"


def test_a_new_password_ends_other_sessions(client: Client, handler: User) -> None:
    log_in(client)
    handler.set_password("another-good-one")
    handler.save()
    forget_all()
    assert kind(client) == "public"


def test_ones_own_new_password_ends_all_sessions_but_this_one(handler: User) -> None:
    mine, other = Client(), Client()
    log_in(mine)
    log_in(other)
    new = "a-new-one-in-2026"
    page = mine.post("/me/password/", {"old": "wrong", "new": new, "again": new})
    assert page.status_code == 422
    assert kind(other) == "staff"
    answer = mine.post("/me/password/", {"old": PASSWORD, "new": new, "again": new})
    assert answer["Location"] == "/me/second-factor/"
    assert (kind(mine), kind(other)) == ("staff", "public")
    mine.post("/logout/")
    assert log_in(mine, password=PASSWORD).status_code != 302
    assert log_in(mine, password=new).status_code == 302


def test_a_blocked_user_is_out(client: Client, handler: User) -> None:
    log_in(client)
    User.objects.update(is_active=False)
    forget_all()
    assert kind(client) == "public"


def test_a_key_wins_over_a_session(client: Client, handler: User) -> None:
    log_in(client)
    token = issue_api_key(user=handler, name="接口").token
    answer = client.get("/who/", HTTP_AUTHORIZATION=f"Bearer {token}")
    assert answer.json() == {"kind": "api", "id": handler.pk}
    assert client.get("/who/", HTTP_AUTHORIZATION="Bearer x").json()["kind"] == "public"


def test_strangers_are_sent_to_the_right_login(client: Client, handler: User) -> None:
    assert client.get("/for-handlers/?a=1")["Location"] == "/login/?next=/for-handlers/%3Fa%3D1"
    assert client.get("/for-residents/")["Location"] == "/me/login/?next=/for-residents/"
    script = client.get("/for-handlers/", HTTP_ACCEPT="application/json")
    assert (script.status_code, script.json()["status"]) == (401, 401)
    log_in(client)
    assert client.get("/for-handlers/").status_code == 200
    assert client.get("/for-residents/").status_code == 302


def test_a_wrong_role_is_denied(client: Client, city: City) -> None:
    user = create_staff(username="grid", name="示例网格员", password=PASSWORD)
    assign_posting(user=user, role="grid_worker", body=city.office, area=city.grid)
    log_in(client, "grid")
    assert client.get("/for-handlers/").status_code == 403


def sign_in(client: Client, phone: str = "13800000001", **more: str):
    client.post("/me/login/", {"phone": phone, "step": "send"})
    return client.post("/me/login/", {"phone": phone, "code": last_code(), **more})


def test_a_resident_logs_in_by_code(client: Client) -> None:
    before = client.get("/me/login/").content.decode()
    assert "获取验证码" in before
    page = client.post("/me/login/", {"phone": "138 0000 0001", "step": "send"})
    assert 'value="13800000001"' in page.content.decode()
    response = client.post("/me/login/", {"phone": "13800000001", "code": last_code()})
    assert (response.status_code, response["Location"]) == (302, "/mine/")
    resident = Resident.objects.marked().get()
    assert client.get("/who/").json() == {"kind": "resident", "id": resident.pk}
    assert resident.language == "zh-hans"
    assert client.get("/me/login/?next=/o/QA1/")["Location"] == "/o/QA1/"
    assert client.get("/for-residents/").status_code == 200
    assert client.get("/for-handlers/").status_code == 302
    assert client.post("/logout/")["Location"] == "/"
    assert kind(client) == "public"


def test_a_residents_session_gets_a_new_key(client: Client) -> None:
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    sign_in(client, next="https://evil.example/")
    assert client.session.session_key != before
    assert client.session["x"] == 1


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"phone": "123", "step": "send"}, 422, "请填写11位手机号。"),
        ({"phone": "", "step": "send"}, 422, "请填写手机号。"),
        ({"phone": "13800000001"}, 422, "请填写验证码。"),
        ({"phone": "13800000001", "code": "000000"}, 422, "验证码已失效"),
    ],
)
def test_mistakes_are_one_sentence(
    client: Client, data: dict[str, str], status: int, words: str
) -> None:
    answer = client.post("/me/login/", data)
    assert answer.status_code == status
    assert answer.content.decode().count(words) == 1
    assert Resident.objects.marked().count() == 0


def test_one_session_is_one_persons(client: Client, handler: User) -> None:
    sign_in(client)
    log_in(client)
    assert kind(client) == "staff"
    assert "resident_id" not in client.session
    clock_later = clock.now() + timedelta(minutes=2)
    with clock.frozen(clock_later):
        sign_in(client)
    assert kind(client) == "resident"
    assert "_auth_user_id" not in client.session


def test_a_deleted_resident_is_out(client: Client) -> None:
    sign_in(client)
    Resident.reached.all().delete()
    forget_all()
    assert kind(client) == "public"


def test_the_code_address_answers_scripts(client: Client) -> None:
    answer = client.post("/code/", {"phone": "13800000001"})
    assert answer.json() == {
        "ok": True, "wait": 60, "message": "验证码已发出，10分钟内有效。",
    }  # fmt: skip
    again = client.post("/code/", {"phone": "13800000001"})
    assert (again.status_code, again.json()["field"]) == (429, "phone")
    bad = client.post("/code/", {"phone": "1"})
    assert (bad.status_code, bad.json()["ok"]) == (422, False)
    assert client.get("/code/").status_code == 405
    assert DemoText.objects.count() == 1


def test_known_and_unknown_phones_get_the_same_answer(client: Client) -> None:
    ensure_resident(phone="13800000001", at=NOON)
    known = client.post("/code/", {"phone": "13800000001"})
    unknown = client.post("/code/", {"phone": "13800000002"})
    assert known.content == unknown.content


def test_pages_have_no_inline_script_or_style(client: Client) -> None:
    for page in ("/login/", "/me/login/", "/demo/inbox/"):
        html = client.get(page).content.decode()
        assert "<style" not in html
        assert " style=" not in html
        assert "<script>" not in html
