"""Qian'an's grids, Party tree and three heads."""

from tests.acceptance.cities import city


def test_qa_02_160_grids_in_four_sizes() -> None:
    kinds = city("qianan").area_kinds()
    assert kinds == {"county": 1, "street": 3, "community": 7, "estate": 122, "building": 28}


def test_qa_03_five_levels_of_party_organisations() -> None:
    kinds = city("qianan").body_kinds()
    assert [
        kinds[f"party_{level}"]
        for level in ("committee", "general_branch", "branch", "group", "household")
    ] == [3, 7, 122, 475, 2175]


def test_qa_05_part_2730_and_1781_three_heads() -> None:
    workers = city("qianan").workers()
    assert (workers["three_head"], workers["three_head_part_time"]) == (2730, 1781)
