"""Pairings and agreements: one unit one community, terms, refusals without a trace."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.orgs import agreementfiles
from gongzhi.orgs.models import Agreement, AgreementItem, AgreementParty, Pairing
from gongzhi.orgs.services.add_pairing import add_pairing
from gongzhi.orgs.services.sign_agreement import (
    Item,
    end_agreement,
    renew_agreement,
    sign_agreement,
)
from gongzhi.orgs.services.sign_agreement import Party as Signs

from .conftest import DAY, SINCE, Party


def sign(party: Party, actor: Any = None, **more: Any) -> Agreement:
    values: dict[str, Any] = {
        "kind": "sponsor", "title": "包保协议", "signed_on": date(2026, 1, 1),
        "parties": [Signs(party.community, "张一"), Signs(party.units[0], "李二")],
        "items": [Item("开放停车场", party.units[0])], "expires_on": date(2026, 12, 31),
    } | more  # fmt: skip
    return sign_agreement(actor=actor or party.clerk, **values)


def pair(party: Party, actor: Any = None, **more: Any) -> Pairing:
    values: dict[str, Any] = {
        "community": party.community, "from_body": party.units[0], "kind": "unit", "since": SINCE,
    } | more  # fmt: skip
    return add_pairing(actor=actor or party.clerk, **values)


def test_a_unit_stands_by_one_community(party: Party) -> None:
    pair(party, party.secretary)
    other = next(b.code for b in _communities(party) if b.code != party.community)
    with pytest.raises(Invalid, match="一个单位只包保一个社区"):
        pair(party, community=other)
    pair(party, from_body=party.units[1])
    # Leaders may stay in touch with several.
    for community in (party.community, other):
        pair(party, community=community, kind="leader", from_body="CG", leader_name="王三")
    assert Pairing.reached.count() == 4


def _communities(party: Party) -> list[Any]:
    from gongzhi.orgs import selectors as orgs

    return [b for b in orgs.bodies_of_kind("community") if party._here(b)]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "leader"}, "leader_name"),
        ({"kind": "friend"}, "kind"),
        ({"community": "CG"}, None),
        ({"from_body": "XX"}, "from_body"),
        ({"until": SINCE}, "until"),
    ],
)
def test_pairings_refused(party: Party, more: dict[str, Any], field: str | None) -> None:
    with pytest.raises((Invalid, Denied)) as caught:
        pair(party, **more)
    assert caught.value.field == field
    assert not Pairing.reached.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"expires_on": date(2025, 12, 31)}, "expires_on"),
        ({"items": [Item("  ")]}, "items"),
        ({"items": [Item("x", "GOV")]}, "items"),
        ({"title": " "}, "title"),
        ({"kind": "friendship"}, "kind"),
        ({"file": agreementfiles.Uploaded("a.pdf", b"MZ")}, "file"),
        ({"file": agreementfiles.Uploaded("a.pdf", b"%PDF-" + b"x" * 10_500_000)}, "file"),
    ],
)
def test_agreements_refused(party: Party, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        sign(party, **more)
    assert caught.value.field == field
    with pytest.raises(Invalid):
        sign(party, parties=[Signs(party.community), Signs(party.community)])
    for model in (Agreement, AgreementParty):
        assert not model.reached.exists()
    assert not AgreementItem.objects.exists()


def test_renewing_and_ending(party: Party) -> None:
    row = sign(party)
    with pytest.raises(Denied):
        sign(party, party.elsewhere)
    for actor, error in ((party.elsewhere, NotFound), (party.handler, Denied)):
        with pytest.raises(error):
            end_agreement(actor=actor, agreement_id=row.pk, on=DAY, why="x")
    newer = renew_agreement(
        actor=party.clerk, agreement_id=row.pk, signed_on=DAY, expires_on=date(2027, 12, 31)
    )
    assert list(newer.items.values_list("text", flat=True)) == ["开放停车场"]
    assert {p.signatory for p in AgreementParty.reached.filter(agreement=newer)} == {"张一", "李二"}
    with pytest.raises(Invalid):
        end_agreement(actor=party.clerk, agreement_id=newer.pk, on=date(2028, 1, 1), why="x")
    end_agreement(actor=party.clerk, agreement_id=newer.pk, on=DAY, why="单位搬走")
    with pytest.raises(Conflict):
        end_agreement(actor=party.clerk, agreement_id=newer.pk, on=DAY, why="x")
