"""A visit made where there is no network: kept on the phone, arrived once, its result shown."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .people import Person, Server, ready
from .test_field_offline import everything_sent

MakePerson = Callable[..., Person]
KEPT = """async (hrefs) => {
  if (navigator.serviceWorker.controller === null) return false;
  const pages = await caches.open('gongzhi-pages');
  const found = await Promise.all(hrefs.map((href) => pages.match(href)));
  return found.every(Boolean);
}"""


def keep(page: Page, building: int, home: int) -> None:
    """Open the building with a network until the phone has the pages of its homes."""
    page.goto("/field/")
    path = f"/field/visits/{building}/"
    page.goto(path)
    hrefs = ["/field/", path, f"/field/visits/home/{home}/", "/field/handbook/"]
    for count in range(1, 481):
        if page.evaluate(KEPT, hrefs):
            return
        page.wait_for_timeout(250)
        if count % 60 == 0:
            page.reload()
    raise AssertionError("the homes were not kept on the phone")


def test_a_visit_offline_arrives_once(person: MakePerson, server: Server) -> None:
    at = server.city["home"]
    words = f"楼道灯不亮 {uuid.uuid4().hex[:6]}"
    worker = person("grid_worker")
    page = worker.page
    keep(page, at["building"], at["home"])

    worker.context.set_offline(True)
    page.goto("/field/handbook/")
    expect(page.get_by_role("heading", name="信息采集")).to_be_visible()
    page.goto(f"/field/visits/{at['building']}/")
    page.get_by_role("link", name="2-301").click()
    page.wait_for_url(f"**/field/visits/home/{at['home']}/")
    ready(page)
    assert "周小明" not in page.content()
    page.get_by_text("有变化", exact=True).click()
    page.locator(f"[name=people-{at['person']}-phone]").fill("19900000110")
    page.fill("[name=text]", words)
    page.locator("summary", has_text="谁说的").click()
    page.locator("#id_person").select_option(str(at["person"]))
    page.get_by_text("本人愿意用登记的手机号收到办理结果").click()
    page.get_by_role("button", name="记下这户").click()
    page.wait_for_url(f"**/field/visits/{at['building']}/")
    expect(page.locator("[data-outbox-count]")).to_have_text("离线·待传1")
    assert needs(server, words) == 0

    worker.context.set_offline(False)
    page.goto("/field/")
    everything_sent(page)
    record = page.locator("[data-outbox-list] [data-state=done]").first
    expect(record).to_contain_text("入户走访")
    expect(record).to_contain_text("更正了1项登记。1件需求交给社区汇总。")
    page.reload()
    everything_sent(page)
    assert needs(server, words) == 1
    history = server.rows(
        "SELECT kind, fields FROM registers_registerevent WHERE source = 'visit' ORDER BY kind, id"
    )
    assert ("changed", ["phone"]) in history
    assert server.rows("SELECT count(*) FROM fieldwork_visit") == [(1,)]

    # What was just answered is not asked again.
    page.goto(f"/field/visits/home/{at['home']}/")
    expect(page.get_by_text("登记的内容都还新，不用再问。")).to_be_visible()
    expect(page.get_by_text(words)).to_be_visible()


def needs(server: Server, words: str) -> int:
    return int(server.rows("SELECT count(*) FROM fieldwork_need WHERE text = %s", words)[0][0])


def test_the_community_makes_an_order_of_it(person: MakePerson, server: Server) -> None:
    """Gathered at the desk, passed on; the worker finds the order's number at the home."""
    at = server.city["home"]
    words = f"楼下没地方停电动车 {uuid.uuid4().hex[:6]}"
    worker = person("grid_worker")
    worker.page.goto(f"/field/visits/home/{at['home']}/")
    page = ready(worker.page)
    if page.locator("[name=known]").count():
        page.get_by_text("这次没问", exact=True).click()
    page.fill("[name=text]", words)
    page.get_by_role("button", name="记下这户").click()
    page.wait_for_url(f"**/field/visits/{at['building']}/")
    expect(page.locator("[data-outbox-notice]")).to_contain_text("1件需求交给社区汇总")

    clerk = person("community_clerk").page
    clerk.goto("/desk/needs/")
    item = clerk.locator("li", has_text=words)
    item.get_by_role("link", name="去处理").click()
    clerk.get_by_role("button", name="转成工单").click()
    clerk.wait_for_url("**/desk/needs/")
    [(number,)] = server.rows("SELECT number FROM fieldwork_need WHERE text = %s", words)
    assert number
    expect(clerk.get_by_role("link", name=number)).to_be_visible()
    page.goto(f"/field/visits/home/{at['home']}/")
    expect(page.get_by_text(f"已转成工单{number}")).to_be_visible()
