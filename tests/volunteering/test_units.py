"""Units at communities: by hand, by the rule, within reach; a term ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.volunteering.models import UnitCheckin
from gongzhi.volunteering.reading.units import proposals, unit_lines, units_here
from gongzhi.volunteering.rules import Proposal, propose
from gongzhi.volunteering.services.check_in_unit import (
    Asked,
    check_in_unit,
    check_in_units,
    end_unit,
)
from tests.signing_in import browser_of

from .conftest import Corps

DAY = date(2026, 11, 17)


def test_the_rule_prefers_a_pairing_then_the_place_then_the_fewest() -> None:
    found = propose(
        [1, 2, 3, 4], near={1: 20, 2: 20}, paired={1: 10, 4: 99}, load={10: 5, 20: 1, 30: 1}
    )
    assert found == [
        Proposal(1, 10, "paired"), Proposal(2, 20, "near"), Proposal(3, 30, "fewest"),
        Proposal(4, 20, "fewest"),
    ]  # fmt: skip
    assert propose([1], near={}, paired={}, load={}) == []


def asked(corps: Corps, **more: object) -> Asked:
    values = {"unit": corps.unit.code, "community": corps.community.code, "since": DAY}
    return Asked(**(values | more))  # type: ignore[arg-type]


def test_a_unit_is_at_a_community_once_at_a_time(corps: Corps) -> None:
    row = check_in_unit(actor=corps.clerk, asked=asked(corps, contact="李二"))
    with pytest.raises(Conflict):
        check_in_unit(actor=corps.clerk, asked=asked(corps, since=DAY + timedelta(days=9)))
    check_in_unit(actor=corps.other_clerk, asked=asked(corps, community=corps.other.code))
    assert [line.contact for line in unit_lines(corps.clerk)] == ["李二"]
    assert len(unit_lines(corps.handler)) == 2
    assert units_here(corps.handler, corps.other.name).count() == 1  # by the community's name
    assert units_here(corps.handler, corps.unit.name[:2]).count() == 2
    assert not units_here(corps.clerk, corps.other.name).exists()  # a search widens no reach
    ended = end_unit(actor=corps.clerk, checkin_id=row.pk, on=DAY + timedelta(days=1))
    assert ended.valid.upper == DAY + timedelta(days=1)
    check_in_unit(actor=corps.clerk, asked=asked(corps, since=DAY + timedelta(days=1)))


def test_outside_of_reach_nothing_is_recorded(corps: Corps) -> None:
    row = check_in_unit(actor=corps.clerk, asked=asked(corps))
    for actor in (corps.other_clerk, corps.handler):
        with pytest.raises(Denied):
            check_in_unit(actor=actor, asked=asked(corps))
    for actor, error in ((corps.other_clerk, NotFound), (corps.handler, Denied)):
        with pytest.raises(error):
            end_unit(actor=actor, checkin_id=row.pk)
    with pytest.raises(Invalid):
        check_in_unit(actor=corps.clerk, asked=asked(corps, until=DAY))
    with pytest.raises(Invalid):
        check_in_unit(actor=corps.clerk, asked=asked(corps, unit=corps.city.team.code))
    assert list(UnitCheckin.reached.values_list("valid", flat=True)) == [row.valid]


def test_proposals_are_taken_together_or_not_at_all(corps: Corps) -> None:
    party = corps.city.staff("party_clerk", corps.city.street, corps.city.street_area)
    lines = proposals(party)
    assert {line.reason for line in lines} <= {"near", "paired", "fewest"}
    client = browser_of(party)
    good = [line.value for line in lines[:3]]
    client.post("/desk/volunteers/units/propose/", {"pair": [*good, good[0]]})
    assert "请先勾选单位。" in client.post("/desk/volunteers/units/propose/").content.decode()
    assert not UnitCheckin.reached.exists()
    assert client.post("/desk/volunteers/units/propose/", {"pair": good}).status_code == 302
    assert UnitCheckin.reached.count() == 3
    again = {line.unit.code for line in proposals(party)}
    assert again.isdisjoint(value.split(" ")[0] for value in good)
    with pytest.raises(Conflict, match=lines[0].unit.label()):
        check_in_units(
            actor=party,
            asked=[Asked(lines[0].unit.code, lines[0].community.code, DAY)],
        )
