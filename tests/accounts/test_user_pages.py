"""The pages of users: lists of any size, tables in and out, passwords shown once."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
import python_calamine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.accounts.models import AccessLog, AccountEvent, Posting, User
from gongzhi.accounts.reading.users import factors_set
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.second_factor import set_up_second_factor
from gongzhi.kernel import clock

from .conftest import PASSWORD, City

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("named_roles")


@pytest.fixture
def admin(client: Client, city: City) -> Client:
    user = create_staff(username="boss", name="系统管理", password=PASSWORD)
    assign_posting(user=user, role="sysadmin", body=city.office)
    client.force_login(user)
    return client


def people(city: City, count: int) -> None:
    users = User.objects.bulk_create(
        (User(username=f"yg{n:05d}", name=f"示例{n:05d}", password="!") for n in range(count)),
        batch_size=2000,
    )
    Posting.objects.bulk_create(
        (
            Posting(user=user, role="handler", body=city.bureau, valid=(date(2020, 1, 1), None))
            for user in users
        ),
        batch_size=2000,
    )


def test_a_page_costs_the_same_for_ten_and_for_thousands(admin: Client, city: City) -> None:
    def look(query: str = "") -> int:
        with CaptureQueriesContext(connection) as captured:
            assert admin.get(f"/desk/users/{query}").status_code == 200
        return len(captured)

    people(city, 60)
    few = {query: look(query) or look(query) for query in ("", "?role=handler", "?q=示例")}
    User.objects.filter(username__startswith="yg").delete()
    people(city, 3000)
    assert {query: look(query) for query in few if look(query) > few[query]} == {}
    page = admin.get("/desk/users/?page=3").content.decode()
    assert page.count("示例0") == 50
    assert "第3页" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=示例00007", ["yg00007"]),
        ("q=YG00007", ["yg00007"]),
        ("state=blocked", ["yg00003"]),
        ("state=unposted", ["yg00004"]),
        ("state=ending", ["yg00005"]),
        ("role=sysadmin", ["boss"]),
        ("body=office", ["boss"]),
        ("body=nowhere", []),
    ],
)
def test_searching_and_filters(admin: Client, city: City, query: str, found: list[str]) -> None:
    people(city, 9)
    User.objects.filter(username="yg00003").update(is_active=False)
    Posting.objects.filter(user__username="yg00004").delete()
    Posting.objects.filter(user__username="yg00005").update(
        valid=(date(2020, 1, 1), clock.today() + 3 * DAY)
    )
    rows = admin.get(f"/desk/users/?{query}").context["rows"]
    assert [row.username for row in rows] == found


def test_who_has_no_second_factor_is_found(admin: Client, city: City) -> None:
    """Counted and listed for the security administrator; whoever sets one up is off the list."""
    people(city, 3)
    User.objects.filter(username__in=("yg00001", "yg00002")).update(password="x")
    listed = admin.get("/desk/users/?state=nofactor").context["rows"]
    names = {row.username for row in listed}
    assert names >= {"yg00001", "yg00002"}
    assert "yg00000" not in names  # a program, which logs in by its key
    having, posted = factors_set()
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    now = clock.now()
    code = format_hotp_value(hotp_value(secret, int(now.timestamp()) // 30))
    user = User.objects.get(username="yg00001")
    set_up_second_factor(user=user, secret=secret, code=code, at=now)
    listed = admin.get("/desk/users/?state=nofactor").context["rows"]
    assert "yg00001" not in {row.username for row in listed}
    assert factors_set() == (having + 1, posted)


def test_a_new_account_from_the_page_to_the_first_login(admin: Client, city: City) -> None:
    shown = admin.post(
        "/desk/users/new/", {"username": "Li.Si", "name": "李四", "phone": "13800000001"}
    )
    html = shown.content.decode()
    password = html.split("once-secret mono")[1].split(">")[1].split("<")[0]
    user = User.objects.get(username="li.si")
    assert password not in user.password
    assert password not in admin.get(f"/desk/users/{user.pk}/").content.decode()
    assert "13800000001" not in html
    assert "no-store" in shown["Cache-Control"]
    posted = admin.post(
        f"/desk/users/{user.pk}/postings/",
        {"role": "handler", "body": "bureau 示例bureau", "since": clock.today().isoformat()},
    )
    assert posted.status_code == 302
    new = Client()
    first = new.post("/login/", {"username": "li.si", "password": password})
    assert first["Location"] == "/login/password/"
    weak = new.post("/login/password/", {"new": "12345", "again": "12345"})
    assert weak.status_code == 422
    same = new.post("/login/password/", {"new": password, "again": password})
    assert "不能和原来的一样" in same.content.decode()
    done = new.post(
        "/login/password/", {"new": "shan-gao-shui-chang", "again": "shan-gao-shui-chang"}
    )
    assert done["Location"] == "/desk/"
    assert new.get("/me/second-factor/").status_code == 200
    user.refresh_from_db()
    assert user.temporary_until is None
    again = Client().post("/login/", {"username": "li.si", "password": password})
    assert "账号或密码不对" in again.content.decode()
    late = admin.post(f"/desk/users/{user.pk}/password/").content.decode()
    password = late.split("once-secret mono")[1].split(">")[1].split("<")[0]
    assert new.get("/me/second-factor/").status_code == 302  # the old login is over
    with clock.frozen(clock.now() + 15 * DAY):
        void = Client().post("/login/", {"username": "li.si", "password": password})
        assert "已经作废" in void.content.decode()


def test_a_mistake_stands_at_its_field_and_keeps_what_was_typed(admin: Client) -> None:
    answer = admin.post("/desk/users/new/", {"username": "汉字", "name": "李四"})
    assert answer.status_code == 422
    assert "账号应为3到40位" in answer.content.decode()
    assert 'value="李四"' in answer.content.decode()
    assert User.objects.count() == 1


def upload(admin: Client, rows: list[str], do: str = "write", name: str = "people.csv") -> Any:
    text = "账号,姓名,手机号,工号,岗位,单位,区域,开始,结束\n" + "\n".join(rows)
    file = SimpleUploadedFile(name, text.encode("gb18030"))
    return admin.post("/desk/users/import/", {"do": do, "file": file})


GOOD = [
    "zhang.san,张三,13800000001,E-1,经办人,示例bureau,,2026-01-01,",
    "zhang.san,张三,,E-1,经办人,office,220723001,,2027-12-31",
    "li.si,李四,,,,,,,",
]


def test_a_table_is_written_whole_and_its_passwords_work(admin: Client, city: City) -> None:
    checked = upload(admin, GOOD, do="check")
    assert "会新建2个账号、2个岗位" in checked.content.decode()
    assert User.objects.count() == 1
    answer = upload(admin, GOOD)
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content))
    table = book.get_sheet_by_index(0).to_python()
    assert [row[:2] for row in table[1:]] == [["zhang.san", "张三"], ["li.si", "李四"]]
    user = User.objects.get(username="zhang.san")
    assert user.check_password(str(table[1][2]))
    rows = user.postings.order_by("id").values_list("role", "body__code", "valid")
    assert [(role, body, valid.lower, valid.upper) for role, body, valid in rows] == [
        ("handler", "bureau", date(2026, 1, 1), None),
        ("handler", "office", clock.today(), date(2028, 1, 1)),
    ]
    event = AccountEvent.objects.get(kind="imported")
    assert event.values == {"users": 2, "postings": 2}
    again = upload(admin, ["li.si,李四,,,经办人,bureau,,,"])
    assert "新安排了1个岗位" in again.content.decode()


@pytest.mark.parametrize(
    ("row", "line", "column", "words"),
    [
        ("坏 账号,张三,,,,,,,", 3, "账号", "3到40位"),
        ("x.y,,,,,,,,", 3, "姓名", "请填写姓名"),
        ("x.y,张三,110,,,,,,", 3, "手机号", "手机号"),
        ("x.y,张三,,E-9,,,,,", 3, "工号", "已经有账号"),
        ("x.y,张三,,,厨师,bureau,,,", 3, "岗位", "没有这个岗位"),
        ("x.y,张三,,,系统管理员,bureau,,,", 3, "岗位", "安全管理员批准"),
        ("x.y,张三,,,经办人,nowhere,,,", 3, "单位", "没有这个单位"),
        ("x.y,张三,,,经办人,,,,", 3, "单位", "请写单位"),
        ("x.y,张三,,,经办人,bureau,999,,", 3, "区域", "没有这个区域编码"),
        ("x.y,张三,,,经办人,bureau,,13月1日,", 3, "开始", "2026-01-31"),
        ("x.y,张三,,,经办人,bureau,,2026-02-01,2026-01-01", 3, "结束", "不能早于"),
        ("good.one,王五,,,,,,,", 3, "姓名", "叫“好人”"),
        ("good.one,好人,,,经办人,bureau,,2027-01-01,", 3, "岗位", "同样的任岗"),
        ("boss,系统管理,,,经办人,bureau,,,", 3, "账号", "不能给自己"),
    ],
)
def test_one_bad_cell_and_nothing_is_written(
    admin: Client, city: City, row: str, line: int, column: str, words: str
) -> None:
    User.objects.filter(username="boss").update(employee_number="E-9")
    answer = upload(admin, ["good.one,好人,,,经办人,bureau,,,", row])
    assert answer.status_code == 422
    [problem] = answer.context["problems"]
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message
    assert User.objects.count() == 1
    assert AccountEvent.objects.count() == 0


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv"])
def test_what_is_no_table_is_one_sentence(admin: Client, name: str) -> None:
    file = SimpleUploadedFile(name, b"\x00\x01\xff\xfe nothing")
    answer = admin.post("/desk/users/import/", {"do": "write", "file": file})
    assert answer.status_code == 422
    assert "文件不是" in answer.content.decode()


def test_the_export_is_what_the_import_reads_and_is_logged(admin: Client, city: City) -> None:
    people(city, 3)
    answer = admin.get("/desk/users/export/?role=handler")
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content))
    table = book.get_sheet_by_index(0).to_python()
    assert len(table) == 4
    assert table[1][:2] == ["yg00000", "示例00000"]
    assert table[1][4:6] == ["经办人", "bureau"]
    assert AccessLog.objects.get().kind == "export"
    User.objects.filter(username__startswith="yg").delete()
    back = SimpleUploadedFile("back.xlsx", answer.content)
    done = admin.post("/desk/users/import/", {"do": "write", "file": back})
    assert done["Content-Disposition"].endswith('.xlsx"')
    assert Posting.objects.filter(role="handler").count() == 3


def test_every_page_of_a_person_opens_in_both_languages(admin: Client, city: City) -> None:
    people(city, 1)
    user = User.objects.get(username="yg00000")
    posting = user.postings.get()
    for language in ("zh-hans", "en"):
        admin.cookies["django_language"] = language
        for page in ("", "new/", "roles/", "requests/", "import/", f"{user.pk}/",
                     f"{user.pk}/edit/", f"{user.pk}/postings/", f"{user.pk}/stand-in/",
                     f"postings/{posting.pk}/end/"):  # fmt: skip
            assert admin.get(f"/desk/users/{page}").status_code == 200, page


def test_the_command_makes_the_first_administrators(
    city: City, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from contextlib import nullcontext

    from gongzhi.cli import user as command
    from gongzhi.cli.main import main

    monkeypatch.setattr(command, "project", lambda data: nullcontext())
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    make = ["user", "create", "first", "--name", "第一人", "--body", "office", "--role"]
    assert main([*make, "sysadmin"]) == 0
    password = capsys.readouterr().out.split("temporary password ")[1].split("\n")[0]
    user = User.objects.get(username="first")
    assert user.check_password(password)
    assert user.postings.get().role == "sysadmin"
    make[2] = "second"
    assert main([*make, "sysadmin"]) == 1
    assert "已经有" in capsys.readouterr().err
    assert User.objects.count() == 1
    assert main(["user", "disable", "first", "--reason", "离职"]) == 1
    assert "只剩这一位" in capsys.readouterr().err
    assert main(["user", "reset-second-factor", "first", "--reason", "换手机"]) == 1
    assert main(["user", "reset-password", "first"]) == 0
    assert main(["user", "disable", "nobody", "--reason", "x"]) == 1
    user.refresh_from_db()
    assert user.is_active
