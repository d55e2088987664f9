"""ML-23: who holds which post in branch, owners' committee and firm; cross-appointment rate."""

from __future__ import annotations

from datetime import date

from gongzhi.orgs.models import OfficePost
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.coverage import board
from tests.acceptance.relations import DAY, clerk, fill, text
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_ml_23_posts_and_cross_appointment_rate(party: Party) -> None:
    fill(cross_share=0.5)
    part = board(EVERYWHERE, DAY).cross
    assert (len(part.covered), part.total) == (18, 36)
    kinds = set(OfficePost.reached.values_list("body__kind", flat=True))
    assert {"party_branch", "owners_committee", "property"} <= kinds
    assert not OfficePost.reached.filter(valid__startswith__gt=date(2026, 11, 17)).exists()
    page = text(clerk(party), f"/desk/bodies/{party.owners[0]}/")
    assert "双向进入、交叉任职" in page
    assert "已任职" in page
