"""JN-30 1+1+N+X, as Jinan's folder says it."""

from gongzhi.accounts.teams import lacking, templates
from tests.acceptance.cities import city


def test_jn_30_a_team_of_one_head_one_worker_and_part_time_workers() -> None:
    [team] = templates(city("jinan").documents["orgs/teams"])
    assert team.kinds == {"grid"}
    assert lacking(team, {"grid_head": 1, "grid_worker": 1, "part_time_worker": 3}) == {}
    assert lacking(team, {"grid_head": 1, "part_time_worker": 2}) == {"grid_worker": 1}
    assert lacking(team, {}) == {"grid_head": 1, "grid_worker": 1, "part_time_worker": 1}
