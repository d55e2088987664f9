"""Redaction and guessing: pure functions."""

from __future__ import annotations

import pytest

from gongzhi.orders.redaction import redact
from gongzhi.orders.suggesting import Entry, suggest


@pytest.mark.parametrize(
    "secret",
    [
        "13800001111",
        "138 0000 1111",
        "+8613800001111",
        "220723199001011234",
        "22072319900101123X",
        "6222021234567890123",
        "0438-8223344",
        "吉A12345",
        "3单元502室",
        "3 单元 502",
        "5-3-502",
        "502室",
    ],
)
def test_what_points_to_a_person_is_hidden(secret: str) -> None:
    assert redact(f"在{secret}这里") == "在×××这里"


@pytest.mark.parametrize("text", ["10:05到场，更换3块井盖", "共37辆，2026年11月24日", "平安路12号"])
def test_what_points_to_nobody_stays(text: str) -> None:
    assert redact(text) == text


CLASSES = [
    Entry("lamp", "路灯", ("路灯不亮", "灯坏了")),
    Entry("cover", "雨水污水井盖", ("井盖", "下水井")),
    Entry("stop", "公交站亭站牌", ("公交站", "站牌")),
    Entry("water", "供水", ("停水", "没水")),
]


def test_said_first_comes_first() -> None:
    assert suggest("路灯不亮，旁边井盖也坏了", CLASSES) == ["lamp", "cover"]


def test_what_is_wrong_is_said_before_where() -> None:
    assert suggest("路灯三天不亮了，从超市到公交站那一段全黑", CLASSES)[0] == "lamp"


def test_at_most_and_nothing() -> None:
    assert suggest("路灯 井盖 停水", CLASSES, most=1) == ["lamp"]
    assert suggest("", CLASSES) == []
    assert suggest("谢谢小周", CLASSES) == []
