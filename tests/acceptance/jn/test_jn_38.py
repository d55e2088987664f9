"""JN-38: members of committees in owners' committees, quality supervisors, project managers."""

from __future__ import annotations

from datetime import date

from gongzhi.orgs.models import CrossAppointment, OfficePost
from gongzhi.orgs.services.advance_cross import agree_cross, appoint_cross
from gongzhi.orgs.services.recommend_cross import recommend_cross
from tests.acceptance.relations import clerk, text
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_jn_38_cross_post_register(party: Party) -> None:
    actor = party.clerk
    for post, to_body, from_body in (
        ("committee", party.owners[0], party.community),
        ("quality_supervisor", party.firm, party.community),
        ("project_manager", party.community, party.firm),
    ):
        row = recommend_cross(
            actor=actor, to_body=to_body, to_post=post, from_body=from_body, person_name="李二",
            on=date(2026, 5, 1),
        )  # fmt: skip
        agree_cross(actor=actor, cross_id=row.pk, on=date(2026, 5, 2), meeting="社区两委会")
        appoint_cross(
            actor=actor, cross_id=row.pk, on=date(2026, 5, 3), how="appointed", basis="1号"
        )
    assert CrossAppointment.reached.filter(state="appointed").count() == 3
    assert set(OfficePost.reached.values_list("post", flat=True)) == {
        "committee", "quality_supervisor", "project_manager",
    }  # fmt: skip
    page = text(clerk(party), "/desk/party/cross/?state=appointed")
    assert page.count("已任职") >= 3
