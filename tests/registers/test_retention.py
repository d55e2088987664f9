"""Periods by kind: what is past them goes by itself, figures stay, and the desk sees how many."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Count

from gongzhi.accounts.models import AccessLog, Resident
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.kernel import clock
from gongzhi.orders.models import Order
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.source import ProfileSource
from gongzhi.registers import tasks
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import (
    DataRequest,
    Person,
    RegisterEvent,
    RegisterImport,
    RetentionRun,
)
from gongzhi.registers.profile_section import check_settings
from gongzhi.registers.reading.retention import periods, runs
from gongzhi.registers.services.clear_expired import clear_expired
from gongzhi.registers.services.save_row import save_row
from gongzhi.registers.services.stage_import import stage_import
from tests.registers.conftest import Place, identity
from tests.signing_in import browser_of

DAY = timedelta(days=1)


def figures() -> list[Any]:
    """Everything that is counted of people and matters."""
    cut = ("area_path", "sex", "birth_year", "residence", "ended_on")
    people = Person.reached.order_by(*cut).values_list(*cut).annotate(n=Count("pk"))
    orders = Order.reached.order_by("state").values_list("state").annotate(n=Count("pk"))
    return [list(people), list(orders)]


@pytest.fixture
def there(place: Place) -> Place:
    """Somebody who lives there, somebody gone for long, somebody gone a month ago."""
    place.with_homes("2-301")
    for number, name in enumerate(("周小明", "周小红", "周小兰")):
        words = {"building_code": "LY-1", "number": "2-301", "name": name, "phone": "13800001234",
                 "id_number": identity(number)}  # fmt: skip
        save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    ids = Person.reached.order_by("id").values_list("id", flat=True)
    today = clock.today()
    Person.reached.filter(pk=ids[1]).update(ended_on=today - 400 * DAY)
    Person.reached.filter(pk=ids[2]).update(ended_on=today - 30 * DAY)
    place.city.report()
    return place


def test_whoever_is_long_gone_is_nobody_and_still_counts(there: Place) -> None:
    before = figures()
    assert clear_expired()["ended_people"] == 1
    assert figures() == before
    here, gone, lately = Person.reached.order_by("id")
    assert (gone.name_sealed, gone.phone_sealed, gone.id_sealed) == ("", "", "")
    assert (gone.id_blind, gone.tokens, gone.home_id, gone.account_id) == (None, [], None, None)
    for row in (here, lately):
        assert row.name_sealed
        assert row.tokens
    event = RegisterEvent.reached.get(source="retention")
    assert (event.kind, event.row_id, event.user_id) == ("erased", gone.pk, None)
    assert event.fields == ["name", "phone", "id_number", "number"]
    assert clear_expired()["ended_people"] == 0  # twice changes nothing
    assert RetentionRun.objects.get().count == 1


def test_logs_are_kept_six_months_at_least_and_then_their_period(there: Place) -> None:
    now = clock.now()
    for days in (10, 200, 1094, 1096, 2000):
        AccessLog.objects.create(kind="open", subject=f"people {days}", purpose="核对",
                                 at=now - days * DAY)  # fmt: skip
    assert clear_expired(at=now)["access_log"] == 2
    left = AccessLog.objects.order_by("-at").values_list("subject", flat=True)
    assert list(left) == ["people 10", "people 200", "people 1094"]


def test_the_account_log_and_the_words_of_old_orders_have_their_periods(there: Place) -> None:
    from gongzhi.accounts.models import AccountEvent
    from gongzhi.orders.services.forget_old import FORGOTTEN

    now = clock.now()
    for days in (200, 1094, 1096):
        AccountEvent.objects.create(who=str(days), kind="user_edited", at=now - days * DAY)
    order = Order.reached.get()
    Order.reached.update(phase="closed", closed_at=now - 3649 * DAY)
    before = figures()
    assert clear_expired(at=now)["account_log"] == 1
    assert set(AccountEvent.objects.values_list("who", flat=True)) == {"200", "1094"}
    order.refresh_from_db()
    assert order.text != FORGOTTEN
    assert clear_expired(at=now + 2 * DAY)["closed_orders"] == 1
    order.refresh_from_db()
    assert order.text == FORGOTTEN
    assert figures() == before


def test_files_wishes_problems_and_unproved_phones_go(there: Place) -> None:
    now = clock.now()
    people = REGISTERS["people"]
    old = stage_import(actor=there.clerk, register=people, data=b"x", file_name="a.csv",
                       at=now - 8 * DAY)  # fmt: skip
    new = stage_import(actor=there.clerk, register=people, data=b"y", file_name="b.csv", at=now)
    done = stage_import(actor=there.clerk, register=people, data=b"z", file_name="c.csv", at=now)
    RegisterImport.reached.filter(pk=done.pk).update(
        status="applied", decided_at=now - 31 * DAY, problems=[[2, "name", "x"]]
    )
    for days, outcome in ((91, "refused"), (89, "granted")):
        DataRequest.reached.create(kind="correct", wish_sealed="v1.x", made_at=now,
                                   decided_at=now - days * DAY, outcome=outcome)  # fmt: skip
    typed = ensure_resident(phone="13900000001", at=now - 31 * DAY)
    ensure_resident(phone="13900000002", at=now - 29 * DAY)
    ensure_resident(phone="13900000003", at=now - 31 * DAY, verified=True)
    reporter = Resident.reached.get(pk=Order.reached.get().reporter_id)
    Resident.reached.filter(pk=reporter.pk).update(verified_at=None, created_at=now - 99 * DAY)
    before = figures()
    cleared = clear_expired(at=now)
    assert {kind: n for kind, n in cleared.items() if n} == {
        "ended_people": 1, "idle_imports": 1, "import_problems": 1, "request_wishes": 1,
        "unverified_accounts": 1,
    }  # fmt: skip
    assert figures() == before
    assert RegisterImport.reached.get(pk=old.pk).status == "discarded"
    assert RegisterImport.reached.get(pk=new.pk).status == "checking"
    assert RegisterImport.reached.get(pk=done.pk).problems == []
    wishes = DataRequest.reached.order_by("decided_at").values_list("wish_sealed", flat=True)
    assert list(wishes) == ["", "v1.x"]
    assert not Resident.reached.filter(pk=typed.pk).exists()
    assert Resident.reached.filter(pk=reporter.pk).exists()  # a matter is reported by somebody


def test_the_job_runs_by_itself_and_the_desk_sees_what_and_when(there: Place) -> None:
    ahead = {one.title: (one.due, one.ahead) for one in periods()}
    assert ahead["已注销的居民"] == (1, 1)
    assert Person.reached.exclude(name_sealed="").count() == 3  # looking ahead changes nothing
    tasks.clear_nightly(timestamp=0)
    assert [(run.title, run.count) for run in runs()] == [("已注销的居民", 1)]
    admin = there.city.staff("secadmin", there.city.centre)
    page = browser_of(admin).get("/desk/registers/retention/").content.decode()
    assert "已注销的居民" in page
    assert "1095" in page
    assert "归档范围" in page  # each period says what it rests on
    for actor in (
        there.clerk,
        there.city.director,
        there.city.staff("sysadmin", there.city.centre),
    ):
        assert browser_of(actor).get("/desk/registers/retention/").status_code == 403


def test_many_rows_go_in_batches_with_one_line(there: Place, monkeypatch: Any) -> None:
    from gongzhi.registers.services import clear_expired as service

    monkeypatch.setattr(service, "BATCH", 2)
    Person.reached.update(ended_on=date(2020, 1, 1))
    assert clear_expired(at=datetime(2026, 11, 22, tzinfo=clock.now().tzinfo))["ended_people"] == 3
    assert RetentionRun.objects.get().count == 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("days: 1095", "days: 100", "六个月"),
        ("consent: [phone, id_number]", "consent: [phone, building_code]", "building_code"),
        ("  people:\n", "  persons:\n", "persons"),
        ("  idle_imports: ", "  idle: ", "idle"),
        ("days: 365", "days: 0", ""),
    ],
)
def test_wrong_periods_are_refused(tmp_path: Any, old: str, new: str, said: str) -> None:
    from gongzhi.profiles.source import profile_path

    text = (profile_path("qianan").parent / "_standard/registers/settings.yaml").read_text()
    assert old in text
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers/settings.yaml").write_text(text.replace(old, new, 1))
    (tmp_path / "profile.yaml").write_text("key: x\n")
    problems = Problems()
    check_settings(ProfileSource(tmp_path, problems), problems, Context())
    told = [str(one) for one in problems]
    assert len(told) == 1
    assert said in told[0]
