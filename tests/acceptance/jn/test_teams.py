"""JN-30 1+1+N+X and JN-26 六位一体, as Jinan's folder says them."""

from gongzhi.accounts.teams import lacking, templates
from tests.acceptance.cities import city


def test_jn_30_a_team_of_one_head_one_worker_and_part_time_workers() -> None:
    [team] = templates(city("jinan").documents["orgs/teams"])
    assert team.kinds == {"grid"}
    assert lacking(team, {"grid_head": 1, "grid_worker": 1, "part_time_worker": 3}) == {}
    assert lacking(team, {"grid_head": 1, "part_time_worker": 2}) == {"grid_worker": 1}
    assert lacking(team, {}) == {"grid_head": 1, "grid_worker": 1, "part_time_worker": 1}


def test_jn_26_part_six_lines_group_pages_and_figures() -> None:
    parts = city("jinan").documents["model"]["parts"]  # type: ignore[index]
    assert [part["zh"] for part in parts] == ["党建", "自治", "服务", "物业", "教育", "治安"]
    counted = [part["zh"] for part in parts if part["classes"]]
    assert counted == ["自治", "服务", "物业", "治安"]
