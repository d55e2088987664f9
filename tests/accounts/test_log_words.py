"""The access log says what the system wrote in the language of whoever reads it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from gongzhi.accounts import logwords
from gongzhi.accounts.models import AccessLog, User
from gongzhi.accounts.reading.security import LogFilters, in_words, log_rows
from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel.scope import Actor
from gongzhi.web.saidagain import Sentences

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("接听来电，查看历史诉求", "Taking a call, looking at earlier reports"),
        ("工单12件", "Orders: 12"),
        ("人员名单3人", "List of people, 3"),
        ("[热线] 工作台搜索", "[热线] Search on the desk"),
        ("转市政务服务系统办理", "Passed to the city's government service system"),
        ("答复个人信息请求QA-1", "To answer the personal data request QA-1"),
        ("居民问路", "居民问路"),
        ("回访", "Follow-up"),
        ("其他：送还钥匙", "Other: 送还钥匙"),
        ("people 12", "Residents 12"),
        ("talk 4", "Talk 4"),
    ],
)
def test_what_the_system_wrote_is_said_again_and_what_people_typed_stays(zh: str, en: str) -> None:
    with override("en"):
        assert logwords.said(zh) == en
        assert logwords.said(en) == en
    with override("zh-hans"):
        again = logwords.said(en)
    assert again == zh or zh.startswith(("people", "talk"))


def test_numbers_are_numbers_and_parts_are_said_by_whoever_knows_them() -> None:
    known = Sentences("工单%(n)d件", "答复个人信息请求%(number)s")
    assert known.said("工单几件") is None
    assert known.said("答复个人信息请求甲", lambda _part, words: f"<{words}>") == (
        "答复个人信息请求<甲>"
    )


def test_the_audit_page_reads_in_the_readers_language(db: None) -> None:
    clerk = Actor(kind="staff", user_id=User.objects.create(username="lan", name="兰").pk)
    with override("zh-hans"):
        log_access(actor=clerk, kind="search", subject="按电话查工单", purpose="工作台搜索", at=AT)
    with override("en"):
        row = in_words("access", log_rows(LogFilters()).first())
    assert (row.what, row.whom) == ("Search on the desk", "Look up orders by phone number")
    assert AccessLog.objects.get().purpose == "工作台搜索"
