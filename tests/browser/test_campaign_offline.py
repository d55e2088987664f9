"""A campaign: started at the desk, looked at where there is no network, each place once."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .people import Person, Server, ready
from .test_field_offline import everything_sent

MakePerson = Callable[..., Person]
PAGE = "/field/campaigns/"
KEPT = """async ([path, words]) => {
  if (navigator.serviceWorker.controller === null) return false;
  const found = await (await caches.open('gongzhi-pages')).match(path);
  return Boolean(found) && (await found.text()).includes(words);
}"""


def started(page: Page, words: str) -> None:
    """By the street director, over every grid of the street."""
    page.goto("/desk/start/campaign/")
    ready(page).locator("textarea[name=text]").fill(words)
    page.locator("textarea[name=checklist]").fill("楼道有没有堆物\n有没有飞线充电")
    page.get_by_role("button", name="发起", exact=True).click()
    page.wait_for_url("**/desk/orders/*/")
    level = page.locator("select[name=level]")
    level.select_option(index=level.locator("option").count() - 1)
    page.get_by_role("button", name="加进来").click()
    expect(page.get_by_text("还没看").first).to_be_visible()


def keep(page: Page, words: str) -> None:
    """Open the page with a network until the phone has it."""
    for count in range(1, 241):
        if count % 40 == 1:
            page.goto("/field/")
            page.goto(PAGE)
        if page.evaluate(KEPT, [PAGE, words]):
            return
        page.wait_for_timeout(250)
    raise AssertionError("the campaign was not kept on the phone")


def test_places_seen_offline_arrive_once(person: MakePerson, server: Server) -> None:
    words = f"入冬消防大排查 {uuid.uuid4().hex[:6]}"
    fault = f"二单元飞线充电 {uuid.uuid4().hex[:6]}"
    started(person("street_director").page, words)
    worker = person("grid_worker")
    page = worker.page
    keep(page, words)

    worker.context.set_offline(True)
    page.goto(PAGE)
    ready(page)
    card = page.locator("section.card", has_text=words)
    expect(card.get_by_text("有没有飞线充电")).to_be_visible()
    card.locator("summary").first.click()
    card.locator("textarea[name=fault]").first.fill(fault)
    card.get_by_role("button", name="看过了").first.click()
    expect(page.locator("[data-outbox-count]")).to_have_text("离线·待传1")
    expect(page.get_by_text("已记下，存在这部手机上")).to_be_visible()  # the page stands again
    # On this phone the place is done; nobody presses it twice.
    page.locator("section.card", has_text=words).locator("summary").first.click()
    expect(page.get_by_role("button", name="看过了").first).to_be_disabled()
    assert faults(server, fault) == 0

    worker.context.set_offline(False)
    page.goto("/field/")
    everything_sent(page)
    record = page.locator("[data-outbox-list] [data-state=done]").first
    expect(record).to_contain_text("专项行动：看过了")
    expect(record).to_contain_text("问题已上报")
    page.reload()
    everything_sent(page)
    assert faults(server, fault) == 1
    [(found,)] = server.rows(
        "SELECT count(*) FROM orders_checkplace p JOIN orders_order o ON o.id = p.campaign_id"
        " WHERE o.text = %s AND p.found_id IS NOT NULL",
        words,
    )
    assert found == 1


def faults(server: Server, words: str) -> int:
    return int(server.rows("SELECT count(*) FROM orders_order WHERE text = %s", words)[0][0])
