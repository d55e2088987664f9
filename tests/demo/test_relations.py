"""The demo's relations: exact counts, the same twice, nothing that a service would refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from gongzhi.demo.params import params
from gongzhi.demo.people.relation_counts import RelationCounts
from gongzhi.demo.people.relations import fill_relations
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.models import Agreement, Membership, Pairing, TemporaryBranch, TemporaryCount
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.coverage import board
from gongzhi.orgs.reading.duty import duty_state
from gongzhi.orgs.reading.party_home import expiring

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 19)


def test_the_demo_of_qianan(qianan: None) -> None:
    fill_relations("s", DAY, params().relations)
    assert Membership.reached.filter(body__kind="alliance").count() == 14
    assert Pairing.reached.filter(kind="leader").count() == 6
    assert Agreement.reached.count() == 12
    assert expiring(SYSTEM, DAY).count() == 4
    rates = board(EVERYWHERE, DAY)
    assert (len(rates.estates.covered), rates.estates.total) == (122, 122)
    # Three estates have no firm, so nothing there can be under red property.
    assert (len(rates.red.missing), rates.red.total) == (3, 122)
    assert (len(rates.cross.covered), rates.cross.total) == (30, 36)
    assert len(duty_state("grid", EVERYWHERE, DAY).missing) == 5
    assert not duty_state("area", EVERYWHERE, DAY).missing


def test_temporary_branches_have_exactly_so_many_members(qianan: None) -> None:
    counts = RelationCounts.model_validate(
        {
            "temporary": {
                "general_branches": 9,
                "branches": 267,
                "in_service": 11764,
                "returned": 546,
            }
        }
    )
    fill_relations("s", DAY, counts)
    assert TemporaryBranch.objects.count() == 276
    sums = TemporaryCount.reached.aggregate(a=Sum("in_service"), b=Sum("returned"))
    assert (sums["a"], sums["b"]) == (11764, 546)
    assert not TemporaryCount.reached.filter(body=None, in_service__gt=0).exists()


def test_the_same_seed_gives_the_same_rows(qianan: None) -> None:
    def told() -> list[tuple[object, ...]]:
        return list(
            Membership.reached.order_by("body__code", "member__code").values_list(
                "body__code", "member__code", "role", "representative"
            )
        )

    fill_relations("s", DAY, params().relations)
    first = told()
    Membership.reached.all().delete()
    for model in (Pairing, Agreement):
        model.reached.all().delete()
    from gongzhi.orgs.models import CrossAppointment, OfficePost, Programme, Responsibility

    CrossAppointment.reached.all().delete()
    for model in (OfficePost, Responsibility):
        model.reached.all().delete()
    Programme.objects.all().delete()
    fill_relations("s", DAY, params().relations)
    assert told() == first


@pytest.mark.parametrize(
    "counts",
    [
        {"members": {"grand_committee": 114}},
        {"members": {"alliance": 5000}},
        {"covered": {"property": 135}},
        {"temporary": {"in_service": 5}},
    ],
)
def test_counts_without_their_bodies_are_refused(qianan: None, counts: dict[str, object]) -> None:
    with pytest.raises(LookupError, match=r"demo\.yaml relations"):
        fill_relations("s", DAY, RelationCounts.model_validate(counts))
    assert not Membership.reached.exists()
