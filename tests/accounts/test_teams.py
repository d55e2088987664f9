"""Team templates: what a team lacks, counted from postings on its way up."""

from __future__ import annotations

from gongzhi.accounts.teams import Template, lacking, people_by_area

TEAM = Template("1+1+N", "1+1+N", frozenset({"grid"}), {"head": 1, "worker": 1, "helper": 0})


def test_a_complete_team_lacks_nobody() -> None:
    assert lacking(TEAM, {"head": 1, "worker": 2}) == {}


def test_what_is_missing_is_counted_by_role() -> None:
    assert lacking(TEAM, {"worker": 0}) == {"head": 1, "worker": 1}
    three = Template("三长", "Three heads", frozenset({"estate"}), {"three_head": 3})
    assert lacking(three, {"three_head": 1}) == {"three_head": 2}


def test_a_worker_of_the_community_serves_its_grids() -> None:
    postings = {7: {"worker": 1, "clerk": 4}, 70: {"head": 1}, 71: {"head": 2}}
    parents = [(1, None), (7, 1), (8, 1), (70, 7), (71, 7), (72, 7)]
    people = people_by_area(parents, postings, ["head", "worker"])
    assert people[70] == {"head": 1, "worker": 1}
    assert people[71] == {"head": 2, "worker": 1}
    assert people[72] == {"head": 0, "worker": 1}
    assert people[8] == {"head": 0, "worker": 0}
