"""QJ-03: five levels by the names of Qianjiang: grand working committee, grand committee, …"""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.orgs.reading.levels import levels
from gongzhi.profiles.source import profiles_folder
from tests.orders.conftest import forget_all
from tests.orgs.town import applied


@pytest.mark.django_db
def test_qj_03_five_levels_with_their_own_names(tmp_path: Path) -> None:
    tree = (profiles_folder() / "qianan/orgs/party.yaml").read_text(encoding="utf-8")
    tree = tree.replace(
        "kind: party_committee, suffix: 党工委", "kind: grand_work_committee, suffix: 大工委"
    )
    tree = tree.replace(
        "kind: party_general_branch, suffix: 党总支", "kind: grand_committee, suffix: 大党委"
    )
    applied(tmp_path, files={"orgs/party.yaml": tree})
    root = areas.root_area()
    assert root is not None
    counts = {one.name: (one.count, one.linked) for one in levels(root).counts}
    assert counts["街道大工委"] == (3, 3)
    assert counts["社区大党委"] == (7, 7)
    assert counts["党支部"] == (122, 122)
    assert counts["楼栋党小组"] == (475, 475)
    assert counts["党员中心户"] == (2175, 2175)
    forget_all()
