"""ML-04: leaders stay in touch with communities: pairs with terms. Field stays come later."""

from __future__ import annotations

from datetime import date

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.orgs.models import Pairing
from gongzhi.orgs.reading.party_lists import pairing_lines
from gongzhi.orgs.services.add_pairing import add_pairing
from tests.acceptance.cities import city as folder
from tests.acceptance.relations import DAY, clerk, text
from tests.orders.conftest import T0
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_ml_04_part_leader_and_community_paired_for_a_term(party: Party) -> None:
    values = {
        "community": party.community, "from_body": "ZJ", "kind": "leader",
        "since": date(2026, 1, 1), "until": date(2026, 12, 1), "post_title": "副局长",
    }  # fmt: skip
    with pytest.raises(Invalid) as caught:
        add_pairing(actor=party.clerk, **values)  # type: ignore[arg-type]
    assert caught.value.field == "leader_name"
    with pytest.raises(Denied):
        add_pairing(actor=party.elsewhere, leader_name="王三", **values)  # type: ignore[arg-type]
    assert not Pairing.reached.exists()
    add_pairing(actor=party.clerk, leader_name="王三", **values)  # type: ignore[arg-type]
    found = pairing_lines(party.clerk, DAY)
    [line] = found.lines
    # The last day is 30 November: 13 days from the 17th, within the days of the alert.
    assert (line.person, line.until, line.tone, line.days_left) == (
        "副局长 王三", date(2026, 12, 1), "yellow", 13,
    )  # fmt: skip
    assert len(found.without) == found.communities.total - 1
    with clock.frozen(T0):
        page = text(clerk(party), "/desk/party/pairings/")
    assert "王三" in page
    assert "剩13天" in page
    # The term ends by itself.
    assert pairing_lines(party.clerk, date(2026, 12, 1)).lines == ()


def test_ml_04_part_every_community_of_miles_demo_has_a_leader() -> None:
    mile = folder("mile")
    assert mile.demo.relations.leader_pairings == mile.area_kinds()["community"] == 40
