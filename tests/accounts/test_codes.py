"""One-time codes: sent, tried, used, limited, never written down."""

import hashlib
import logging
import re
from datetime import timedelta

import pytest

from gongzhi.accounts.login.couriers import CodeNotSent
from gongzhi.accounts.models import PhoneCode, Resident
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.accounts.services.forget_codes import forget_codes
from gongzhi.accounts.services.send_code import send_code
from gongzhi.accounts.services.verify_code import verify_code
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Invalid, TooMany
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.notify.models import DemoText, Message

from .conftest import NOON

PHONE = "13800000001"
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def last_code() -> str:
    text = open_(DemoText.objects.latest("id").text_sealed)
    found = re.search(r"\d{6}", text)
    assert found
    return found[0]


def sent(at=NOON, phone: str = PHONE) -> str:
    send_code(phone=phone, at=at)
    return last_code()


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_right_code_makes_a_sealed_verified_resident() -> None:
    code = sent()
    with guarded():
        resident = verify_code(phone="+86 138-0000-0001", code=f" {code} ", at=NOON + MINUTE)
    row = Resident.objects.marked().get()
    assert row.pk == resident.pk
    assert row.verified_at == NOON + MINUTE
    assert PHONE not in row.phone_sealed
    assert PHONE not in row.phone_blind
    assert open_(row.phone_sealed) == PHONE


def test_full_width_digits_are_taken() -> None:
    code = sent()
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    verify_code(phone="１３８００００００01", code=wide, at=NOON)
    assert Resident.objects.marked().count() == 1


def test_the_same_phone_is_the_same_resident() -> None:
    first = verify_code(phone=PHONE, code=sent(), at=NOON)
    second = verify_code(phone=PHONE, code=sent(NOON + 2 * MINUTE), at=NOON + 2 * MINUTE)
    assert first.pk == second.pk
    assert Resident.objects.marked().count() == 1


def test_a_code_works_once() -> None:
    code = sent()
    verify_code(phone=PHONE, code=code, at=NOON)
    with pytest.raises(Invalid) as error:
        verify_code(phone=PHONE, code=code, at=NOON)
    assert error.value.field == "code"
    assert "失效" in str(error.value)


def test_a_code_ends_after_ten_minutes() -> None:
    code = sent()
    with pytest.raises(Invalid):
        verify_code(phone=PHONE, code=code, at=NOON + 10 * MINUTE)
    assert Resident.objects.marked().count() == 0
    verify_code(phone=PHONE, code=code, at=NOON + 10 * MINUTE - timedelta(seconds=1))


def test_a_newer_code_ends_the_older() -> None:
    old = sent()
    new = sent(NOON + MINUTE)
    if old != new:
        with pytest.raises(Invalid):
            verify_code(phone=PHONE, code=old, at=NOON + MINUTE)
    verify_code(phone=PHONE, code=new, at=NOON + MINUTE)


def test_another_phones_code_is_wrong() -> None:
    code = sent()
    mine = sent(phone="13900000002")
    if code != mine:
        with pytest.raises(Invalid):
            verify_code(phone="13900000002", code=code, at=NOON)


def test_five_wrong_tries_spend_the_code() -> None:
    code = sent()
    wrong = other(code)
    for left in (4, 3, 2, 1):
        with pytest.raises(Invalid) as error:
            verify_code(phone=PHONE, code=wrong, at=NOON)
        assert f"还可以试{left}次" in str(error.value)
    with pytest.raises(TooMany):
        verify_code(phone=PHONE, code=wrong, at=NOON)
    with pytest.raises(TooMany):
        verify_code(phone=PHONE, code=code, at=NOON)
    row = PhoneCode.objects.get()
    assert (row.tries, row.used_at) == (5, None)
    assert Resident.objects.marked().count() == 0


def test_one_a_minute_and_five_a_day() -> None:
    for turn in range(5):
        send_code(phone=PHONE, at=NOON + turn * MINUTE)
        with pytest.raises(TooMany) as error:
            send_code(phone=PHONE, at=NOON + turn * MINUTE + timedelta(seconds=59))
        assert "1秒" in str(error.value)
    with pytest.raises(TooMany) as error:
        send_code(phone=PHONE, at=NOON + timedelta(hours=23))
    assert "24小时" in str(error.value)
    assert PhoneCode.objects.count() == 5
    assert DemoText.objects.count() == 5
    send_code(phone="13800000009", at=NOON)
    send_code(phone=PHONE, at=NOON + timedelta(hours=24))
    assert PhoneCode.objects.count() == 7


def test_a_source_is_limited_outside_the_demo(settings, monkeypatch) -> None:
    settings.DEMO = False
    monkeypatch.setattr("gongzhi.accounts.services.send_code.deliver", lambda **_: None)
    for turn in range(60):
        send_code(phone=f"138000001{turn:02d}", source="203.0.113.7", at=NOON)
    with pytest.raises(TooMany):
        send_code(phone="13800000199", source="203.0.113.7", at=NOON)
    send_code(phone="13800000199", source="203.0.113.8", at=NOON)
    assert PhoneCode.objects.count() == 61
    assert not PhoneCode.objects.filter(source_blind__contains="203").exists()


@pytest.mark.parametrize(
    "phone", ["", "12345", "23800000001", "138000000012", "1380000000a", "12800000001"]
)
def test_not_a_mobile(phone: str) -> None:
    with pytest.raises(Invalid) as error:
        send_code(phone=phone, at=NOON)
    assert error.value.field == "phone"
    assert str(error.value) == "请填写11位手机号。"
    assert PhoneCode.objects.count() == 0


def test_a_gateway_that_fails_is_said_and_counted(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CodeNotSent):
        send_code(phone=PHONE, at=NOON)
    assert PhoneCode.objects.count() == 1
    assert DemoText.objects.count() == 0


def test_nothing_secret_is_logged_or_stored(caplog, settings) -> None:
    with caplog.at_level(logging.DEBUG):
        code = sent()
        with pytest.raises(Invalid):
            verify_code(phone=PHONE, code=other(code), at=NOON)
        verify_code(phone=PHONE, code=code, at=NOON)
        settings.DEMO = False
        with pytest.raises(CodeNotSent):
            send_code(phone=PHONE, at=NOON + 2 * MINUTE)
    # SQL is logged at DEBUG by Django only in a debug server: its parameters are not ours.
    said = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert PHONE not in said
    assert code not in said
    row = PhoneCode.objects.earliest("id")
    assert code not in row.code_hash
    assert row.code_hash != hashlib.sha256(code.encode()).hexdigest()
    text = DemoText.objects.get()
    assert code not in text.text_sealed
    assert PHONE not in text.phone_sealed
    assert Message.objects.count() == 0


def test_a_name_is_filled_in_but_never_replaced() -> None:
    resident = ensure_resident(phone=PHONE, name="示例甲", at=NOON)
    assert resident.verified_at is None
    ensure_resident(phone=PHONE, name="示例乙", verified=True, at=NOON)
    row = Resident.objects.marked().get()
    assert open_(row.name_sealed) == "示例甲"
    assert row.verified_at == NOON


def test_residents_are_read_by_themselves_only() -> None:
    me = ensure_resident(phone=PHONE, at=NOON)
    ensure_resident(phone="13800000002", at=NOON)
    mine = Resident.objects.visible_to(Actor(kind="resident", resident_id=me.pk))
    assert [row.pk for row in mine] == [me.pk]
    for kind in ("public", "staff", "api"):
        assert Resident.objects.visible_to(Actor(kind=kind, user_id=1)).count() == 0


def test_old_codes_are_deleted() -> None:
    send_code(phone=PHONE, at=NOON)
    send_code(phone=PHONE, at=NOON + timedelta(hours=1))
    assert forget_codes(at=NOON + timedelta(hours=24)) == 1
    assert PhoneCode.objects.count() == 1
