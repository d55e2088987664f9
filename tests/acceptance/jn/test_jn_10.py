"""JN-10: five powers of the street's Party working committee. Their workflows are not built yet."""

from __future__ import annotations

from tests.acceptance.cities import city


def test_jn_10_part_five_powers_of_the_street_alone() -> None:
    lines = city("jinan").documents["orgs/powers"]
    assert isinstance(lines, list)
    assert [line["name"] for line in lines] == [
        "考核评价权", "人事考核权和征得同意权", "综合管理权", "规划参与权",
        "重大决策和重大项目建议权",
    ]  # fmt: skip
    assert {line["holder_kind"] for line in lines} == {"party_committee"}
    assert city("jinan").body_kinds()["party_committee"] == 132
