"""The main job in browsers: a resident's report reaches who must act, and the resident judges it.

One story in steps; a later step stands on the earlier ones, so a failed step skips the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .people import Person, Server, photo, ready

PHONE_NUMBER = "19912345678"
WORDS = "南门口第三根路灯不亮，晚上路太黑"
RESULT = "今天上午到现场看了，是镇流器坏了，10:20已更换，现在亮了，再有问题请来电。"
MakePerson = Callable[..., Person]


class Story:
    """What one step tells the next."""

    number = ""
    broken = ""
    phone: Any = None  # what the resident's browser keeps: the session


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()


@pytest.fixture(autouse=True)
def _in_order(request: pytest.FixtureRequest, story: Story) -> Iterator[None]:
    if story.broken:
        pytest.skip(f"{story.broken} failed")
    story.broken = request.node.name
    yield
    # Reached after the step's own failure too: only a finished step takes its mark away.
    if getattr(request.node, "passed", False):
        story.broken = ""


def come_back(person: MakePerson, story: Story) -> Page:
    """The resident on the same phone, some time later: still signed in."""
    page = person("resident", storage_state=story.phone).page
    page.goto("/mine/")
    return page


def test_resident_reports_in_three_screens(
    person: MakePerson, server: Server, story: Story
) -> None:
    resident = person("resident")
    page = resident.page
    page.goto("/")
    page.get_by_role("link", name="随手拍").first.click()
    page.wait_for_url("**/report/**")
    ready(page).locator("input[name=photos]").first.set_input_files(photo(words="before"))
    expect(page.locator("[data-thumbs] img")).to_have_count(1)
    page.get_by_role("button", name="下一步：说一句").click()
    page.fill("[name=text]", WORDS)
    page.locator("[data-suggest] [data-code='10109']").click()
    expect(page.locator("[name=lon]")).not_to_have_value("")
    page.get_by_role("button", name="下一步：交").click()
    page.fill("[name=phone]", PHONE_NUMBER)
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_role("button", name="获取验证码")).to_be_hidden()
    page.fill("[name=code]", resident.code(PHONE_NUMBER))
    page.get_by_role("button", name="交给网格").click()
    page.wait_for_url("**/receipt/")

    story.number = page.url.rstrip("/").split("/")[-2]
    main = page.locator("main")
    expect(main).to_contain_text(story.number)
    for line in ("受理编号", "现在在谁手里", "谁负责", "最晚什么时候给结果"):
        expect(main).to_contain_text(line)
    expect(page.get_by_role("button", name="催一下")).to_be_visible()
    story.phone = resident.context.storage_state()
    assert server.state(story.number) == "to_verify"
    assert server.rows("SELECT count(*) FROM orders_order WHERE text = %s", WORDS) == [(1,)]


def leaves_the_list(page: Page) -> None:
    """What was done is gone from today's list, at the latest when the list is looked at again."""
    page.wait_for_url("**/field/")
    done = page.locator(".ftask", has_text=WORDS[:8])
    for _ in range(20):
        if not done.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(done).to_have_count(0)


def test_grid_worker_verifies(person: MakePerson, server: Server, story: Story) -> None:
    page = person("grid_worker").page
    page.goto("/field/")
    page.locator(".ftask", has_text=WORDS[:8]).get_by_role("link", name="去办").click()
    page.wait_for_url("**/field/orders/**")
    ready(page).get_by_role("button", name="属实", exact=True).click()
    leaves_the_list(page)
    # Filed and dispatched by the catalogue: 路灯 belongs to one department, always.
    assert server.state(story.number) == "to_sign"


def finish(page: Page, number: str, name: str) -> None:
    """The department's handler says it is done, with a photo."""
    form = page.locator("form[action$='/act/finish/']")
    form.locator("[name=result]").fill(RESULT)
    form.locator("[type=file]").set_input_files(photo(name, colour="#c9b458", words="after"))
    ready(page)
    form.get_by_role("button", name="申请办结").click()
    # The co-handler has not answered: the first press warns, the words and the photo stay.
    expect(form.locator(".alert")).to_contain_text("协办单位还没有反馈")
    expect(form.locator("[data-thumbs] li")).to_have_count(1)
    form.get_by_role("button", name="申请办结").click()
    expect(page.locator(".messages")).to_contain_text("“申请办结”已记下")


def test_department_signs_and_finishes(person: MakePerson, server: Server, story: Story) -> None:
    page = person("handler").page
    page.goto("/desk/")
    page.get_by_role("link", name=re.compile("待签收")).first.click()
    ready(page).locator("[data-row]", has_text=WORDS[:8]).click()
    page.wait_for_url(f"**/desk/orders/{story.number}/")
    page.get_by_role("button", name=re.compile("^签收")).click()
    expect(page.locator("h1")).to_contain_text(story.number)
    assert server.state(story.number) == "in_hand"
    page.goto(f"/desk/orders/{story.number}/")
    finish(page, story.number, "after.jpg")
    assert server.state(story.number) == "to_check"


def check(page: Page) -> None:
    page.goto("/field/")
    page.locator(".ftask", has_text=WORDS[:8]).get_by_role("link", name="去办").click()
    page.wait_for_url("**/field/orders/**")
    ready(page).get_by_role("button", name="办好了，通过").click()
    leaves_the_list(page)


def test_grid_worker_checks(person: MakePerson, server: Server, story: Story) -> None:
    check(person("grid_worker").page)
    assert server.state(story.number) == "to_rate"


def test_not_solved_comes_back(person: MakePerson, server: Server, story: Story) -> None:
    page = come_back(person, story)
    page.get_by_role("link", name="去评价").first.click()
    page.get_by_role("link", name="没解决").click()
    page.fill("[name=comment]", "昨晚又灭了")
    page.get_by_role("button", name="告诉他们没解决").click()
    page.wait_for_url(f"**/o/{story.number}/")
    expect(page.locator("main")).to_contain_text("重新交办")
    assert server.state(story.number) == "in_hand"
    assert server.rows("SELECT reworks FROM orders_order WHERE number = %s", story.number) == [(1,)]


def test_second_round_is_rated_solved(person: MakePerson, server: Server, story: Story) -> None:
    handler = person("handler").page
    handler.goto(f"/desk/orders/{story.number}/")
    expect(handler.locator("main")).to_contain_text("返工1次")
    finish(handler, story.number, "after-2.jpg")
    check(person("grid_worker").page)
    page = come_back(person, story)
    page.goto(f"/o/{story.number}/")
    page.get_by_role("link", name="解决了", exact=True).click()
    page.get_by_text("基本满意").click()
    page.get_by_role("button", name="交评价").click()
    page.wait_for_url(f"**/o/{story.number}/")
    expect(page.locator("main")).to_contain_text("评价不能更改")
    assert server.state(story.number) == "closed"
    ratings = server.rows(
        "SELECT r.solved FROM orders_rating r JOIN orders_order o ON o.id = r.order_id "
        "WHERE o.number = %s ORDER BY r.id",
        story.number,
    )
    assert ratings == [(False,), (True,)]


def test_handler_no_longer_sees_the_contact(person: MakePerson, story: Story) -> None:
    page = person("handler").page
    page.goto(f"/desk/orders/{story.number}/")
    expect(page.locator("main")).not_to_contain_text(PHONE_NUMBER)
    expect(page.get_by_role("button", name=re.compile("看电话|查看"))).to_have_count(0)


def test_public_page_tells_no_personal_data(person: MakePerson, story: Story) -> None:
    page = person("resident").page
    page.goto(f"/public/{story.number}/")
    main = page.locator("main")
    expect(main).to_contain_text("路灯")
    for secret in (PHONE_NUMBER, PHONE_NUMBER[-4:], WORDS):
        expect(main).not_to_contain_text(secret)
    page.goto("/public/")
    expect(page.locator("main")).to_contain_text("路灯")
