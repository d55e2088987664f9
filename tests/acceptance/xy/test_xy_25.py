"""XY-25: each cross-appointment keeps its legal steps: recommended, agreed, elected."""

from __future__ import annotations

from datetime import date

from gongzhi.orgs.models import CrossAppointment
from gongzhi.orgs.services.advance_cross import agree_cross, appoint_cross
from gongzhi.orgs.services.recommend_cross import recommend_cross
from tests.orgs.conftest import Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_xy_25_legal_steps_are_recorded_for_each_appointment(party: Party) -> None:
    actor = party.secretary
    posts = (("chair", party.owners[0]), ("committee", party.owners[0]),
             ("owner_delegate", party.owners[0]))  # fmt: skip
    for post, body in posts:
        row = recommend_cross(
            actor=party.clerk, to_body=body, to_post=post, from_body=party.community,
            person_name="李二", on=date(2026, 5, 1),
        )  # fmt: skip
        agree_cross(
            actor=party.clerk, cross_id=row.pk, on=date(2026, 5, 8), meeting="社区党总支会议"
        )
        appoint_cross(
            actor=party.clerk, cross_id=row.pk, on=date(2026, 6, 1), how="elected",
            basis="业主大会备案〔2026〕3号",
        )  # fmt: skip
    # A firm's Party member becomes a part-time member of the community's Party organisation.
    row = recommend_cross(
        actor=actor, to_body=party.general_branch, to_post="part_time", from_body=party.firm,
        from_post="project_manager", person_name="赵四", on=date(2026, 5, 1),
    )  # fmt: skip
    agree_cross(actor=actor, cross_id=row.pk, on=date(2026, 5, 2), meeting="总支大会")
    appoint_cross(
        actor=actor, cross_id=row.pk, on=date(2026, 5, 3), how="appointed", basis="荣组〔2026〕1号"
    )
    done = CrossAppointment.reached.filter(state="appointed")
    assert done.count() == 4
    for one in done:
        assert one.recommended_on <= one.agreed_on <= one.decided_on  # type: ignore[operator]
        assert one.basis
        assert one.office is not None
