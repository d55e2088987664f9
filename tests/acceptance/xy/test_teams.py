"""XY-13 1+1+N and XY-27 the three roles, as Xiangyun's folder says them."""

from gongzhi.accounts.teams import lacking, templates
from tests.acceptance.cities import city


def test_xy_13_a_team_of_cadre_group_leader_and_volunteers() -> None:
    team = templates(city("xiangyun").documents["orgs/teams"])[0]
    whole = {"grid_head": 1, "grid_party_leader": 1, "grid_volunteer": 7}
    assert lacking(team, whole) == {}
    assert lacking(team, whole | {"grid_volunteer": 0}) == {"grid_volunteer": 1}


def test_xy_27_worker_police_officer_and_volunteers() -> None:
    team = templates(city("xiangyun").documents["orgs/teams"])[1]
    assert team.least == {"grid_worker": 1, "grid_police": 1, "grid_volunteer": 1}
    assert lacking(team, {"grid_worker": 1, "grid_volunteer": 2}) == {"grid_police": 1}
