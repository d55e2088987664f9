"""Temporary branches: numbers by home organisation, and an end that ends everything in them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body, OfficePost, TemporaryBranch, TemporaryCount
from gongzhi.orgs.reach import reach_of
from gongzhi.orgs.reading.party_home import members_of, open_branches
from gongzhi.orgs.services.close_temporary import close_temporary
from gongzhi.orgs.services.count_members import count_members
from gongzhi.orgs.services.fill_post import fill_post
from gongzhi.orgs.services.open_temporary import open_temporary
from gongzhi.profiles.services.apply_profile import apply_profile, diff_profile
from gongzhi.profiles.source import profile_path
from tests.orders.conftest import T0

from .conftest import Party

OPENED, CLOSED = date(2026, 8, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.frozen(T0):
        yield


def opened(party: Party, actor: Any = None, **more: Any) -> TemporaryBranch:
    values: dict[str, Any] = {
        "parent": party.general_branch, "name": "防汛临时党支部", "kind": "party_temporary_branch",
        "reason": "防汛", "on": OPENED,
    } | more  # fmt: skip
    return open_temporary(actor=actor or party.clerk, **values)


def test_members_are_counted_at_their_home_and_return_to_it(party: Party) -> None:
    clerk = party.clerk
    branch = opened(party, clerk)
    code = branch.body.code
    for home, serving, returned in ((party.units[0], 12, 0), (party.units[1], 7, 1), ("", 0, 4)):
        count_members(
            actor=clerk, branch=code, home=home, in_service=serving, returned=returned, since=OPENED
        )
    # A later number takes the place of the earlier one from its day on.
    count_members(
        actor=clerk, branch=code, home=party.units[0], in_service=15, returned=0,
        since=date(2026, 9, 1),
    )  # fmt: skip
    fill_post(actor=clerk, body=code, post="secretary", holder_name="赵四", since=OPENED)
    reach = reach_of(clerk)
    for day, numbers in ((OPENED, (19, 5)), (date(2026, 9, 1), (22, 5))):
        assert members_of(open_branches(reach, day).values("pk"), day) == numbers
    close_temporary(actor=clerk, branch=code, on=CLOSED, why="汛期结束")
    assert not open_branches(reach, CLOSED).exists()
    assert members_of(TemporaryBranch.objects.values("pk"), CLOSED) == (0, 0)
    assert members_of(TemporaryBranch.objects.values("pk"), date(2026, 9, 30)) == (22, 5)
    assert OfficePost.reached.get().valid.upper == CLOSED
    assert orgs.body_by_code(code) is None
    assert orgs.body_by_code(party.units[0]) is not None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "party_branch"}, "kind"),
        ({"reason": " "}, "reason"),
        ({"name": ""}, "name"),
        ({"on": date(2027, 1, 1)}, "on"),
    ],
)
def test_opening_needs_its_facts(party: Party, more: dict[str, Any], field: str) -> None:
    before = Body.objects.count()
    with pytest.raises(Invalid) as caught:
        opened(party, **more)
    assert caught.value.field == field
    assert (Body.objects.count(), TemporaryBranch.objects.count()) == (before, 0)


def test_those_in_service_have_a_unit(party: Party) -> None:
    code = opened(party).body.code
    for home, serving, returned in (("", 3, 0), (party.units[0], 0, 0)):
        with pytest.raises(Invalid):
            count_members(
                actor=party.clerk, branch=code, home=home, in_service=serving, returned=returned,
                since=OPENED,
            )  # fmt: skip
    assert not TemporaryCount.reached.exists()


def test_strangers_open_count_and_close_nothing(party: Party) -> None:
    for actor in (party.handler, party.elsewhere):
        with pytest.raises(Denied):
            opened(party, actor)
    branch = opened(party)
    for actor in (party.handler, party.elsewhere):
        with pytest.raises(Denied):
            close_temporary(actor=actor, branch=branch.body.code, on=CLOSED, why="x")
        with pytest.raises(Denied):
            count_members(
                actor=actor, branch=branch.body.code, home="", in_service=0, returned=1,
                since=OPENED,
            )  # fmt: skip
    branch.refresh_from_db()
    assert branch.closed_on is None
    assert not TemporaryCount.reached.exists()
    with pytest.raises(NotFound):
        close_temporary(actor=party.clerk, branch=party.general_branch, on=CLOSED, why="x")


def test_a_profile_leaves_it_alone(party: Party) -> None:
    branch = opened(party)
    path = profile_path("qianan")
    assert diff_profile(path) == []
    assert apply_profile(path).changes == ()
    assert Body.objects.filter(pk=branch.body_id).exists()
