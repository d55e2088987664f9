"""QJ-16: an industry Party committee, and every estate under red property."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body, BodyArea
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.coverage import board
from tests.acceptance.relations import DAY, fill
from tests.orders.conftest import forget_all
from tests.orgs.town import applied

COUNTED = """
  - {over: {level: 0}, kind: party_industry_committee, letter: HY, total: 1, suffix: 物业行业党委}
"""


@pytest.mark.django_db
def test_qj_16_every_estate_under_red_property(tmp_path: Path) -> None:
    applied(tmp_path, counted=COUNTED)
    assert len(orgs.bodies_of_kind("party_industry_committee")) == 1
    fill()
    part = board(EVERYWHERE, DAY).red
    assert (len(part.covered), len(part.missing)) == (119, 3)
    firm = Body.objects.get(code="PF-01")
    BodyArea.objects.bulk_create(BodyArea(body=firm, area_id=one) for one in part.missing)
    orgs.forget()
    assert board(EVERYWHERE, DAY).red.rate == 1
    forget_all()
