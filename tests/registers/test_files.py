"""Workbooks in and out by the pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongzhi.accounts.models import AccessLog
from gongzhi.kernel.sheetin import read_sheet
from gongzhi.registers.models import Home, Person, RegisterImport
from gongzhi.registers.services.apply_import import apply_import
from gongzhi.registers.services.check_import import check_import
from tests.registers.conftest import Place, identity, workbook
from tests.signing_in import browser_of

BASE = "/desk/registers/"


def person(number: int, **words: str) -> dict[str, str]:
    return {
        "building_code": "LY-1", "number": "2-301", "name": f"示例{'甲乙丙丁'[number]}",
        "id_number": identity(number + 1), "phone": f"1380000000{number}", **words,
    }  # fmt: skip


def sheet(answer: Any, folder: Path) -> list[Any]:
    path = folder / "answer.xlsx"
    path.write_bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return read_sheet(path)


def bring(browser: Any, rows: list[dict[str, str]]) -> RegisterImport:
    file = SimpleUploadedFile("人.xlsx", workbook("people", rows))
    answer = browser.post(f"{BASE}people/import/", {"file": file})
    assert answer.status_code == 302
    row: RegisterImport = RegisterImport.reached.order_by("-id")[0]
    assert answer["Location"] == f"{BASE}imports/{row.pk}/"
    return row


def test_a_workbook_goes_in_and_comes_out_again(place: Place, tmp_path: Path) -> None:
    place.with_homes("2-301")
    browser = browser_of(place.clerk)
    row = bring(browser, [person(0), person(1)])
    href = f"{BASE}imports/{row.pk}/"
    assert 'hx-trigger="load delay:1s"' in browser.get(href).content.decode()
    check_import(import_id=row.pk)
    part = browser.get(href, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'action="{href}apply/"' in part
    assert browser_of(place.elsewhere()).post(f"{href}apply/").status_code == 404
    browser.post(f"{href}apply/")
    apply_import(import_id=row.pk)
    assert "已全部写入" in browser.get(href).content.decode()
    assert Person.reached.count() == 2

    answer = browser.post(f"{BASE}people/export/", {"purpose": "年度核对", "personal": "on"})
    assert answer.streaming
    rows = sheet(answer, tmp_path)
    assert {one.get("姓名") for one in rows} == {"示例甲", "示例乙"}
    log = AccessLog.objects.get()
    assert (log.kind, log.purpose) == ("export", "年度核对")
    assert log.subject.startswith("people  2 ")
    content = (tmp_path / "answer.xlsx").read_bytes()
    again = browser.post(f"{BASE}people/import/", {"file": SimpleUploadedFile("又.xlsx", content)})
    row = RegisterImport.reached.order_by("-id")[0]
    assert again.status_code == 302
    check_import(import_id=row.pk)
    row.refresh_from_db()
    assert (row.counts, row.problems) == ({"same": 2}, [])


def test_mistakes_come_back_marked(place: Place, tmp_path: Path) -> None:
    place.with_homes("2-301")
    browser = browser_of(place.clerk)
    row = bring(browser, [person(0), person(1, phone="12")])
    check_import(import_id=row.pk)
    href = f"{BASE}imports/{row.pk}/"
    page = browser.get(href).content.decode()
    assert "手机号是11位数字" in page
    assert f"{href}apply/" not in page
    rows = sheet(browser.get(f"{href}marked/"), tmp_path)
    assert rows[0].get("问题") == ""
    assert rows[1].get("问题").startswith("手机号：")
    assert b"FBD5D5" in _part(tmp_path / "answer.xlsx", "xl/styles.xml")
    assert browser_of(place.elsewhere()).get(f"{href}marked/").status_code == 404
    browser.post(f"{href}discard/")
    assert browser.get(f"{href}marked/").status_code == 409
    assert not Person.reached.exists()


def _part(path: Path, name: str) -> bytes:
    from zipfile import ZipFile

    with ZipFile(BytesIO(path.read_bytes())) as book:
        return book.read(name)


def test_exports_are_masked_and_within_scope(place: Place, tmp_path: Path) -> None:
    place.with_homes("2-301")
    browser = browser_of(place.clerk)
    row = bring(browser, [person(0)])
    check_import(import_id=row.pk)
    browser.post(f"{BASE}imports/{row.pk}/apply/")
    apply_import(import_id=row.pk)
    rows = sheet(browser.post(f"{BASE}people/export/", {"purpose": "核对"}), tmp_path)
    assert [(one.get("姓名"), one.get("身份证号")) for one in rows] == [("示××", "＊＊＊")]
    away = browser_of(place.elsewhere())
    answer = away.post(f"{BASE}people/export/", {"purpose": "核对", "personal": "on"})
    assert "示例" not in _part(_kept(answer, tmp_path), "xl/worksheets/sheet1.xml").decode()
    before = AccessLog.objects.count()
    assert browser.post(f"{BASE}people/export/", {"purpose": " "}).status_code == 422
    dispatcher = browser_of(place.city.dispatcher)
    assert dispatcher.post(f"{BASE}people/export/", {"purpose": "核对"}).status_code == 403
    assert AccessLog.objects.count() == before
    rows = sheet(dispatcher.post(f"{BASE}homes/export/", {"purpose": "派人上门"}), tmp_path)
    assert len(rows) == Home.reached.count() == 1


def _kept(answer: Any, folder: Path) -> Path:
    path = folder / "kept.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    return path


def test_the_template_in_english_is_understood(place: Place, tmp_path: Path) -> None:
    from gongzhi.registers.catalogue import REGISTERS
    from gongzhi.registers.rows.workbook import headings_of

    browser = browser_of(place.clerk)
    browser.cookies["django_language"] = "en"
    answer = browser.get(f"{BASE}buildings/template/")
    rows = sheet(answer, tmp_path)
    known = headings_of(REGISTERS["buildings"])
    assert {known[heading] for heading in rows[0].values} == {
        field.key for field in REGISTERS["buildings"].fields
    }
