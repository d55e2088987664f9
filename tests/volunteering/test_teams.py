"""Teams: founded by their bodies, joined by choice, counted from what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.ending.parts import endings
from gongzhi.volunteering.models import Claim, Team, TeamMember
from gongzhi.volunteering.reading.mine import as_json
from gongzhi.volunteering.reading.teams import joinable, team_page, teams
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.enrol import enrol, leave
from gongzhi.volunteering.services.found_team import end_team, found_team
from gongzhi.volunteering.services.join_team import join_team, leave_team
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.volunteering.conftest import Corps, city, corps, qianan, shift

__all__ = ["city", "corps", "qianan"]


def made(corps: Corps, name: str = "邻里志愿队") -> Team:
    return found_team(actor=corps.clerk, host=corps.community.code, kind="volunteer", name=name)


def people(team: Team) -> list[bool]:
    """For every row of the roster in order: whether somebody still stands there."""
    rows = TeamMember.objects.visible_to(SYSTEM).filter(team=team).order_by("id")
    return [row.ended_at is None for row in rows]


def test_only_an_own_body_of_the_right_kind_has_a_team(corps: Corps) -> None:
    with pytest.raises(NotFound):
        found_team(actor=corps.clerk, host=corps.other.code, kind="volunteer", name="队")
    with pytest.raises(Invalid) as caught:
        found_team(actor=corps.clerk, host=corps.community.code, kind="professional", name="队")
    assert caught.value.field == "kind"
    with pytest.raises(Denied):
        found_team(actor=corps.resident(), host=corps.community.code, kind="volunteer", name="队")
    with pytest.raises(Invalid):
        found_team(actor=corps.clerk, host=corps.community.code, kind="volunteer", name="  ")
    assert not Team.objects.exists()
    made(corps)
    with pytest.raises(Conflict) as refused:
        made(corps)
    assert refused.value.field == "name"
    assert Team.objects.count() == 1


def test_a_unit_takes_orders_under_its_own_name_once(corps: Corps) -> None:
    code = corps.unit.code
    team = found_team(actor=corps.handler, host=code, kind="professional", name="义诊队", body=code)
    assert team.body_id == corps.unit.id
    with pytest.raises(Conflict) as caught:
        found_team(actor=corps.handler, host=code, kind="professional", name="二队", body=code)
    assert caught.value.field == "body"
    with pytest.raises(Invalid):
        found_team(
            actor=corps.clerk, host=corps.community.code, kind="volunteer", name="队", body=code
        )


def test_joining_is_a_choice_taken_back_with_the_name(corps: Corps) -> None:
    team, person = made(corps), corps.volunteer()
    first = join_team(actor=person, team_id=team.pk)
    assert join_team(actor=person, team_id=team.pk).pk == first.pk
    with pytest.raises(Denied):
        join_team(actor=corps.resident(), team_id=team.pk)
    assert as_json(person)["teams"][0]["team"] == "邻里志愿队"
    leave_team(actor=person, team_id=team.pk)
    leave_team(actor=person, team_id=team.pk)
    row = TeamMember.objects.visible_to(person).get()
    assert (row.name_sealed, people(team)) == ("", [False])
    join_team(actor=person, team_id=team.pk)
    assert people(team) == [False, True]


def test_a_team_elsewhere_is_not_there(corps: Corps) -> None:
    team = found_team(
        actor=corps.other_clerk, host=corps.other.code, kind="volunteer", name="别处的队"
    )
    person = corps.volunteer()
    with pytest.raises(NotFound):
        join_team(actor=person, team_id=team.pk)
    assert joinable(person, {corps.community.id}) == []
    with pytest.raises(NotFound):
        team_page(corps.clerk, team.pk, language="zh")
    with pytest.raises(NotFound):
        end_team(actor=corps.clerk, team_id=team.pk)


def test_names_are_the_communitys_own(corps: Corps) -> None:
    team, person = made(corps), corps.volunteer("王师傅")
    join_team(actor=person, team_id=team.pk)
    page = team_page(corps.clerk, team.pk, language="zh")
    assert [one.name for one in page.members] == ["王师傅"]
    above = corps.city.staff("street_clerk", corps.city.street, corps.city.street_area)
    seen = team_page(above, team.pk, language="zh")
    assert (seen.line.people, seen.members, seen.shows_names) == (1, [], False)
    assert not TeamMember.objects.visible_to(above).exists()
    assert not TeamMember.objects.visible_to(corps.other_clerk).exists()


def test_the_log_is_counted_from_confirmed_service(corps: Corps) -> None:
    team = made(corps)
    post = shift(corps, team=team.pk)
    training = shift(corps, hours=48, team=team.pk, training=True)
    person = corps.volunteer()
    for one in (post, training):
        claim_post(actor=person, post_id=one.pk)
    with clock.frozen(T0 + timedelta(hours=27)):
        claim = Claim.objects.visible_to(SYSTEM).get(post=post)
        settle(actor=corps.clerk, post_id=post.pk, minutes={claim.pk: 100})
    line = teams(corps.clerk)[0]
    assert (line.activities, line.trainings, line.times, line.minutes) == (2, 1, 1, 100)
    log = team_page(corps.clerk, team.pk, language="zh").log
    assert [(one.training, one.minutes) for one in log] == [(True, 0), (False, 100)]


def test_a_post_names_a_team_of_the_place(corps: Corps) -> None:
    away = found_team(
        actor=corps.other_clerk, host=corps.other.code, kind="volunteer", name="别处的队"
    )
    with pytest.raises(Invalid) as caught:
        shift(corps, team=away.pk)
    assert caught.value.field == "team"
    with pytest.raises(Invalid):
        shift(corps, training=True)


def test_leaving_the_community_is_leaving_its_teams(corps: Corps) -> None:
    team = made(corps)
    away, moves = corps.volunteer(), corps.volunteer()
    for actor in (away, moves):
        join_team(actor=actor, team_id=team.pk)
    leave(actor=away)
    enrol(actor=moves, community=corps.other.code, name="李师傅")
    assert people(team) == [False, False]


def test_a_team_that_ends_lets_everybody_go(corps: Corps) -> None:
    team, person = made(corps), corps.volunteer()
    join_team(actor=person, team_id=team.pk)
    end_team(actor=corps.clerk, team_id=team.pk)
    assert people(team) == [False]
    assert teams(corps.clerk) == []
    with pytest.raises(NotFound):
        join_team(actor=person, team_id=team.pk)
    made(corps)  # the name is free again


def test_a_community_that_ends_hands_its_teams_on(corps: Corps) -> None:
    mine, both = made(corps), made(corps, "同名队")
    there = found_team(
        actor=corps.other_clerk, host=corps.other.code, kind="volunteer", name="同名队"
    )
    person = corps.volunteer()
    join_team(actor=person, team_id=both.pk)
    ending = next(one for one in endings() if one.key == "volunteers")
    ending.pass_on(corps.community.id, corps.other.id, T0)
    standing = Team.objects.filter(ended_on=None, host_id=corps.other.id)
    assert set(standing.values_list("pk", flat=True)) == {mine.pk, there.pk}
    assert people(both) == [False]
