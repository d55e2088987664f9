"""XY-09: county bodies and new organisations join; seven teams, nearly 500 volunteers by choice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Enrolment, TeamMember
from gongzhi.volunteering.reading.teams import teams
from gongzhi.volunteering.reading.units import unit_lines
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit
from gongzhi.volunteering.services.join_team import join_team
from tests.acceptance.living import applied
from tests.acceptance.squads import founded
from tests.orders.conftest import T0, City, forget_all
from tests.volunteering.conftest import Corps

TEAMS, PEOPLE = 7, 498


@pytest.fixture(scope="module")
def xiangyun(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield from applied("xiangyun", django_db_blocker)


@pytest.fixture
def corps(xiangyun: None, db: None) -> Iterator[Corps]:
    forget_all()
    with clock.frozen(T0):
        yield Corps(City())
    forget_all()


def test_xy_09_units_of_the_county_join_at_a_community(corps: Corps) -> None:
    assert {"department", "new_sector"} <= set(volunteer_settings().unit_kinds)
    for body in (orgs.bodies_of_kind("department")[0], corps.unit):
        asked = Asked(body.code, corps.community.code, clock.today())
        check_in_unit(actor=corps.clerk, asked=asked)
    assert len(unit_lines(corps.clerk)) == 2


def test_xy_09_seven_teams_with_nearly_500_who_registered(corps: Corps) -> None:
    kind = volunteer_settings().team_kind("party_led")
    assert kind is not None
    assert kind.name.said() == "党员志愿服务队"
    assert not kind.roll  # anybody may join: being in it says nothing of the Party
    made = [founded(corps.clerk, corps.community, kind.key, f"第{n}队") for n in range(1, 8)]
    people = Resident.objects.bulk_create(
        Resident(phone_blind=f"{n:064d}", verified_at=T0, created_at=T0) for n in range(PEOPLE)
    )
    Enrolment.reached.bulk_create(
        Enrolment(resident=one, community_id=corps.community.id, since=T0) for one in people
    )
    TeamMember.reached.bulk_create(
        TeamMember(team=made[n % TEAMS], resident=one, since=T0) for n, one in enumerate(people)
    )
    join_team(actor=corps.volunteer(), team_id=made[0].pk)
    found = teams(corps.clerk)
    assert len(found) == TEAMS
    assert sum(one.people or 0 for one in found) == PEOPLE + 1
