"""The demo's rolls: counts exactly as a city gives them, rows real and marked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest
from pydantic import ValidationError

from gongzhi.demo.params import Members
from gongzhi.demo.people.members import draw, fill_members
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.kernel.crypto import open_
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.models import PartyMember
from tests.acceptance.cities import city

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 17, 15, 30, tzinfo=LOCAL_TZ)
SOME = Members(total=3000, kinds=["party_branch"], retired=900, new_sector=200, young=600, old=950,
               college=1600)  # fmt: skip


@pytest.mark.parametrize("of", [lambda: SOME, lambda: city("xiangyun").demo.members])
def test_every_cut_is_exact(of: Callable[[], Members]) -> None:
    wanted = of()
    drawn = draw(Random(1), wanted)
    assert len(drawn) == wanted.total
    assert sum(one.retired for one in drawn) == wanted.retired
    assert sum(one.new_sector for one in drawn) == wanted.new_sector
    assert sum(one.age <= 35 for one in drawn) == wanted.young
    assert sum(one.age >= 60 for one in drawn) == wanted.old
    assert sum(one.education != "school" for one in drawn) == wanted.college
    assert not any(one.retired and one.age <= 35 for one in drawn)
    assert drawn == draw(Random(1), wanted)


def test_rolls_are_filled_once_with_and_without_names(qianan: None) -> None:
    fill_members("s", AT, SOME)
    rows = PartyMember.reached.all()
    assert rows.count() == 3000
    assert not rows.exclude(is_demo=True, name_sealed="").exists()
    branches = orgs.bodies_of_kind("party_branch")
    assert rows.values("body_id").distinct().count() == len(branches)
    fill_members("s", AT, SOME)
    assert rows.count() == 3000
    rows.delete()
    few = SOME.model_copy(update={"named": True})
    fill_members("s", AT, few)
    row = rows.order_by("id")[0]
    assert open_(row.name_sealed)
    assert row.tokens


def test_the_large_city_has_its_196000_and_counts_that_do_not_fit_are_refused() -> None:
    jinan = city("jinan").demo.members
    assert (jinan.total, jinan.named) == (196_000, False)
    with pytest.raises(ValidationError):
        Members(total=100, young=60, old=50)
    with pytest.raises(ValidationError):
        Members(total=100, young=60, retired=50)
