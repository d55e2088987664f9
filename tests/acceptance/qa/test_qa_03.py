"""QA-03: five levels of Party organisations parallel to the grid tree, linked node to node."""

from __future__ import annotations

from gongzhi.areas import selectors as areas
from gongzhi.orgs.reading.levels import levels
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_qa_03_five_levels_linked_node_to_node(party: Party) -> None:
    root = areas.root_area()
    assert root is not None
    counts = {one.kind: (one.count, one.linked) for one in levels(root).counts}
    assert [
        counts[kind]
        for kind in (
            "party_committee", "party_general_branch", "party_branch", "party_group",
            "party_household",
        )
    ] == [(3, 3), (7, 7), (122, 122), (475, 475), (2175, 2175)]  # fmt: skip
    for street in areas.children(root.id):
        assert all(len(node.party) == 1 for node in levels(street).below)
