"""XY-15: everybody's field of responsibility, on a map."""

from __future__ import annotations

import json

from tests.acceptance.relations import clerk, fill, text
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_xy_15_responsibility_with_a_visible_map(party: Party) -> None:
    fill(orphan_grids=5)
    client = clerk(party)
    page = text(client, "/desk/duty-map/?kind=grid")
    assert "150 处，5 处没有人负责" in page
    assert "data-areas-url=" in page
    shapes = json.loads(text(client, "/desk/duty-map/shapes.json?kind=grid&area=220723"))
    assert len(shapes["features"]) == 3
    assert all(0 <= one["properties"]["value"] <= 1 for one in shapes["features"])
