"""Mile's five levels and their counts."""

from tests.acceptance.cities import city


def test_ml_21_part_five_levels_13704_grids_15000_workers() -> None:
    mile = city("mile")
    levels = mile.documents["areas"]["levels"]  # type: ignore[index]
    assert [level["zh"] for level in levels[1:]] == [
        "乡镇（街道）",
        "社区",
        "小区",
        "楼栋",
        "住户",
    ]
    assert sum(area.level > 0 for area in mile.areas) == 13704
    assert sum(mile.workers().values()) == 15000


def test_ml_20_every_estate_has_a_branch() -> None:
    mile = city("mile")
    estates = {area.code for area in mile.areas if area.kind == "estate"}
    branches = {body.area_code for body in mile.bodies if body.kind == "party_branch"}
    assert estates == branches


def test_ml_07_14_grand_committees_and_114_units_in_miles_folder() -> None:
    mile = city("mile")
    kinds = mile.body_kinds()
    assert (kinds["grand_committee"], kinds["unit"]) == (14, 114)
    assert mile.demo.relations.members == {
        "leading_group": 7, "alliance": 14, "grand_committee": 114,
    }  # fmt: skip
    # The units stand in the communities of the grand committees.
    committees = {body.area_code for body in mile.bodies if body.kind == "grand_committee"}
    assert {body.area_code for body in mile.bodies if body.kind == "unit"} == committees


def test_ml_08_every_unit_sponsors_a_community_and_signs() -> None:
    relations = city("mile").demo.relations
    assert relations.unit_pairings == relations.agreements == 114
