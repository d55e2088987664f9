"""Good answers pass, empty phrases do not, and personal data never."""

from __future__ import annotations

import pytest

from gongzhi.orders.engine.answers import DID, NOW, SAW, WENT, judge

GOOD = [
    "10:05到场，先用围挡和反光锥围住；12:40换上新盖板并压实，已试踩无晃动。后照2张。",
    "查为电缆接头进水，21日更换接头，当晚18:10复查7盏全亮。",
    "当日9:15清运，桶身冲洗；收运由隔日改为每日一次，物业经理电话已贴在桶旁。",
    "已转达本人及社区；不计入诉求统计，计入表扬记录。",
    "交警已现场勘查，列入12月施划计划；此前上学时段由护学岗2人值守。工单转挂账，12月20日前再答复您。",
    "属市监投诉，已按法定程序登记（编号），7个工作日内告知是否受理；您不必再报一次。",
]
EMPTY = [
    "已转相关部门处理，请耐心等待。",
    "经核实情况不属实。",
    "您反映的问题不属于我单位职责。",
    "已于当日处理完毕，感谢理解。",
    "我局高度重视，已责成相关部门尽快处理，感谢您的理解与支持！",
    "已处理",
    "好的",
    "",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_real_result_is_taken(text: str) -> None:
    assert not judge(text).refused


@pytest.mark.parametrize("text", EMPTY)
def test_an_empty_phrase_is_not(text: str) -> None:
    assert judge(text).says_nothing


def test_the_elements_found() -> None:
    found = judge(GOOD[0]).elements
    assert found[WENT]
    assert found[DID]
    assert found[NOW]
    assert not judge("已换新灯泡，21日完成。").elements[SAW]


def test_a_photo_shows_how_it_is_now() -> None:
    text = "21日9时更换接头。"
    assert not judge(text).elements[NOW]
    assert judge(text, has_photo=True).elements[NOW]


def test_an_empty_phrase_beside_a_real_result_is_only_polite() -> None:
    assert not judge("10:05到场更换盖板，已试踩无晃动，感谢您的理解与支持。").refused


def test_not_ours_is_told_apart() -> None:
    assert judge("该问题不属于我局职责").not_ours


@pytest.mark.parametrize(
    "text", ["已上门联系王女士13800001111，换好了灯。", "身份证220723198001011234已核对，已登记"]
)
def test_personal_data_is_refused(text: str) -> None:
    judgement = judge(text)
    assert judgement.refused
    assert judgement.personal
