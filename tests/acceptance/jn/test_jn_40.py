"""JN-40: coverage by park, building, mall and chain: 74, 83 and 21 covered."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.coverage import board
from tests.acceptance.relations import DAY, fill
from tests.orders.conftest import forget_all
from tests.orgs.town import applied

COUNTED = """
  - {over: {level: 2}, kind: park, letter: YQ, total: 90, suffix: 园区}
  - {over: {level: 2}, kind: office_building, letter: LY, total: 83, suffix: 楼宇}
  - {over: {level: 2}, kind: mall, letter: SQ, total: 30, suffix: 商圈}
  - {over: {level: 1}, kind: chain, letter: CL, total: 4, suffix: 产业链}
"""


@pytest.mark.django_db
def test_jn_40_coverage_by_park_building_mall_and_chain(tmp_path: Path) -> None:
    applied(tmp_path, counted=COUNTED)
    fill(covered={"park": 74, "office_building": 83, "mall": 21})
    rates = board(EVERYWHERE, DAY)
    found = {sector.kind: (len(p.covered), p.total) for sector, p in rates.sectors}
    assert found == {
        "park": (74, 90), "office_building": (83, 83), "mall": (21, 30), "chain": (4, 4),
    }  # fmt: skip
    assert len(rates.new_sector.missing) == 25
    forget_all()
