"""No personal value stands in a log, a history, the queue or an answer that tells of an error.

A whole life of the registers with marked values: form, import, export, search, opening, request,
pages of errors, jobs that fail, rows that the database itself refuses.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from gongzhi.accounts.services.update_resident import update_resident
from gongzhi.orders.models import Order
from gongzhi.registers import tasks
from gongzhi.registers.models import DataRequest, Person, RegisterImport
from gongzhi.registers.services import apply_import, check_import
from tests.registers.conftest import Place, identity, workbook
from tests.registers.plain_values import columns_holding, logged
from tests.signing_in import sign_in

NAME, OTHER, CONTACT = "魏紫墨梅", "司徒雪砚", "闻人采薇"
PHONE, NEW, LANDLINE = "13987650192", "18675309431", "031588276401"
NUMBER, SECOND = identity(731), identity(732)
MARKED = (NAME, OTHER, CONTACT, PHONE, NEW, LANDLINE, NUMBER, SECOND)
BASE = "/desk/registers/"


@pytest.fixture
def log() -> Iterator[Any]:
    with logged() as out:
        yield out


class Life:
    """Goes through the registers and keeps what was answered where something went wrong."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.desk = sign_in(Client(raise_request_exception=False), place.clerk)
        self.away = sign_in(Client(raise_request_exception=False), place.elsewhere())
        self.errors: list[tuple[str, str]] = []

    def error(self, answer: Any, status: int) -> None:
        assert answer.status_code == status, answer.request["PATH_INFO"]
        self.errors.append((answer.request["PATH_INFO"], answer.content.decode()))

    def words(self, **more: str) -> dict[str, str]:
        return {"building_code": "LY-1", "number": "2-301", "name": NAME, "phone": PHONE,
                "id_number": NUMBER, "relation": "head", **more}  # fmt: skip

    def bring(self, data: bytes, name: str = "人.xlsx") -> RegisterImport:
        from django.core.files.uploadedfile import SimpleUploadedFile

        answer = self.desk.post(f"{BASE}people/import/", {"file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 302
        return RegisterImport.reached.order_by("-id")[0]


@pytest.fixture
def life(place: Place) -> Life:
    place.with_homes("2-301", "2-302")
    return Life(place)


def nothing_plain(life: Life, log: Any) -> None:
    assert columns_holding(MARKED) == []
    said = log.getvalue()
    assert [value for value in MARKED if value in said] == []
    leaks = [(path, value) for path, body in life.errors for value in MARKED if value in body]
    assert leaks == []


def test_the_search_for_plain_values_finds_one_that_stands_there(life: Life) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET name = %s", [NAME])
        assert f"accounts_user.name: {NAME}" in columns_holding(MARKED)
        transaction.set_rollback(True)


def test_forms_pages_search_opening_and_export(life: Life, log: Any) -> None:
    desk = life.desk
    assert desk.post(f"{BASE}people/new/", life.words()).status_code == 302
    wrong = life.words(id_number=NUMBER[:-1] + "?", name=OTHER)
    assert desk.post(f"{BASE}people/new/", wrong).status_code == 422
    # A second head of the household, which only the database would notice.
    second = life.words(name=OTHER, phone=NEW, id_number=SECOND)
    assert desk.post(f"{BASE}people/new/", second).status_code == 422
    row = Person.reached.get()
    href = f"{BASE}people/{row.pk}/"
    for text in (NAME, PHONE, NUMBER, PHONE[-4:], f"{NAME}%' OR 1=1"):
        assert desk.post(f"{BASE}find/", {"q": text}).status_code == 200
    assert NAME in desk.post(f"{href}open/", {"purpose": "核对"}).content.decode()
    assert desk.post(f"{href}edit/", {"version": 99, "name": OTHER}).status_code in {409, 422}
    assert (
        desk.post(f"{BASE}people/export/", {"purpose": "核对", "personal": "on"}).status_code == 200
    )
    life.error(life.away.get(href), 404)
    life.error(life.away.post(f"{href}open/", {"purpose": "看"}), 404)
    life.error(life.away.post(f"{href}edit/", life.words()), 404)
    life.error(desk.get(f"{BASE}people/{row.pk}99/"), 404)
    life.error(desk.post(f"{BASE}nothing/new/", life.words()), 404)
    unit = {
        "body": "没有",
        "contact": CONTACT,
        "phone": LANDLINE,
        "area_code": life.place.grid.code,
    }
    assert desk.post(f"{BASE}units/new/", unit).status_code == 422
    body = life.place.city.community.code
    assert desk.post(f"{BASE}units/new/", unit | {"body": body}).status_code == 302
    nothing_plain(life, log)


def test_imports_with_problems_and_jobs_that_fail(
    life: Life, log: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [life.words(), life.words(id_number=NUMBER, phone="12", name=OTHER)]
    row = life.bring(workbook("people", rows))
    tasks.check_import(import_id=row.pk)
    page = life.desk.get(f"{BASE}imports/{row.pk}/")
    life.error(page, 200)
    # Nobody wrote headings: the first person stands where they should be.
    headless = "\n".join([f"LY-1,2-301,{NAME},{PHONE}", f"LY-1,2-302,{OTHER},{NEW}"])
    # Headings, and a person beside them.
    beside = f"楼栋编码,房号,姓名,{PHONE}\nLY-1,2-301,{NAME},\n"
    twice = f"{PHONE},{PHONE}\n1,2\n"
    for text in (headless, beside, twice):
        one = life.bring(text.encode(), "人.csv")
        tasks.check_import(import_id=one.pk)
        one.refresh_from_db()
        assert one.problem_count == 1
        life.error(life.desk.get(f"{BASE}imports/{one.pk}/"), 200)
    good = life.bring(workbook("people", rows[:1]))
    for module, name in ((check_import, "problems_of"), (apply_import, "write_drafts")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, _fails)
            if module is apply_import:
                tasks.check_import(import_id=good.pk)
                assert life.desk.post(f"{BASE}imports/{good.pk}/apply/").status_code == 302
            job = tasks.check_import if module is check_import else tasks.apply_import
            with pytest.raises(IntegrityError), transaction.atomic():
                job(import_id=good.pk)
            try:
                with transaction.atomic():
                    job(import_id=good.pk)
            except IntegrityError:
                logging.getLogger("procrastinate.worker").exception("job failed")
    tasks.apply_import(import_id=good.pk)
    assert Person.reached.count() == 1
    nothing_plain(life, log)


def _fails(*args: Any, **words: Any) -> None:
    """As a constraint of the database would: with the row that it refuses in its words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user (id, name, username) VALUES (1, %s, %s)",
            [f"{NAME}\n\n{OTHER}", PHONE],
        )


def test_requests_and_pages_that_break(
    life: Life, log: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert life.desk.post(f"{BASE}people/new/", life.words()).status_code == 302
    me = life.place.city.resident(PHONE)
    update_resident(actor=me, name=NAME)
    mine = sign_in(Client(raise_request_exception=False), me)
    assert mine.post("/me/data/link/").status_code == 302
    ask = {"client_key": str(uuid.uuid4()), "name": OTHER, "phone": NEW, "note": f"{CONTACT}知道"}
    assert mine.post("/me/data/ask/correct/", ask).status_code == 302
    again = ask | {"client_key": str(uuid.uuid4())}
    assert mine.post("/me/data/ask/correct/", again).status_code == 409
    request = DataRequest.reached.get()
    number = Order.reached.get().number
    life.error(life.away.post(f"{BASE}requests/{request.pk}/"), 404)
    life.error(life.desk.get(f"/desk/orders/{number}/"), 200)
    assert OTHER in life.desk.post(f"{BASE}requests/{request.pk}/").content.decode()
    assert life.desk.post(f"/desk/orders/{number}/act/grant_request/").status_code == 302
    assert mine.get("/me/data/gongzhi-my-data.json").status_code == 200
    row = Person.reached.get()
    monkeypatch.setattr("gongzhi.registers.views.rows.row_page", _fails_page)
    life.error(life.desk.get(f"{BASE}people/{row.pk}/"), 500)
    life.error(
        life.desk.get(f"{BASE}people/{row.pk}/", headers={"Accept": "application/json"}), 500
    )
    monkeypatch.setattr("gongzhi.registers.views.editing.save_row", _fails_page)
    life.error(life.desk.post(f"{BASE}people/new/", life.words(number="2-302")), 500)
    nothing_plain(life, log)
    assert "Traceback" in log.getvalue()


def _fails_page(*args: Any, **words: Any) -> None:
    with transaction.atomic():
        _fails()


def test_the_database_server_logs_no_values(life: Life, embedded_postgres: Any) -> None:
    """A statement that fails is not written to the server's log with its values."""
    if embedded_postgres is None:
        pytest.skip("the log of a server of somebody else's is not ours to read")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_user (id, name) VALUES (1, %s)", [NAME])
    text = (Path(embedded_postgres.data) / "logs" / "postgres.log").read_text(errors="replace")
    assert [value for value in MARKED if value in text] == []
