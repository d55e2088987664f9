"""The settings pages: what a form keeps, what it says of mistakes, who gets in."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.test import Client

from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import draft_of, release_in_force
from gongzhi.office.edits import Edit
from gongzhi.office.models import SettingsDraft
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.office.subjects import SUBJECTS
from gongzhi.office.tables import TABLES
from gongzhi.profiles import selectors as profiles
from tests.orders.conftest import City
from tests.signing_in import browser_of

HOME = "/desk/settings/"


@pytest.fixture
def admin(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


@pytest.fixture
def browser(admin: Actor) -> Client:
    return browser_of(admin)


def fields(browser: Client, path: str) -> dict[str, str]:
    """All inputs of the page's form with their values."""
    form = browser.get(path).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


PAGES = (
    *(f"{HOME}{key}/" for key in SUBJECTS),
    *(f"{HOME}table/{key}/" for key in TABLES),
    *(f"{HOME}table/{key}/new/" for key in TABLES),
    HOME, f"{HOME}draft/", f"{HOME}history/", f"{HOME}history/1/", f"{HOME}history/compare/",
    f"{HOME}history/1/back/", f"{HOME}table/limits/row/?key=10101|gone",
    f"{HOME}table/categories/row/?key=10101", f"{HOME}table/duties/row/?key=1", "/desk/it/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens(browser: Client, path: str, language: str) -> None:
    browser.cookies["django_language"] = language
    response = browser.get(path)
    assert response.status_code == 200
    text = response.content.decode()
    assert "style=" not in text
    assert "onclick" not in text
    headings = re.findall(r"<(h[1-6]|th|label)\b[^>]*>(.*?)</\1>", text, re.DOTALL)
    assert [one for one, inner in headings if not re.sub(r"<[^>]+>", "", inner).strip()] == []


@pytest.mark.parametrize("key", list(SUBJECTS))
def test_a_page_saved_as_it_is_changes_nothing(browser: Client, key: str) -> None:
    path = f"{HOME}{key}/"
    response = browser.post(path, fields(browser, path), follow=True)
    assert response.status_code == 200, response.context["form"].errors
    assert "没有改动" in response.content.decode()
    assert not SettingsDraft.objects.exists()


@pytest.mark.parametrize(
    ("key", "name", "value"),
    [
        ("names", "profile.yaml#platform_name.zh", "乾安网"),
        ("names", "areas/levels.yaml#levels.3.size_zh", "小小网格"),
        ("names", "orgs/roles.yaml#roles.handler.zh", "承办人"),
        ("names", "orgs/kinds.yaml#kinds.squad.en", "Squads"),
        ("stages", "orders/settings.yaml#stages.sign.amount", "3"),
        ("stages", "orders/settings.yaml#auto_accept", "false"),
        ("stages", "orders/settings.yaml#yellow_share", "0.8"),
        ("texts", "notify.yaml#texts.overdue.zh", "超时了：{number} {title}，{over}，{lead}。"),
        ("texts", "notify.yaml#escalation.0.tell", "handler, body_head"),
        ("calendar", "calendar.yaml#extra_days.0.day", "2026-03-10"),
        ("rates", "insight/rates.yaml#least", "20"),
        ("services", "venues/settings.yaml#booking.ahead_days", "20"),
        ("services", "venues/settings.yaml#station_kinds.0.name.zh", "便民站"),
        ("services", "venues/settings.yaml#checklist", "为民服务站, 值班室"),
        ("services", "volunteering/settings.yaml#check_in.metres", "150"),
        ("model", "model.yaml#parts.0.zh", "一张网"),
    ],
)
def test_one_value_is_kept_and_shown_as_pending(
    browser: Client, admin: Actor, key: str, name: str, value: str
) -> None:
    path = f"{HOME}{key}/"
    data = fields(browser, path) | {name: value}
    if key == "calendar":
        data["calendar.yaml#extra_days.0.works"] = "false"
    response = browser.post(path, data, follow=True)
    assert "记下了 1 处修改" in response.content.decode()
    assert len(draft_of(admin).edits) == 1
    assert fields(browser, path)[name] == value  # the page shows what is pending
    assert "未应用的修改 1 处" in browser.get(HOME).content.decode()
    applied = browser.post(
        f"{HOME}draft/apply/", {"base": release_in_force().version, "reason": "试"}
    )
    assert applied.status_code == 302
    assert not SettingsDraft.objects.exists()
    assert fields(browser, path)[name] == value


@pytest.mark.parametrize(
    ("key", "changes", "said"),
    [
        ("stages", {"orders/settings.yaml#stages.sign.amount": "0"}, "1"),
        ("stages", {"orders/settings.yaml#stages.sign.amount": "多"}, "整数"),
        ("stages", {"orders/settings.yaml#number_prefix": "q1"}, "A-Z"),
        ("stages", {"orders/settings.yaml#yellow_share": "1.5"}, "1"),
        ("names", {"orgs/roles.yaml#roles.handler.zh": ""}, "这里要填"),
        ("texts", {"notify.yaml#texts.code.zh": "码 {cod}"}, "code"),
        ("texts", {"notify.yaml#escalation.0.tell": "mayor"}, "没有这一项"),
        ("calendar", {"calendar.yaml#roster.0.1": "11:00"}, "8 小时"),
        ("calendar", {"calendar.yaml#roster.0.1": "25:00"}, "08:00"),
        ("calendar", {"calendar.yaml#extra_days.0.day": "2026-02-30",
                      "calendar.yaml#extra_days.0.works": "true"}, "日期"),
        ("rates", {"insight/rates.yaml#weights.solved": "51"}, "合计应为 100"),
        ("rates", {"insight/rates.yaml#weights.solved": "101"}, "100"),
        ("services", {"venues/settings.yaml#booking.ahead_days": "0"}, "1"),
        ("services", {"venues/settings.yaml#checklist": "为民服务站, 天台"}, "没有这一项"),
        ("services", {"venues/settings.yaml#checklist": ""}, "这里要填"),
        ("model", {"model.yaml#parts.0.pages": "nowhere"}, "没有这一项"),
    ],
)  # fmt: skip
def test_a_mistake_stands_beside_its_field(
    browser: Client, key: str, changes: dict[str, str], said: str
) -> None:
    path = f"{HOME}{key}/"
    response = browser.post(path, fields(browser, path) | changes)
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors
    assert said in str(form.errors)
    assert next(iter(changes.values())) in response.content.decode()  # what was typed is kept
    assert not SettingsDraft.objects.exists()


def test_a_list_gets_and_loses_lines(browser: Client, admin: Actor) -> None:
    path = f"{HOME}texts/"
    start = "notify.yaml#escalation"
    data = fields(browser, path) | {
        f"{start}.1.when": "",
        f"{start}.2.when": "overdue", f"{start}.2.tell": "commander", f"{start}.2.text": "pressed",
    }  # fmt: skip
    browser.post(path, data)
    [edit] = draft_of(admin).edits
    assert edit.value == [
        {"when": "due_soon", "tell": ["handler"], "text": "due_soon"},
        {"when": "overdue", "tell": ["commander"], "text": "pressed"},
    ]


def test_tables_are_searched_and_paged(browser: Client) -> None:
    first = browser.get(f"{HOME}table/limits/")
    assert len(first.context["rows"]) == 50
    assert first.context["shown"].paginator.num_pages > 5
    found = browser.get(f"{HOME}table/categories/?find=ld").context["rows"]  # 路灯
    assert any("路灯" in row["cells"][1][1] for row in found)
    nothing = browser.get(f"{HOME}table/duties/?find=没有这样的")
    assert "没有找到" in nothing.content.decode()


def test_a_row_is_changed_added_and_dropped(browser: Client, admin: Actor) -> None:
    path = f"{HOME}table/limits/row/?key=10101|gone"
    browser.post(path, fields(browser, path) | {"amount": "1"})
    new = f"{HOME}table/duties/new/"
    values = {"clause": "901", "category_code": "10101", "lead": "SZ", "supporting.0": "CG",
              "supporting.2": "kind:street", "legal_duty_of": "department"}  # fmt: skip
    browser.post(new, fields(browser, new) | values)
    browser.post(f"{HOME}table/duties/drop/", {"key": "2"})
    edits = draft_of(admin).edits
    assert [edit.kind for edit in edits] == ["row", "add", "drop"]
    assert edits[0].values == {"amount": "1"}
    assert edits[1].values["supporting"] == "CG|kind:street"
    shown = browser.get(f"{HOME}draft/").content.decode()
    assert "2" in shown
    assert "SZ" in shown


def test_a_row_with_mistakes_keeps_nothing(browser: Client) -> None:
    new = f"{HOME}table/duties/new/"
    for values, field in (
        ({"clause": "1", "category_code": "10101", "lead": "SZ"}, "clause"),
        ({"clause": "#9", "category_code": "10101", "lead": "SZ"}, "clause"),
        ({"clause": "9x", "category_code": "99999", "lead": "SZ"}, "category_code"),
        ({"clause": "9x", "category_code": "10101", "lead": "kind:mayor"}, "lead"),
        ({"clause": "9x", "category_code": "10101", "lead": ""}, "lead"),
        ({"clause": "9x", "category_code": "10101", "lead": "SZ", "area_code": "9"}, "area_code"),
        ({"clause": "9x", "category_code": "10101", "lead": "NOBODY"}, "lead"),
    ):
        response = browser.post(new, fields(browser, new) | values)
        assert response.status_code == 422, values
        assert field in response.context["form"].errors, (values, response.context["form"].errors)
    assert not SettingsDraft.objects.exists()
    assert browser.get(f"{HOME}table/limits/row/?key=none").status_code == 404
    assert browser.post(f"{HOME}table/categories/drop/", {"key": "10101"}).status_code == 404


def test_the_preview_asks_for_a_reason_and_for_the_newest_release(
    browser: Client, admin: Actor, city: City
) -> None:
    keep_edits(actor=admin, edits=[Edit("set", "orders/settings.yaml", ("rating_days",), 9)])
    version = release_in_force().version
    without = browser.post(f"{HOME}draft/apply/", {"base": version, "reason": " "})
    assert without.status_code == 422
    stale = browser.post(f"{HOME}draft/apply/", {"base": version - 1, "reason": "迟"})
    assert stale.status_code == 409
    assert "迟" in stale.content.decode()
    assert release_in_force().version == version
    assert len(draft_of(admin).edits) == 1
    browser.post(f"{HOME}draft/discard/")
    assert not SettingsDraft.objects.exists()


def test_history_tells_in_words_and_goes_back(browser: Client, admin: Actor) -> None:
    keep_edits(
        actor=admin,
        edits=[
            Edit("set", "orders/settings.yaml", ("stages", "sign", "unit"), "working_day"),
            Edit("row", "orders/limits.csv", ("10101", "gone"), values={"amount": "1"}),
        ],
    )
    first = release_in_force().version
    browser.post(f"{HOME}draft/apply/", {"base": first, "reason": "签收放宽"})
    page = browser.get(f"{HOME}history/{first + 1}/").content.decode()
    for words in ("签收放宽", "工作小时", "工作日", "雨水污水井盖", "撤销这次修改"):
        assert words in page
    back = f"{HOME}history/{first}/back/"
    assert "工作日" in browser.get(back).content.decode()
    assert browser.post(back, {"base": first + 1, "reason": ""}).status_code == 422
    assert browser.post(back, {"base": first + 1, "reason": "改错了"}).status_code == 302
    assert profiles.current().section("orders/settings")["stages"]["sign"]["unit"] == "working_hour"
    assert f"退回第 {first} 版" in browser.get(f"{HOME}history/").content.decode()


def test_export_is_a_zip_of_the_files(browser: Client) -> None:
    response = browser.get(f"{HOME}export/")
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert (
            archive.read("qianan/profile.yaml").decode()
            == (release_in_force().files["qianan/profile.yaml"])
        )
    assert browser.get(f"{HOME}export/?version=99").status_code == 404


def test_codes_are_found_and_texts_are_read(browser: Client) -> None:
    assert "SZ" in browser.get(f"{HOME}find/body/?lead=市政").content.decode()
    assert "10101" in browser.get(f"{HOME}find/class/?category_code=井盖").content.decode()
    assert browser.get(f"{HOME}find/secret/").status_code == 404
    said = browser.get(f"{HOME}say/", {"notify.yaml#texts.code.en": "Code {code} {cod}"})
    text = said.content.decode()
    assert "482913" in text
    assert "{cod}" in text


@pytest.mark.parametrize("role", ["auditadmin", "secadmin", "handler"])
def test_who_gets_in(city: City, role: str) -> None:
    browser = browser_of(city.staff(role, city.centre))
    may_read = role == "auditadmin"
    for path in (f"{HOME}history/", f"{HOME}history/1/", f"{HOME}history/compare/"):
        assert (browser.get(path).status_code == 200) == may_read, path
    for path in (HOME, f"{HOME}names/", f"{HOME}history/1/back/", f"{HOME}export/", "/desk/it/"):
        assert browser.get(path).status_code == 403, path
    assert browser.post(f"{HOME}draft/apply/", {"reason": "x"}).status_code == 403
    assert not SettingsDraft.objects.exists()
