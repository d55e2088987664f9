"""QA-27: an alliance with members, a duty list and co-building agreements. Projects come later."""

from __future__ import annotations

from datetime import date

from gongzhi.orgs.reading.duty_list import duty_list
from gongzhi.orgs.services.add_membership import add_membership
from gongzhi.orgs.services.sign_agreement import Item, end_agreement, sign_agreement
from gongzhi.orgs.services.sign_agreement import Party as Signer
from tests.acceptance.cities import city as folder
from tests.acceptance.relations import DAY, clerk, text
from tests.orgs.conftest import SINCE, Party, city, party, qianan

__all__ = ["city", "party", "qianan"]


def test_qa_27_part_the_duty_list_is_read_from_the_agreements(party: Party) -> None:
    actor, alliance, (one, two) = party.clerk, party.alliance, party.units[:2]
    for unit in (one, two):
        add_membership(actor=actor, body=alliance, member=unit, role="member", since=SINCE)
    row = sign_agreement(
        actor=actor, kind="alliance", title="联盟共建协议", parties=[Signer(alliance), Signer(one)],
        items=[Item("开放停车位", one), Item("组织义诊", one), Item("提供场地", alliance)],
        signed_on=SINCE, expires_on=date(2027, 2, 28),
    )  # fmt: skip
    body = party.body(alliance)
    found = {
        line.body.code: [item.text for item in line.items]
        for line in duty_list(actor, body.id, DAY)
    }
    assert found == {alliance: ["提供场地"], one: ["开放停车位", "组织义诊"], two: []}
    page = text(clerk(party), f"/desk/bodies/{alliance}/")
    assert "工作责任清单" in page
    assert "还没有承诺事项" in page
    # Outside of the scope nothing of it is read; when the agreement ends, so do the duties.
    assert not any(line.items for line in duty_list(party.elsewhere, body.id, DAY))
    end_agreement(actor=actor, agreement_id=row.pk, on=DAY, why="单位搬走")
    assert not any(line.items for line in duty_list(actor, body.id, DAY))


def test_qa_27_part_qianans_alliances() -> None:
    qianan = folder("qianan")
    assert qianan.body_kinds()["alliance"] == 3
    assert qianan.demo.relations.agreements == 12
