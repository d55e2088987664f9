"""QA-01: the desk speaks of the city's own model. QA-05: the three heads are counted and checked."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.reading.teams import team_checks
from gongzhi.areas import selectors as areas
from gongzhi.orgs import selectors as orgs
from tests.orders.conftest import City
from tests.signing_in import sign_in


def post(city: City, role: str, count: int) -> None:
    for number in range(count):
        user = User.objects.create(username=f"{role}-{number}", name=f"三长{number}")
        team = orgs.responsible_body("grid_team", city.grid.path)
        assert team is not None
        Posting.objects.create(
            user=user, role=role, body_id=team.id, area_id=city.grid.id,
            valid=(date(2020, 1, 1), None),
        )  # fmt: skip


def test_qa_05_three_heads_of_each_grid_are_checked(city: City) -> None:
    root = areas.root_area()
    assert root is not None
    [before] = team_checks(root.path)
    assert (before.grids, before.complete) == (150, 0)
    post(city, "three_head", 2)
    post(city, "three_head_part_time", 1)
    [gap] = team_checks(city.grid.path)[0].gaps
    assert gap.missing == {"three_head": 1}
    User.objects.filter(username="three_head-0").update(is_active=False)
    [gap] = team_checks(city.grid.path)[0].gaps
    assert gap.missing == {"three_head": 2}
    User.objects.filter(username="three_head-0").update(is_active=True)
    user = User.objects.create(username="third", name="三长")
    Posting.objects.create(
        user=user, role="three_head", body_id=Posting.objects.filter(role="three_head")[0].body_id,
        area_id=city.grid.id, valid=(date(2020, 1, 1), None),
    )  # fmt: skip
    [after] = team_checks(root.path)
    assert after.complete == 1
    assert after.people == {"three_head": 3, "three_head_part_time": 1}


@pytest.mark.parametrize(("language", "words"), [("zh", "一网统管"), ("en", "One network")])
def test_qa_01_the_desk_is_grouped_in_the_citys_own_words(
    city: City, client: Client, language: str, words: str
) -> None:
    actor = city.staff("sysadmin", city.centre)
    sign_in(client, actor)
    client.cookies["django_language"] = language
    page = client.get("/desk/teams/").content.decode()
    assert f'<p class="side-part">{words}</p>' in page
    assert ("没有配齐的网格" in page) is (language == "zh")
