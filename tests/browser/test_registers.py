"""People come in by a workbook with mistakes, are looked for, and read what is held about them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from gongzhi.kernel.sheetin import read_sheet
from gongzhi.kernel.sheets import write_xlsx

from .people import Person, Server

MakePerson = Callable[..., Person]
HEADINGS = ["楼栋编码", "房号", "姓名", "手机号"]
PHONE = "19900000171"


def file_of(*rows: list[str]) -> dict[str, Any]:
    data = io.BytesIO(write_xlsx(HEADINGS, [list(row) for row in rows])).getvalue()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "居民.xlsx", "mimeType": kind, "buffer": data}


def test_a_workbook_with_mistakes_then_right_then_found(
    person: MakePerson, server: Server, tmp_path: Path
) -> None:
    page = person("community_clerk").page
    good = ["LY-1", "2-302", "吴示例", PHONE]

    def bring(*rows: list[str]) -> None:
        page.goto("/desk/registers/people/import/")
        page.set_input_files("[name=file]", file_of(*rows))
        page.get_by_role("button", name="上传并核对").click()

    bring(good, ["LY-1", "9-999", "郑示例", "12"])
    expect(page.get_by_role("alert")).to_contain_text("什么都没有写入")
    table = page.get_by_role("region", name="问题清单")
    expect(table).to_contain_text("手机号是11位数字")
    assert page.get_by_role("button", name="写入").count() == 0
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载标出问题的表").click()
    marked = tmp_path / "marked.xlsx"
    waiting.value.save_as(marked)
    first, second = read_sheet(marked)
    assert first.get("问题") == ""
    assert "手机号：" in second.get("问题")
    assert "房号：" in second.get("问题")
    page.get_by_role("button", name="放弃这次导入").click()
    expect(page.locator("main")).to_contain_text("已放弃")

    bring(good)
    page.get_by_role("button", name="写入").click()
    expect(page.locator(".alert-success")).to_contain_text("已全部写入")

    # Looked for by initials, the last four digits and the whole name; masked each time.
    page.goto("/desk/registers/")
    for words in ("wsl", PHONE[-4:], "吴示例"):
        page.fill("#id_q", words)
        page.get_by_role("button", name="查", exact=True).click()
        expect(page.locator("#found")).to_contain_text("吴××")
        assert "吴示例" not in page.locator("#found").inner_text()
    page.fill("#id_q", "%_'\" OR 1=1")
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.locator("#found")).to_contain_text("没有找到")
    page.fill("#id_q", PHONE)
    page.get_by_role("button", name="查", exact=True).click()
    page.locator("#found").get_by_role("link", name="吴××").click()
    page.locator("summary", has_text="查看遮盖的内容").click()
    page.fill("[name=purpose]", "核对住址")
    page.get_by_role("button", name="查看（会记录）").click()
    expect(page.locator("main")).to_contain_text(PHONE)


def test_what_is_held_about_me_and_that_i_can_go(person: MakePerson, server: Server) -> None:
    me = person("resident")
    page = me.page
    page.goto("/me/login/")
    page.fill("[name=phone]", PHONE)
    page.get_by_role("button", name="获取验证码").click()
    page.fill("[name=code]", me.code(PHONE))
    page.locator("form .btn-primary").click()
    page.goto("/me/")
    page.fill("[name=name]", "吴示例")
    page.get_by_role("button", name="保存").click()
    page.goto("/me/data/")
    page.get_by_role("button", name="找我的登记").click()
    expect(page.locator("main")).to_contain_text("燕山大路18号")
    expect(page.locator("main")).to_contain_text("核对住址")  # who looked, and what for
    expect(page.locator("main")).to_contain_text("为什么登记")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="把我的信息存成文件").click()
    assert "吴示例" in Path(waiting.value.path()).read_text(encoding="utf-8")
    page.reload()
    page.get_by_role("link", name="删除我的账号").click()
    page.get_by_role("button", name="删除我的账号").click()
    expect(page.locator(".field-error")).to_contain_text("请先勾选")
    page.get_by_label("我知道了，删除我的账号").check()
    page.get_by_role("button", name="删除我的账号").click()
    expect(page.locator(".messages")).to_contain_text("账号已删除")
    left = server.rows(
        "SELECT count(*) FROM accounts_resident WHERE left_at IS NOT NULL AND phone_sealed = ''"
    )
    assert left == [(1,)]
