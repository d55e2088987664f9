"""ML-25 five red teams: roster by choice, training, log; ML-38 stewards take the steward items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.offerings import catalogue
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Claim, TeamMember
from gongzhi.volunteering.reading.teams import joinable, team_page, teams
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.join_team import join_team
from gongzhi.volunteering.services.settle import settle
from tests.acceptance.living import applied
from tests.acceptance.offered import rows
from tests.acceptance.squads import EstateCity, founded, ordered, proposed, sent, text
from tests.orders.conftest import T0, forget_all
from tests.signing_in import browser_of
from tests.volunteering.conftest import Corps, shift

FIVE = ("members", "volunteer", "representative", "safety", "guide")


@pytest.fixture(scope="module")
def mile(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield from applied("mile", django_db_blocker)


@pytest.fixture
def corps(mile: None, db: None) -> Iterator[Corps]:
    forget_all()
    catalogue.forget()
    with clock.frozen(T0):
        yield Corps(EstateCity())
    forget_all()
    catalogue.forget()


def test_ml_25_five_kinds_and_people_by_choice(corps: Corps) -> None:
    kinds = {one.key: one for one in volunteer_settings().team_kinds}
    assert [kinds[key].name.said() for key in FIVE] == [
        "社区党员队伍", "志愿者队伍", "居民代表队伍", "安全员队伍", "指导员队伍",
    ]  # fmt: skip
    five = {key: founded(corps.clerk, corps.community, key, kinds[key].name.said()) for key in FIVE}
    me = corps.volunteer("周师傅")
    # Who belongs to the Party stands on the Party's own roll and on no list of residents.
    with pytest.raises(Conflict, match="名册"):
        join_team(actor=me, team_id=five["members"].pk)
    assert five["members"].pk not in {one.id for one in joinable(me, {corps.community.id})}
    for key in ("volunteer", "safety"):
        join_team(actor=me, team_id=five[key].pk)
    people = {one.id: one.people for one in teams(corps.clerk)}
    assert [people[five[key].pk] for key in FIVE] == [None, 1, 0, 1, 0]
    assert "周师傅" in text(browser_of(corps.clerk), f"/desk/volunteers/teams/{five['safety'].pk}/")
    assert "见党组织名册" in text(browser_of(corps.clerk), "/desk/volunteers/teams/")
    browser_of(me).post(f"/me/service/teams/{five['safety'].pk}/leave/")
    assert TeamMember.reached.filter(ended_at=None).count() == 1


def test_ml_25_training_and_log_are_counted_not_typed(corps: Corps) -> None:
    team = founded(corps.clerk, corps.community, "safety", "安全员队伍")
    starts = T0 + timedelta(hours=24)
    form = {
        "kind": "clean", "title": "灭火器怎么用", "on": f"{starts:%Y-%m-%d}", "starts_at": "15:00",
        "ends_at": "16:00", "places": "9", "meeting_place": "社区", "team": team.pk,
        "training": "on",
    }  # fmt: skip
    assert browser_of(corps.clerk).post("/desk/volunteers/posts/new/", form).status_code == 302
    round_ = shift(corps, hours=30, team=team.pk)
    me = corps.volunteer()
    training = team.posts.get(training=True)
    for post, minutes in ((training, 60), (round_, 90)):
        claim_post(actor=me, post_id=post.pk)
        with clock.frozen(post.during.upper + timedelta(minutes=5)):
            claim = Claim.reached.get(post=post)
            settle(actor=corps.clerk, post_id=post.pk, minutes={claim.pk: minutes})
    line = next(one for one in teams(corps.clerk) if one.id == team.pk)
    assert (line.activities, line.trainings, line.times, line.minutes) == (2, 1, 2, 150)
    log = team_page(corps.clerk, team.pk, language="zh").log
    assert sum(one.minutes for one in log) == line.minutes


def test_ml_38_the_stewards_of_the_estate_take_the_steward_items(corps: Corps) -> None:
    stewards = orgs.responsible_body("steward_team", corps.city.grid.path)
    assert stewards is not None
    assert stewards.parent_id == corps.community.id
    taken = {row["provider"] for row in rows("mile")
             if row["code"].startswith("MJ") and row["process"]}  # fmt: skip
    assert taken == {"steward_team"}
    team = founded(corps.clerk, corps.community, "steward", "管家队", stewards.code)
    order = ordered(corps, "MJ01")
    assert proposed(order) == [stewards.code]
    page = text(browser_of(corps.clerk), f"/desk/orders/{order.number}/")
    assert re.search(
        rf'<input\s+type="radio" name="body"\s+value="{stewards.code}"\s+checked', page
    )
    order, _doer = sent(corps, order, stewards)
    assert (order.state, order.lead_body_id) == ("order_taken", stewards.id)
    line = next(one for one in teams(corps.clerk) if one.id == team.pk)
    assert (line.orders, line.closed) == (1, 0)
