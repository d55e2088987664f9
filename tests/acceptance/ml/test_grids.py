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
