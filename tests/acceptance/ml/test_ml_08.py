"""ML-08: a unit stands by a community one to one; agreements with items, files and alerts."""

from __future__ import annotations

from datetime import timedelta

from gongzhi.kernel import clock
from gongzhi.orgs.models import Agreement, Pairing
from tests.acceptance.relations import DAY, clerk, fill, text
from tests.orders.conftest import T0
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_ml_08_sponsorship_and_co_build_agreement_with_expiry_alert(party: Party) -> None:
    fill(agreements=12, expiring=4, unit_pairings=18)
    assert Pairing.reached.filter(kind="unit").count() == 18
    assert Pairing.reached.filter(kind="unit").values("from_body").distinct().count() == 18
    soon = Agreement.reached.filter(expires_on__range=(DAY, DAY + timedelta(days=30)))
    assert soon.count() == 4
    row = soon.order_by("expires_on").first()
    assert row is not None
    assert row.parties.count() == 2
    assert row.items.count() == 3
    with clock.frozen(T0):
        client = clerk(party)
        page = text(client, "/desk/party/agreements/")
        assert "剩3天" in page
        assert "剩" in text(client, "/desk/party/")
