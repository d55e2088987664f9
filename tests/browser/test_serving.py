"""A community publishes a post; a member checks in at home, claims it, serves, sees the hours.

And a resident asks for a room, the clerk says yes. The volunteer holds a small phone.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from .conftest import ROOT, environment
from .people import Person, Server
from .signing_in import sign_in
from .test_item import SMALL

PHONE_NUMBER, TITLE = "19912345602", "楼道清扫一小时"
MakePerson = Callable[..., Person]


def published(desk: Page) -> int:
    """The clerk's post of the next hours, at most until midnight."""
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    starts = now + timedelta(minutes=20)
    last = starts.replace(hour=23, minute=59)
    desk.goto("/desk/volunteers/posts/new/")
    desk.select_option("[name=kind]", "clean")
    desk.fill("[name=title]", TITLE)
    desk.fill("[name=on]", f"{starts:%Y-%m-%d}")
    desk.fill("[name=starts_at]", f"{starts:%H:%M}")
    desk.fill("[name=ends_at]", f"{min(starts + timedelta(hours=1), last):%H:%M}")
    desk.fill("[name=places]", "3")
    desk.fill("[name=meeting_place]", "3号楼前")
    desk.get_by_role("button", name="发布").click()
    expect(desk.locator(".messages")).to_contain_text("居民看得到")
    return int(desk.url.rstrip("/").split("/")[-1])


def shown_code(server: Server, post_id: int) -> str:
    """What a phone would read from the picture."""
    command = [sys.executable, "-m", "tests.browser.shown_code", str(post_id)]
    found = subprocess.run(
        command, cwd=ROOT, env=environment(server.data), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr[-2000:]
    return found.stdout.strip()


def begins(server: Server, post_id: int) -> None:
    """Time goes on: the shift has begun half an hour ago."""
    for table, column in (("volunteering_post", "id"), ("volunteering_claim", "post_id")):
        server.rows(
            f"UPDATE {table} SET during = tstzrange(now() - interval '30 min',"
            f" now() + interval '30 min') WHERE {column} = %s RETURNING id", post_id,
        )  # fmt: skip


def test_from_checking_in_at_home_to_the_certificate(person: MakePerson, server: Server) -> None:
    desk = person("community_clerk").page
    post_id = published(desk)
    member = person("resident", **SMALL)
    page = member.page
    sign_in(member, PHONE_NUMBER)
    desk.goto("/desk/volunteers/")
    page.goto(desk.locator(".mono", has_text="/me/service/join/").inner_text().strip())
    page.fill("[name=name]", "周师傅")
    page.get_by_role("button", name="我来报到").click()
    page.get_by_role("link", name="看看社区的岗位").click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="我来", exact=True).click()
    expect(page.locator("main")).to_contain_text("名额是您的")
    begins(server, post_id)

    desk.goto(f"/desk/volunteers/posts/{post_id}/code/")
    expect(desk.locator(".checkin-qr")).to_be_visible()
    page.goto(f"/me/service/in/{shown_code(server, post_id)}/")
    page.get_by_role("button", name="签到", exact=True).click()
    expect(page.locator("main")).to_contain_text("签到")
    desk.goto(f"/desk/volunteers/posts/{post_id}/")
    desk.get_by_label("周师傅").check()
    desk.locator("[name^=minutes-]").fill("45")
    desk.get_by_role("button", name="勾选的来了，记时长").click()
    expect(desk.locator(".messages")).to_contain_text("已记下")

    page.goto("/me/service/")
    expect(page.locator("main")).to_contain_text("45分钟")
    page.get_by_role("link", name="开服务记录证明").click()
    page.fill("[name=name]", "周小明")
    page.get_by_role("button", name="开证明").click()
    expect(page.locator("main")).to_contain_text("45")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_clerk_answers_a_booking(person: MakePerson, server: Server) -> None:
    desk = person("community_clerk").page
    desk.goto("/desk/venues/new/")
    desk.fill("[name=name]", "东门驿站")
    desk.get_by_role("button", name="保存").click()
    expect(desk.locator("h1")).to_have_text("东门驿站")
    desk.get_by_role("link", name="登记屋子").click()
    desk.fill("[name=name]", "书画室")
    desk.get_by_label("居民和单位可以预约").check()
    desk.get_by_label("要社区确认才算约好").check()
    desk.get_by_role("button", name="保存").click()
    room = server.rows("SELECT id FROM venues_room WHERE name = '书画室'")[0][0]

    resident = person("resident", **SMALL)
    sign_in(resident, "19912345603")
    page = resident.page
    tomorrow = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
    page.goto(f"/places/rooms/{room}/?day={tomorrow:%Y-%m-%d}&minutes=60")
    page.locator("label:has([name=starts])").nth(3).click()
    page.fill("[name=purpose]", "练字")
    page.fill("[name=people]", "3")
    page.get_by_role("button", name="预约", exact=True).click()
    expect(page.locator("main")).to_contain_text("等社区确认")

    desk.goto(f"/desk/venues/rooms/{room}/?day={tomorrow:%Y-%m-%d}")
    desk.get_by_role("button", name="同意", exact=True).click()
    expect(desk.locator("main")).to_contain_text("约好了")
    page.reload()
    expect(page.locator("main")).to_contain_text("约好了")
