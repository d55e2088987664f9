"""The field front without a network: nothing is lost, and each entry has its effect exactly once."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from .people import Person, Server, photo, ready

MakePerson = Callable[..., Person]
KEPT = """async (href) => {
  if (navigator.serviceWorker.controller === null) return false;
  const pages = await caches.open('gongzhi-pages');
  return Boolean(await pages.match(href)) && Boolean(await pages.match('/field/new/'));
}"""


def prepare(worker: Person, href: str) -> Page:
    """Open today's list with a network, until the phone has kept what it needs.

    A phone that missed its first chance (a busy server, a slow machine) gets the next one when
    the list is opened again, as in a worker's hand.
    """
    page = worker.page
    page.goto("/field/")
    for count in range(1, 481):
        # Not wait_for_function: it takes the promise itself for a yes.
        if page.evaluate(KEPT, href):
            return page
        page.wait_for_timeout(250)
        if count % 60 == 0:
            page.reload()
    raise AssertionError(f"{href} was not kept on the phone")


def find_something(page: Page, words: str) -> None:
    """「拍一件」 from the thumb bar: a photo, a sentence, hand it over."""
    page.goto("/field/new/")
    ready(page).locator("#id_before").set_input_files(photo("found.jpg", words="found"))
    page.fill("[name=text]", words)
    page.locator("details", has_text="自己选类别").locator("summary").click()
    page.locator("#id_category").select_option("20101")
    page.get_by_role("button", name="交上去，归谁由系统定").click()
    page.wait_for_url("**/field/")


def reported(server: Server, words: str) -> int:
    return int(server.rows("SELECT count(*) FROM orders_order WHERE text = %s", words)[0][0])


def done(server: Server, number: str, action: str) -> int:
    return int(
        server.rows(
            "SELECT count(*) FROM orders_orderevent e JOIN orders_order o ON o.id = e.order_id "
            "WHERE o.number = %s AND e.action = %s",
            number,
            action,
        )[0][0]
    )


def everything_sent(page: Page) -> None:
    """Nothing on this phone waits any more."""
    expect(page.locator("[data-outbox-list] [data-state=queued]")).to_have_count(0)
    expect(page.locator("[data-outbox-list] [data-state=sending]")).to_have_count(0)
    expect(page.locator("[data-outbox-list] [data-state=done]").first).to_be_visible()


def test_verify_and_find_offline_then_each_once(person: MakePerson, server: Server) -> None:
    number = server.city["seeds"]["to_verify"]
    words = f"离线时看到垃圾桶倒了 {uuid.uuid4().hex[:6]}"
    worker = person("grid_worker")
    page = prepare(worker, f"/field/orders/{number}/")

    worker.context.set_offline(True)
    page.goto(f"/field/orders/{number}/")
    ready(page)
    page.locator("#verify-photos").set_input_files(photo("seen.jpg", words="seen"))
    page.get_by_role("button", name="属实", exact=True).click()
    page.wait_for_url("**/field/")
    expect(page.locator("[data-outbox-count]")).to_have_text("离线·待传1")
    find_something(page, words)
    expect(page.locator("[data-outbox-count]")).to_have_text("离线·待传2")
    expect(page.locator("[data-outbox-list] [data-state=queued]")).to_have_count(2)
    assert (reported(server, words), done(server, number, "verify_true")) == (0, 0)

    worker.context.set_offline(False)
    everything_sent(page)
    expect(page.locator("[data-outbox-count]")).to_be_hidden()
    page.reload()
    everything_sent(page)
    assert (reported(server, words), done(server, number, "verify_true")) == (1, 1)
    photos = server.rows(
        "SELECT count(*) FROM orders_attachment a JOIN orders_order o ON o.id = a.order_id "
        "WHERE o.text = %s",
        words,
    )
    assert photos == [(1,)]


def test_a_page_that_died_before_sending(person: MakePerson, server: Server) -> None:
    words = f"页面关掉前记的一件 {uuid.uuid4().hex[:6]}"
    worker = person("grid_worker")
    page = prepare(worker, "/field/")
    worker.context.set_offline(True)
    find_something(page, words)
    page.close()
    assert reported(server, words) == 0

    worker.context.set_offline(False)
    page = worker.page = worker.context.new_page()
    page.goto("/field/")
    everything_sent(page)
    assert reported(server, words) == 1


def test_an_answer_that_was_lost(person: MakePerson, server: Server) -> None:
    """The server took the entry, the phone never heard: it sends again and gets the first answer."""
    words = f"答复丢了的一件 {uuid.uuid4().hex[:6]}"
    worker = person("grid_worker")
    page = prepare(worker, "/field/")
    posts: list[int] = []

    def swallow(route: Route) -> None:
        posts.append(route.fetch().status)
        route.abort("connectionreset")

    worker.context.route("**/field/outbox", swallow, times=1)
    find_something(page, words)
    # The sending goes on beside the page: wait for it, whichever page it began on.
    for _ in range(240):
        if posts:
            break
        page.wait_for_timeout(250)
    assert posts == [200]
    assert reported(server, words) == 1
    page.goto("/field/")
    everything_sent(page)
    assert reported(server, words) == 1


def test_a_refused_record_is_read_changed_and_sent_anew(person: MakePerson, server: Server) -> None:
    """Nothing written in the field is lost by a refusal: it opens, and goes back into its form."""
    words = f"没收下又交的一件 {uuid.uuid4().hex[:6]}"
    worker = person("grid_worker")
    page = prepare(worker, "/field/")
    refusal = '{"message": "先不收。"}'
    worker.context.route(
        "**/field/outbox",
        lambda route: route.fulfill(status=409, content_type="application/json", body=refusal),
        times=1,
    )
    find_something(page, words)
    expect(page.locator("[data-outbox-notice]")).to_contain_text("没收下：先不收。")
    record = page.locator("[data-outbox-list] [data-state=refused]")
    expect(record).to_contain_text(words)
    expect(record.locator(".photos img")).to_have_count(1)
    record.get_by_role("button", name="不要这条了").click()
    record.get_by_role("button", name="留着").click()
    record.get_by_role("link", name="改一改再交").click()
    page.wait_for_url("**/field/new/**")
    expect(page.locator("[name=text]")).to_have_value(words)
    expect(page.locator("#preview-before img")).to_have_count(1)
    page.fill("[name=text]", f"{words}，改过")
    page.get_by_role("button", name="交上去，归谁由系统定").click()
    page.wait_for_url("**/field/")
    everything_sent(page)
    expect(page.locator("[data-outbox-list] [data-state=refused]")).to_have_count(0)
    assert (reported(server, words), reported(server, f"{words}，改过")) == (0, 1)
