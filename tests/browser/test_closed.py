"""A protected tip without a script or a login; an admission that is refused and one that is made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .people import Person, Server

MakePerson = Callable[..., Person]
AFFAIR = "老旧小区管网普查"


def test_a_tip_is_written_asked_answered_and_judged(person: MakePerson, server: Server) -> None:
    writer = person("resident", java_script_enabled=False)
    page = writer.page
    page.goto("/")
    page.get_by_role("link", name="保密举报").click()
    page.fill("[name=text]", "有人向商户收钱不开票")
    page.select_option("[name=area]", index=1)
    page.get_by_role("button", name="交上去").click()
    number = page.locator("[data-number]").inner_text()
    code = page.locator("[data-code]").inner_text()
    assert server.state(number) == "tip_new"
    assert "sessionid" not in {cookie["name"] for cookie in writer.context.cookies()}
    kept = server.rows(
        "SELECT o.reporter_id, o.entered_by_id, c.digest FROM orders_order o"
        " JOIN orders_writercode c ON c.order_id = o.id WHERE o.number = %s", number,
    )  # fmt: skip
    assert kept[0][:2] == (None, None)
    assert code.replace(" ", "") not in kept[0][2]

    street = person("street_director").page
    street.goto(f"/desk/orders/{number}/")
    street.get_by_role("button", name="受理", exact=True).click()
    expect(street.get_by_text(f"{number}：“受理”已记下").first).to_be_visible()
    act(street, "向写信人提问", note="大概是哪几天？")
    follow(page, number, code)
    expect(page.get_by_text("大概是哪几天？").first).to_be_visible()
    page.fill("#tip_reply_note", "上个月底")
    page.get_by_role("button", name="回答", exact=True).click()
    expect(page.get_by_text("您回答了提问")).to_be_visible()
    assert server.state(number) == "tip_in_hand"
    street.goto(f"/desk/orders/{number}/")
    street.fill("#id_tip_answer_result", "已去现场查看，钱已退给商户，责任人已处理。")
    street.get_by_role("button", name="答复", exact=True).click()
    expect(street.get_by_text(f"{number}：“答复”已记下").first).to_be_visible()
    follow(page, number, code)
    page.get_by_label("解决了", exact=True).check()
    page.get_by_role("button", name="评价", exact=True).click()
    expect(page.get_by_text("您已经评价，谢谢")).to_be_visible()
    assert server.state(number) == "tip_judged"


def act(page: Page, name: str, **values: str) -> None:
    """One of the folded actions of an order's page."""
    page.locator("summary", has_text=name).first.click()
    for key, value in values.items():
        page.locator(f"details[open] [name={key}]").first.fill(value)
    page.locator("details[open]").get_by_role("button", name=name).first.click()
    expect(page.get_by_text(f"“{name}”已记下").first).to_be_visible()


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/tips/follow/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.get_by_role("button", name="看进度").click()


@pytest.mark.parametrize("affair", ["协税护税", AFFAIR])
def test_an_admission_is_refused_or_made(person: MakePerson, server: Server, affair: str) -> None:
    page = person("handler").page
    page.goto("/desk/affairs/")
    page.get_by_role("link", name="申请准入").click()
    page.fill("[name=text]", "请社区承接")
    page.locator("[name=body]").first.check()
    for name, value in (
        ("affair", affair), ("affair_basis", "县工作方案"), ("affair_from", "2026-12-01"),
        ("affair_to", "2099-12-31"), ("affair_power", "可以入户查看"), ("affair_money", "20000"),
    ):  # fmt: skip
        page.fill(f"[name={name}]", value)
    before = asked(server)
    page.get_by_role("button", name="发起", exact=True).click()
    if affair != AFFAIR:
        expect(page.get_by_text("不得要求社区做").first).to_be_visible()
        assert asked(server) == before
        return
    page.wait_for_url("**/desk/orders/**")
    assert asked(server) == before + 1
    number = page.url.rstrip("/").rpartition("/")[2]
    decider = person("street_director").page
    decider.goto(f"/desk/orders/{number}/")
    if decider.locator("#id_admit_funding").count() == 0:  # another street's community
        decider = person("duty_officer").page
        decider.goto(f"/desk/orders/{number}/")
    decider.select_option("#id_admit_funding", "funded")
    decider.get_by_role("button", name="审定", exact=True).click()
    expect(decider.get_by_text(f"{number}：“审定”已记下").first).to_be_visible()
    page.goto("/desk/affairs/")
    expect(page.get_by_role("cell", name=AFFAIR)).to_be_visible()
    assert server.state(number) == "admission_in_force"


def asked(server: Server) -> int:
    sql = (
        "SELECT count(*) FROM orders_order o JOIN orders_process p ON p.id = o.process_id"
        " WHERE p.key = 'admission'"
    )
    return int(server.rows(sql)[0][0])
