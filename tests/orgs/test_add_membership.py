"""Memberships: who may add them, what is refused, what a scope shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongzhi.kernel import scope
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orgs.models import Membership
from gongzhi.orgs.reading.body_page import body_page
from gongzhi.orgs.services.add_membership import add_membership
from gongzhi.orgs.services.end_row import end_row

from .conftest import DAY, SINCE, Party


def add(party: Party, actor: Any, **more: Any) -> Membership:
    values: dict[str, Any] = {
        "body": party.alliance, "member": party.units[0], "role": "member", "since": SINCE,
        "representative": "张一", "post_title": "办公室主任",
    } | more  # fmt: skip
    return add_membership(actor=actor, **values)


def test_a_unit_joins_and_leaves(party: Party) -> None:
    clerk = party.clerk
    row = add(party, clerk)
    assert (row.valid.lower, row.valid.upper) == (SINCE, None)
    ended = end_row(actor=clerk, what="membership", row_id=row.pk, on=date(2026, 9, 1))
    assert ended.valid.upper == date(2026, 9, 1)
    again = add(party, clerk, since=date(2026, 9, 1), role="convener")
    assert again.role == "convener"
    with pytest.raises(Conflict):
        end_row(actor=clerk, what="membership", row_id=row.pk, on=DAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"member": "NOBODY"}, "member"),
        ({"member": "ALLIANCE"}, "member"),
        ({"role": "boss"}, "role"),
        ({"role": "covered"}, "role"),
        ({"until": SINCE}, "until"),
        ({"since": date(1900, 1, 1)}, "since"),
    ],
)
def test_bad_input_names_its_field(party: Party, more: dict[str, Any], field: str) -> None:
    if more.get("member") == "ALLIANCE":
        more = {"member": party.alliance}
    with pytest.raises(Invalid) as caught:
        add(party, party.clerk, **more)
    assert caught.value.field == field
    assert not Membership.reached.exists()


def test_terms_do_not_overlap(party: Party) -> None:
    clerk = party.clerk
    add(party, clerk, until=date(2026, 9, 1))
    with pytest.raises(Invalid, match="已经是成员"):
        add(party, clerk, since=date(2026, 8, 31))
    assert Membership.reached.count() == 1


def test_only_posts_of_party_affairs_in_their_reach_write(party: Party) -> None:
    for actor in (party.handler, party.elsewhere, party.city.director.__class__()):
        with pytest.raises(Denied):
            add(party, actor)
    # The alliance is the street's: a community secretary may not add to it.
    with pytest.raises(Denied):
        add(party, party.secretary)
    assert not Membership.reached.exists()
    add(party, party.city.director)
    add(party, party.sysadmin, member=party.units[1])
    assert Membership.reached.count() == 2


def test_a_row_elsewhere_is_not_found_and_stays(party: Party) -> None:
    row = add(party, party.clerk)
    with pytest.raises(NotFound):
        end_row(actor=party.elsewhere, what="membership", row_id=row.pk, on=DAY)
    with pytest.raises(Denied):
        end_row(actor=party.handler, what="membership", row_id=row.pk, on=DAY)
    with pytest.raises(NotFound):
        end_row(actor=party.clerk, what="nonsense", row_id=row.pk, on=DAY)
    row.refresh_from_db()
    assert row.valid.upper is None


def test_everybody_sees_the_unit_and_only_the_scope_its_person(party: Party) -> None:
    add(party, party.clerk)
    with guarded():
        for actor, person in (
            (party.clerk, "办公室主任 张一"),
            (party.city.director, "办公室主任 张一"),
            (party.elsewhere, ""),
            (party.handler, ""),
        ):
            page = body_page(actor=actor, code=party.alliance, day=DAY)
            assert [(r.other_code, r.person) for r in page.members] == [(party.units[0], person)]
            assert page.member_count == 1


def test_the_commander_reads_and_does_not_write(party: Party) -> None:
    from gongzhi.areas import selectors as areas

    commander = party.city.staff("commander", party.city.centre, areas.root_area())
    row = add(party, party.clerk)
    page = body_page(actor=commander, code=party.alliance, day=DAY)
    assert page.members[0].person
    assert not page.may_write
    with pytest.raises(Denied):
        end_row(actor=commander, what="membership", row_id=row.pk, on=DAY)


def test_a_query_without_scope_is_stopped(party: Party) -> None:
    with guarded(), pytest.raises(scope.ScopeViolation):
        list(Membership.objects.all())
    with pytest.raises(ValueError, match="representative"):
        Membership.objects.all().facts("id", "representative")
