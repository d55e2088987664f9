"""The settings page of a process: limits, wording, who may act; orders under way stay as they are."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import draft_of, release_in_force
from gongzhi.office.forms.subject import ManyField
from gongzhi.office.models import SettingsDraft
from gongzhi.office.services.change_settings import change_settings
from gongzhi.orders.process.current import current_process_id, current_processes, forget
from gongzhi.orders.process.spec import spec_of
from gongzhi.orders.settings import order_settings
from tests.orders.conftest import City
from tests.signing_in import browser_of

PAGE = "/desk/settings/process-rectification/"
FILE = "orders/processes/rectification.yaml"


@pytest.fixture
def admin(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


@pytest.fixture
def browser(admin: Actor) -> Client:
    return browser_of(admin)


def filled(browser: Client, path: str = PAGE) -> dict[str, str]:
    form = browser.get(path).context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def number_of(part: str, key: str) -> int:
    spec = spec_of(current_process_id("rectification"))
    return list(getattr(spec, part)).index(key)


def test_every_page_saved_as_it_is_changes_nothing(browser: Client) -> None:
    assert len(current_processes()) > 3
    for key in current_processes():
        path = f"/desk/settings/process-{key}/"
        response = browser.post(path, filled(browser, path), follow=True)
        assert "没有改动" in response.content.decode(), (key, response.context["form"].errors)
    assert not SettingsDraft.objects.exists()
    assert browser.get("/desk/settings/process-none/").status_code == 404


def test_limit_wording_and_posts_change_with_the_next_release(
    city: City, browser: Client, admin: Actor
) -> None:
    order = city.report()
    values = filled(browser)
    values["orders/settings.yaml#stages.rectify.amount"] = "9"
    state, action = number_of("states", "to_rectify"), number_of("actions", "pass_recheck")
    values[f"{FILE}#states.{state}.name.zh"] = "等整改"
    values[f"{FILE}#actions.{action}.who"] = "caller:community_secretary"
    assert browser.post(PAGE, values).status_code == 302
    before = current_process_id("rectification")
    draft = draft_of(admin)
    change_settings(actor=admin, base_version=draft.release.version, reason="整改由书记复查")
    forget()
    after = current_process_id("rectification")
    assert before != after
    assert spec_of(after).states["to_rectify"].name("zh") == "等整改"
    assert spec_of(after).actions["pass_recheck"].who == ("caller:community_secretary",)
    assert order_settings().stages["rectify"].amount == 9
    assert spec_of(before).states["to_rectify"].name("zh") == "待整改"
    assert release_in_force().version > draft.release.version
    assert order.process_id == current_process_id("matter")


@pytest.mark.parametrize("wrong", ["nobody", "caller:nobody", "boss:handler", ""])
def test_a_post_that_is_none_is_refused(browser: Client, wrong: str) -> None:
    values = filled(browser)
    name = f"{FILE}#actions.{number_of('actions', 'pass_recheck')}.who"
    response = browser.post(PAGE, values | {name: wrong})
    assert response.status_code == 422
    assert name in response.context["form"].errors
    assert not SettingsDraft.objects.exists()


def test_states_stages_and_posts_are_said_by_name(browser: Client, admin: Actor) -> None:
    text = browser.get(PAGE).content.decode()
    assert "to_rectify" not in re.sub(r'(name|id|for|value|aria-[a-z]+)="[^"]*"', "", text)
    action = number_of("actions", "pass_recheck")
    name = f"{FILE}#actions.{action}.who"
    values = filled(browser)
    assert values[name] == "发起单位的任何岗位"
    assert browser.post(PAGE, values | {name: "发起单位的社区书记, caller:*"}).status_code == 302
    draft = draft_of(admin)
    told = browser.get("/desk/settings/draft/").content.decode()
    assert "复查通过，销号" in told
    assert "发起单位的社区书记、发起单位的任何岗位" in told
    change_settings(actor=admin, base_version=draft.release.version, reason="名称试改（示例）")
    forget()
    who = spec_of(current_process_id("rectification")).actions["pass_recheck"].who
    assert who == ("caller:community_secretary", "caller:*")


def test_posts_are_entered_by_name_in_english_too(browser: Client) -> None:
    browser.cookies["django_language"] = "en"
    name = f"{FILE}#actions.{number_of('actions', 'lift_rectification')}.who"
    values = filled(browser)
    assert "Body that started it: any post" in values[name]
    assert "没有改动" not in browser.post(PAGE, values, follow=True).content.decode()
    assert not SettingsDraft.objects.exists()


def test_a_name_that_could_be_read_as_something_else_is_no_name() -> None:
    choices = {
        "a": "社区 书记", "b": "甲，乙", "c": "同名", "d": "同名", "e": "a", "f": "两  个 空格", "g": "g",
    }  # fmt: skip
    field = ManyField(choices=choices, named=True)
    shown = field.prepare_value(list(choices))
    assert shown == "社区 书记, b, c, d, e, 两 个 空格, g"
    assert field.clean(shown) == list(choices)
    assert not field.has_changed(list(choices), shown)
    for wrong in ("同名", "甲，乙", "社区书记", "a\x00", "，"):
        with pytest.raises(ValidationError):
            field.clean(wrong)


def test_only_the_processes_that_change_are_marked(browser: Client) -> None:
    """A limit of one stage stands in the file of all: the others have nothing pending."""
    values = filled(browser)
    values["orders/settings.yaml#stages.rectify.amount"] = "9"
    assert browser.post(PAGE, values).status_code == 302
    entries = browser.get("/desk/settings/").context["processes"]
    assert [e["one"].key for e in entries if e["waiting"]] == ["process-rectification"]


def test_a_post_that_is_unknown_is_answered_in_one_sentence(browser: Client) -> None:
    action = number_of("actions", "pass_recheck")
    values = filled(browser) | {f"{FILE}#actions.{action}.who": "发起单位的皇帝"}
    answer = browser.post(PAGE, values)
    assert answer.status_code == 422
    [said] = answer.context["form"].errors[f"{FILE}#actions.{action}.who"]
    assert "没有这一项：发起单位的皇帝（写法相近的：发起单位" in said
    assert len(said) < 100


def test_only_what_is_read_aloud_asks_for_it(browser: Client) -> None:
    assert "hx-get" not in browser.get(PAGE).content.decode().split("<form", 2)[-1]
    assert "hx-get" in browser.get("/desk/settings/texts/").content.decode()
