"""Xiangyun's Party organisations and three levels."""

from tests.acceptance.cities import city


def test_xy_02_part_seven_general_branches_and_68_branches() -> None:
    kinds = city("xiangyun").body_kinds()
    assert kinds["party_general_branch"] == 7
    assert kinds["party_branch"] == 68


def test_xy_08_one_town_committee_above_seven_communities() -> None:
    xiangyun = city("xiangyun")
    [committee] = [body for body in xiangyun.bodies if body.kind == "party_committee"]
    below = [body for body in xiangyun.bodies if body.parent_code == committee.code]
    assert len(below) == 7


def test_xy_04_part_139_villages_and_communities() -> None:
    kinds = city("xiangyun").area_kinds()
    assert kinds["community"] + kinds["village"] == 139


def test_xy_10_part_seven_communities_and_five_villages_in_the_town() -> None:
    inside = [area for area in city("xiangyun").areas if area.parent_code == "532923101"]
    assert sorted(area.kind for area in inside) == ["community"] * 7 + ["village"] * 5


def test_xy_26_three_levels_below_the_town() -> None:
    xiangyun = city("xiangyun")
    by_code = {area.code: area for area in xiangyun.areas}
    group = next(area for area in xiangyun.areas if area.kind == "service_group")
    area = by_code[group.parent_code]
    assert (area.kind, by_code[area.parent_code].kind) == ("responsibility_area", "community")
