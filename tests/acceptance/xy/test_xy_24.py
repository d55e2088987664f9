"""XY-24: who leads, executes, supervises and takes part, by matter."""

from __future__ import annotations

from gongzhi.orgs.reading.structure import matrix
from tests.acceptance.relations import clerk, text
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_xy_24_role_matrix(party: Party) -> None:
    rows = {row.matter: row.cells for row in matrix()}
    assert rows["社区公共事务"] == (
        ("党总支",), ("社区居民委员会",), ("居务监督委员会",), ("驻区单位",),
    )  # fmt: skip
    assert all(len(cells[0]) == 1 for cells in rows.values())
    assert "居务监督委员会" in text(clerk(party), "/desk/party/matrix/")
