"""Redaction and guessing: pure functions."""

from __future__ import annotations

import time

import pytest

from gongzhi.orders.dispatch.suggesting import Entry, suggest
from gongzhi.orders.privacy.redaction import redact

SECRETS = """
13800001111 | 138 0000 1111 | 138-1234-5678 | 139.1111.2222 | 139—1111—2222 | 138/1234/5678
１３８１２３４５６７８ | １３８－１２３４－５６７８ | 138·1234·5678 | 138，1234，5678 | 138 123 45678
+8613800001111 | +86 138 0000 1111 | +86-138-0000-1111 | 008613812345678 | 86 13812345678
1 3 8 1 2 3 4 5 6 7 8 | 一三八一二三四五六七八 | 幺三八零零零零一一一一 | ①③⑧①②③④⑤⑥⑦⑧
0438-8223344 | 0315-7636123 | 03157636123 | 0315 763 6123 | 010-62345678 | 0315)7636123
220723199001011234 | 22072319900101123X | 220723 19900101 123X
6222021234567890123 | 6222 0212 3456 7890 | 1381234567813912345678
吉A12345 | 3单元502室 | 3 单元 502 | 三单元四零二 | ３单元５０２ | 3单元12号 | 三单元十二号
5-3-502 | 5—3—502 | 502室 | 五零二室
"""


@pytest.mark.parametrize("secret", [part.strip() for part in SECRETS.replace("\n", "|").split("|")])
def test_what_points_to_a_person_is_hidden(secret: str) -> None:
    if secret:
        assert redact(f"在{secret}这里") == "在×××这里"


def test_signs_without_a_width_between_the_digits() -> None:
    assert redact("138\u200b1234\u200b5678") == "×××"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3号楼402", "3号楼×××"),
        ("3号楼2单元402", "3号楼×××"),
        ("三号楼四零二", "三号楼×××"),
        ("3号楼2-402家漏水", "3号楼×××家漏水"),
        ("12#402", "12#×××"),
        ("2门301", "2门×××"),
        ("平安路12号402", "平安路12号×××"),
        ("座机：763 6123", "座机：×××"),
        ("13812345678,13912345678", "×××,×××"),
        ("tel13812345678转802", "tel×××转802"),
    ],
)
def test_a_door_goes_and_the_building_stays(text: str, shown: str) -> None:
    assert redact(text) == shown


STAYS = """
10:05到场，更换3块井盖 | 共37辆，2026年11月24日 | 平安路12号 | 2026-11-24 10:05 | 2026.11.24
2026/11/24 10:05:33 | 11月24号1430到场 | 13:00-14:30，15:00-17:00 | 26-11-17 | 24-11-2026
138,123,456.78元 | 1,380,012,345.67元 | 3号楼1500元 | 惠及120户 | 涉及3个单元120户
12345热线 | 拨打12345、95598、110 | 0315-12345 | 400-123-4567 | 热线电话12345
QA261117000321 | 编号QA261117000321，见附件 | GB/T 34300-2017 | 118.6912,40.0123
和平小区3号楼 | 3号楼2单元楼道灯 | 三号楼门口 | 3号楼北200米 | 3号楼200米处 | 5层楼 | 1层300平方米
3号楼外墙1200平方米 | 3号楼2026年完工 | 北门 2026年11月 | 12层1500瓦 | 更换3座200kW变压器
五一路三十七号 | 十一点三十分 | 水压0.35MPa，温度18.5℃ | 路灯编号1024 | 创新gongzhi
"""


@pytest.mark.parametrize("text", [part.strip() for part in STAYS.replace("\n", "|").split("|")])
def test_what_points_to_nobody_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    "part", ["1 3 ", "138 ", "138.", "3单元", "1", "1-", "楼--", "86 ", "0315 ", " "]
)
def test_redacting_takes_time_with_the_length_only(part: str) -> None:
    """A pattern that goes back and forth takes sixteen times for four times the text, or worse."""

    def spent(times: int) -> float:
        began = time.process_time()
        redact(part * times)
        return time.process_time() - began

    short, long = (min(spent(times) for _ in range(3)) for times in (10_000, 40_000))
    assert long < 10 * short


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
