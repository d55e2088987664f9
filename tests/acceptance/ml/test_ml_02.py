"""ML-02: leading groups and alliances apart from the administrative tree, with terms."""

from __future__ import annotations

from datetime import date

from django.utils.html import strip_tags

from gongzhi.orgs.services.add_membership import add_membership
from gongzhi.orgs.services.start_programme import start_programme
from tests.acceptance.relations import clerk, text
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_ml_02_leading_group_and_alliance_with_members_convener_and_terms(party: Party) -> None:
    actor = party.sysadmin
    group = "LX-220723-001"
    for member, role in (("SH", "convener"), ("CG", "member"), (party.units[0], "member")):
        add_membership(
            actor=actor, body=group, member=member, role=role, since=date(2026, 1, 1),
            until=date(2027, 1, 1), representative="王三", post_title="主任",
        )  # fmt: skip
    start_programme(
        actor=actor, group=group, name="城市基层党建", basis="示例1号", starts_on=date(2026, 1, 1),
        ends_on=None, tasks=["联盟规范运行"],
    )  # fmt: skip
    found = party.body(group)
    assert found.parent_id is None  # not a part of the administrative tree
    page = text(clerk(party), f"/desk/bodies/{group}/")
    assert "召集单位" in page
    assert "2026年1月1日 – 2027年1月1日" in strip_tags(page)
    assert "城市基层党建" in page
