"""Qianjiang's counts: units, temporary branches, estates under red property, three task areas."""

from tests.acceptance.cities import city


def test_qj_12_part_94_units() -> None:
    assert city("qianjiang").body_kinds()["unit"] == 94


def test_qj_02_part_the_demo_has_the_digests_numbers() -> None:
    counts = city("qianjiang").demo.relations.temporary
    assert (counts.general_branches, counts.branches) == (9, 267)
    assert (counts.in_service, counts.returned) == (11764, 546)


def test_qj_16_part_an_industry_committee_and_a_firm_for_every_estate() -> None:
    qianjiang = city("qianjiang")
    assert qianjiang.body_kinds()["party_industry_committee"] == 1
    estates = {area.code for area in qianjiang.areas if area.kind == "estate"}
    firms = [body for body in qianjiang.bodies if body.kind == "property"]
    assert {code for firm in firms for code in firm.areas_served} == estates
    # Each of the firms has a Party organisation: 100 %.
    assert qianjiang.demo.relations.covered["property"] == len(firms) == 26


def test_qj_01_part_three_task_areas() -> None:
    [programme] = city("qianjiang").demo.relations.programmes
    assert programme.tasks == ["双报到", "双服务", "双提升"]
    assert city("qianjiang").body_kinds()["leading_group"] == 1


def test_qj_03_part_the_citys_own_names_of_the_levels() -> None:
    names = city("qianjiang").documents["orgs"]["kinds"]  # type: ignore[index]
    assert [
        names[f"party_{level}"]["zh"]
        for level in ("committee", "general_branch", "branch", "group", "household")
    ] == ["街道大工委", "社区大党委", "小区（片区、网格）党支部", "楼栋党小组", "党员中心户"]
