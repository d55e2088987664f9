"""The second factor: sealed, used once, counted when wrong, asked for before anything is shown."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client, override_settings

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.login.secondfactor import new_secret, required_for, step_of
from gongzhi.accounts.login.sessions import SessionStore
from gongzhi.accounts.models import AccountEvent, Session, User
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.second_factor import (
    check_second_factor,
    codes_left,
    remove_second_factor,
    replace_codes,
    reset_second_factor,
    set_up_second_factor,
)
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, TooMany

from .conftest import NOON, PASSWORD, City

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
MINUTE = timedelta(minutes=1)


def code_at(at, secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


@pytest.fixture
def with_factor(handler: User) -> tuple[User, list[str]]:
    codes = set_up_second_factor(user=handler, secret=SECRET, code=code_at(NOON), at=NOON)
    return handler, codes


def test_the_codes_are_those_of_rfc_6238() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = clock.local(NOON) - timedelta(seconds=NOON.timestamp() - seconds)
        assert step_of(secret, code, at) == seconds // 30
    assert step_of(secret, "287083", NOON) is None
    assert len(base64.b32decode(new_secret())) == 20


def test_a_wrong_first_code_sets_nothing_up(handler: User) -> None:
    with pytest.raises(Invalid) as error:
        set_up_second_factor(user=handler, secret=SECRET, code="000000", at=NOON)
    assert error.value.field == "code"
    assert Authenticator.objects.count() == 0


def test_the_secret_is_sealed_and_codes_hold_once(with_factor) -> None:
    user, codes = with_factor
    assert len(codes) == len(set(codes)) == 10
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, '') FROM mfa_authenticator")
        kept = cursor.fetchone()[0]
    assert SECRET not in kept
    assert not any(code in kept for code in codes)
    later = NOON + MINUTE
    check_second_factor(user=user, code=code_at(later), at=later)
    with pytest.raises(Invalid):  # seen over a shoulder, typed again
        check_second_factor(user=user, code=code_at(later), at=later)
    with pytest.raises(Invalid):  # one of before
        check_second_factor(user=user, code=code_at(NOON), at=later)
    check_second_factor(user=user, code=f" {codes[0][:4]} {codes[0][4:]} ", at=later)
    assert codes_left(user) == 9
    with pytest.raises(Invalid):
        check_second_factor(user=user, code=codes[0], at=later)
    with pytest.raises(Conflict):
        set_up_second_factor(user=user, secret=SECRET, code=code_at(later), at=later)


def test_a_phones_clock_may_be_half_a_minute_off(with_factor) -> None:
    user, _codes = with_factor
    later = NOON + 5 * MINUTE
    check_second_factor(user=user, code=code_at(later - MINUTE / 2), at=later)
    with pytest.raises(Invalid):
        check_second_factor(user=user, code=code_at(later + MINUTE), at=later)


def test_guessing_ends_after_ten_for_an_hour(with_factor) -> None:
    user, codes = with_factor
    later = NOON + MINUTE
    for _ in range(10):
        with pytest.raises(Invalid):
            check_second_factor(user=user, code="000000", at=later)
    for right in (code_at(later), codes[0]):
        with pytest.raises(TooMany):
            check_second_factor(user=user, code=right, at=later)
    after = later + timedelta(hours=1)
    check_second_factor(user=user, code=code_at(after), at=after)


def test_new_recovery_codes_void_the_old(with_factor) -> None:
    user, codes = with_factor
    later = NOON + MINUTE
    new = replace_codes(user=user, code=code_at(later), at=later)
    assert not set(new) & set(codes)
    with pytest.raises(Invalid):
        check_second_factor(user=user, code=codes[1], at=later)


def test_doing_without_needs_a_code_and_a_post_that_allows_it(with_factor) -> None:
    user, codes = with_factor
    with pytest.raises(Denied):
        remove_second_factor(user=user, code=codes[0], required=True)
    with pytest.raises(Invalid):
        remove_second_factor(user=user, code="000000", required=False)
    assert Authenticator.objects.filter(user=user).count() == 2
    remove_second_factor(user=user, code=codes[0], required=False)
    assert Authenticator.objects.filter(user=user).count() == 0


def test_only_a_security_administrator_resets_and_never_for_oneself(
    with_factor, city: City
) -> None:
    user, _codes = with_factor
    people = {}
    for role in ("sysadmin", "secadmin", "auditadmin"):
        one = create_staff(username=role, name=role, password=PASSWORD)
        assign_posting(user=one, role=role, body=city.office)
        people[role] = actor_of_user(one)
    for role in ("sysadmin", "auditadmin"):
        with pytest.raises(Denied):
            reset_second_factor(actor=people[role], user=user, reason="换手机")
    with pytest.raises(Invalid):
        reset_second_factor(actor=people["secadmin"], user=user, reason=" ")
    own = User.objects.get(username="secadmin")
    with pytest.raises(Denied):
        reset_second_factor(actor=people["secadmin"], user=own, reason="换手机")
    assert Authenticator.objects.filter(user=user).count() == 2
    reset_second_factor(actor=people["secadmin"], user=user, reason="换手机")
    assert Authenticator.objects.count() == 0
    row = AccountEvent.objects.get(kind="factor_reset")
    assert (row.user_id, row.target_id) == (people["secadmin"].user_id, user.pk)


@pytest.mark.parametrize(
    ("setting", "roles", "required"),
    [
        ({"all"}, {"handler"}, True),
        ({"all"}, set(), False),
        (set(), {"sysadmin"}, False),
        ({"admins"}, {"secadmin"}, True),
        ({"admins"}, {"handler"}, False),
        ({"handler"}, {"handler", "grid_worker"}, True),
    ],
)
def test_whom_it_is_required_of(settings, setting, roles, required) -> None:
    settings.GONGZHI_SECOND_FACTOR = frozenset(setting)
    assert required_for(frozenset(roles)) is required


# --- in the browser's way -------------------------------------------------------------------


def log_in(client: Client, **more: str):
    return client.post("/login/", {"username": "handler", "password": PASSWORD, **more})


def is_in(client: Client) -> bool:
    return client.get("/me/second-factor/").status_code == 200


def test_the_password_alone_opens_nothing(client: Client, with_factor) -> None:
    with clock.frozen(NOON + MINUTE):
        answer = log_in(client, next="/desk/duties/")
        assert answer["Location"] == "/login/second-factor/"
        assert not is_in(client)
        assert Session.objects.filter(user_id__isnull=False).count() == 0
        wrong = client.post("/login/second-factor/", {"code": "000000"})
        assert wrong.status_code == 422
        assert "验证码不对" in wrong.content.decode()
        right = client.post("/login/second-factor/", {"code": code_at(NOON + MINUTE)})
        assert right["Location"] == "/desk/duties/"
        assert is_in(client)
        assert Session.objects.filter(user_id=with_factor[0].pk).count() == 1


def test_half_a_login_lasts_ten_minutes_and_ends_with_the_password(
    client: Client, with_factor
) -> None:
    with clock.frozen(NOON + MINUTE):
        log_in(client)
    with clock.frozen(NOON + 12 * MINUTE):
        late = client.post("/login/second-factor/", {"code": code_at(NOON + 12 * MINUTE)})
        assert late["Location"] == "/login/"
        log_in(client)
        user = User.objects.get(username="handler")
        user.set_password("another-good-one")
        user.save()
        changed = client.post("/login/second-factor/", {"code": code_at(NOON + 12 * MINUTE)})
        assert changed["Location"] == "/login/"
        assert not is_in(client)
    assert client.get("/login/second-factor/")["Location"] == "/login/"


@override_settings(AXES_ENABLED=True)
def test_wrong_codes_lock_like_wrong_passwords(client: Client, with_factor) -> None:
    with clock.frozen(NOON + MINUTE):
        log_in(client)
        for _ in range(4):
            assert client.post("/login/second-factor/", {"code": "000000"}).status_code == 422
        assert client.post("/login/second-factor/", {"code": "000000"}).status_code == 429
        right = client.post("/login/second-factor/", {"code": code_at(NOON + MINUTE)})
        assert right.status_code == 429
        assert log_in(client).status_code == 429
        assert not is_in(client)


def test_where_it_is_required_it_is_set_up_at_login(
    client: Client, handler: User, settings
) -> None:
    settings.GONGZHI_SECOND_FACTOR = frozenset({"handler"})
    answer = log_in(client)
    assert answer["Location"] == "/login/second-factor/set-up/"
    page = client.get("/login/second-factor/set-up/").content.decode()
    assert "data:image/svg+xml;base64," in page
    secret = re.search(r'factor-secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    stored = SessionStore().decode(Session.objects.get().session_data)
    assert "login_secret" in stored
    assert secret not in str(stored)
    now = clock.now()
    done = client.post("/login/second-factor/set-up/", {"code": code_at(now, secret)})
    html = done.content.decode()
    assert len(re.findall(r"<li>\d{4} \d{4}</li>", html)) == 10
    assert 'href="/desk/"' in html
    assert is_in(client)
    with clock.frozen(now):
        refused = client.post("/me/second-factor/", {"code": code_at(now, secret), "do": "remove"})
    assert refused.status_code == 403
    assert Authenticator.objects.filter(user=handler, type="totp").exists()
