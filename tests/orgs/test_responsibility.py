"""Responsibilities: who answers for what, and the places with nobody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Responsibility
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.duty import duty_shapes, duty_state, parts_below
from gongzhi.orgs.reading.duty_page import duty_page
from gongzhi.orgs.services.assign_responsibility import assign_responsibility

from .conftest import DAY, SINCE, Party


def assign(party: Party, actor: Any = None, **more: Any) -> Responsibility:
    values: dict[str, Any] = {
        "kind": "grid", "area": party.estate.code, "body": party.branch, "since": SINCE,
        "person_name": "李二",
    } | more  # fmt: skip
    return assign_responsibility(actor=actor or party.clerk, **values)


def everywhere_but(*codes: str) -> None:
    branch = orgs.bodies_of_kind("party_committee")[0].id
    Responsibility.reached.bulk_create(
        Responsibility(kind="grid", area_id=a.id, body_id=branch, valid=DateRange(SINCE, None))
        for a in areas.leaf_areas()
        if a.code not in codes
    )


def test_orphans_are_counted_and_named(party: Party) -> None:
    other = next(a for a in areas.leaf_areas() if not a.path.startswith(party.street_area.path))
    everywhere_but(party.estate.code, other.code)
    state = duty_state("grid", EVERYWHERE, DAY)
    assert set(state.missing) == {party.estate.id, other.id}
    root = areas.root_area()
    assert root is not None
    parts = parts_below(root, "grid", DAY)
    assert sum(part.wanted for part in parts) == 150
    assert {part.area.code: part.orphans for part in parts}[party.street_area.code] == 1
    shapes = duty_shapes(party.community_area, "grid", DAY)
    assert len(shapes["features"]) == len(areas.children(party.community_area.id))
    assign(party)
    page = duty_page(party.clerk, party.estate, "grid", DAY)
    assert page.totals["grid"] == (1, 0)
    assert [answer.person for answer in page.here] == ["李二"]
    # Which organisation answers is open to all staff, who it is only to the scope.
    page = duty_page(party.handler, party.estate, "grid", DAY)
    assert [(a.body_code, a.person) for a in page.here] == [(party.branch, "")]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"area": "000"}, "area"),
        ({"body": "CG"}, "body"),
        ({"kind": "area"}, "area"),
        ({"until": date(2026, 1, 1)}, "until"),
    ],
)
def test_refusals(party: Party, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        assign(party, **more)
    assert caught.value.field == field
    assert not Responsibility.reached.exists()


def test_one_answers_at_a_time_and_strangers_assign_nothing(party: Party) -> None:
    for actor in (party.handler, party.elsewhere):
        with pytest.raises(Denied):
            assign(party, actor)
    assert not Responsibility.reached.exists()
    assign(party, until=date(2026, 9, 1))
    with pytest.raises(Invalid, match="已有人负责"):
        assign(party, since=date(2026, 8, 1))
    assign(party, since=date(2026, 9, 1), body=party.general_branch)
    assign(party, kind="home")
    assign(party, kind="home", body=party.general_branch)
    assert Responsibility.reached.count() == 4
