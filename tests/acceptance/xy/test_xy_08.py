"""XY-08: county, town and community linked: a vertical network beside horizontal integration."""

from __future__ import annotations

from gongzhi.orgs.reading.levels import levels
from tests.acceptance.relations import clerk, text
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_xy_08_vertical_network_and_horizontal_integration(party: Party) -> None:
    found = levels(party.street_area)
    assert [node.area.level for node in found.chain] == [0, 1]
    street = found.chain[1]
    assert [b.code for b in street.party] == [party.committee]
    assert [b.code for b in street.joint] == [party.alliance]
    assert all(node.party for node in found.below)
    page = text(clerk(party), f"/desk/party/levels/?area={party.street_area.code}")
    assert "党总支" in page
    assert "党建联盟" in page
