"""JN-36: property alliances and firms with a Party organisation, counted: 34 and 135."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs.models import Body, Membership
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.coverage import board
from tests.acceptance.relations import DAY, fill
from tests.orders.conftest import forget_all
from tests.orgs.town import applied

COUNTED = """
  - {over: {level: 3}, kind: property_alliance, letter: LM, total: 34, suffix: 红色物业党建联盟}
  - {over: {level: 3}, kind: property, letter: WY, total: 188, suffix: 物业}
"""


@pytest.mark.django_db
def test_jn_36_34_alliances_and_135_firms_with_a_party_organisation(tmp_path: Path) -> None:
    applied(tmp_path, counted=COUNTED)
    fill(covered={"property": 135}, members={"property_alliance": 136})
    assert Body.objects.filter(kind="property_alliance").count() == 34
    part = board(EVERYWHERE, DAY).firms
    assert (len(part.covered), part.total) == (135, 200)
    rows = Membership.reached.filter(body__kind="property_alliance")
    assert rows.count() == 136
    assert rows.values("body").distinct().count() == 34
    forget_all()
