"""Mistakes in memberships of any age are put right with a reason; what was said before is kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.orgs.models import Membership, MembershipCorrection
from gongzhi.orgs.reading.corrections import corrections
from gongzhi.orgs.services.add_membership import add_membership
from gongzhi.orgs.services.correct_membership import correct_membership
from gongzhi.orgs.services.strike_membership import strike_membership
from tests.signing_in import browser_of

from .conftest import Party

FIRST, SECOND, THIRD = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)


def two_terms(party: Party) -> tuple[Membership, Membership]:
    """A term that is over, entered a year ago, and the one of today."""
    rows = []
    for since, until in ((FIRST, SECOND), (SECOND, None)):
        row = add_membership(
            actor=party.clerk, body=party.alliance, member=party.units[0], role="member",
            since=since, until=until, representative="张一", post_title="主任",
        )  # fmt: skip
        Membership.reached.filter(pk=row.pk).update(recorded_at=clock.now() - timedelta(days=400))
        rows.append(row)
    return rows[0], rows[1]


def correct(party: Party, row: Membership, **more: Any) -> Membership:
    values: dict[str, Any] = {
        "actor": party.clerk, "row_id": row.pk, "seen": 0, "why": "抄错了", "role": "member",
        "since": row.valid.lower, "until": row.valid.upper, "representative": "张一",
        "post_title": "主任",
    } | more  # fmt: skip
    return correct_membership(**values)


def test_an_ended_term_is_put_right_and_its_history_kept(party: Party) -> None:
    past, now = two_terms(party)
    correct(party, past, role="deputy", since=date(2023, 9, 1), representative="王二")
    past.refresh_from_db()
    assert (past.role, past.representative, past.valid) == (
        "deputy", "王二", DateRange(date(2023, 9, 1), SECOND)
    )  # fmt: skip
    correct(party, past, seen=1, role="deputy", since=date(2023, 9, 1), representative="王三")
    second, first = MembershipCorrection.reached.order_by("-pk")
    assert (first.was["role"], first.was["since"], first.was["representative"]) == (
        "member", "2024-03-01", "张一"
    )  # fmt: skip
    assert first.became == second.was
    assert (first.why, first.recorded_by_id is None) == ("抄错了", False)
    said = corrections(party.clerk, row_id=past.pk)
    assert [len(one.lines) for one in said] == [1, 3]
    assert corrections(party.elsewhere, row_id=past.pk) == []
    now.refresh_from_db()
    assert now.valid == DateRange(SECOND, None)


def test_one_that_never_was_is_struck(party: Party) -> None:
    past, now = two_terms(party)
    strike_membership(actor=party.clerk, row_id=past.pk, seen=0, why="记到别的单位了")
    assert list(Membership.reached.values_list("pk", flat=True)) == [now.pk]
    [said] = corrections(party.clerk, row_id=past.pk)
    assert "2024年3月1日 – 2025年3月1日" in said.struck
    assert "张一" in said.struck
    # Its time is free again.
    correct(party, now, since=FIRST)


def test_refusals_change_nothing(party: Party) -> None:
    past, now = two_terms(party)
    for more, field in (
        ({"since": SECOND, "until": THIRD}, "since"),  # the term of today holds then
        ({"until": date(2025, 3, 2)}, "since"),
        ({"role": "boss"}, "role"),
        ({"role": "covered"}, "role"),
        ({"until": FIRST}, "until"),
        ({"since": date(1900, 1, 1)}, "since"),
        ({"why": " "}, "why"),
        ({}, None),
    ):
        with pytest.raises(Invalid) as caught:
            correct(party, past, **more)
        assert caught.value.field == field
    with pytest.raises(Conflict):
        correct(party, past, role="deputy", seen=1)
    for actor in (party.elsewhere, party.handler):
        with pytest.raises((NotFound, Denied)):
            correct(party, past, role="deputy", actor=actor)
        with pytest.raises((NotFound, Denied)):
            strike_membership(actor=actor, row_id=past.pk, seen=0, why="x")
    with pytest.raises(Denied):  # the member sees the row, the alliance's own street writes it
        correct(party, past, role="deputy", actor=party.secretary)
    assert not MembershipCorrection.reached.exists()
    assert {row.pk: row.valid for row in Membership.reached.all()} == {
        past.pk: DateRange(FIRST, SECOND), now.pk: DateRange(SECOND, None)
    }  # fmt: skip


def test_the_database_refuses_an_overlap_by_itself(party: Party) -> None:
    past, _now = two_terms(party)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.reached.filter(pk=past.pk).update(valid=DateRange(FIRST, THIRD))


def test_the_page(party: Party) -> None:
    past, _now = two_terms(party)
    browser, address = browser_of(party.clerk), f"/desk/bodies/correct/{past.pk}/"
    body = f"/desk/bodies/{party.alliance}/"
    assert address in browser.get(body).content.decode()
    assert address not in browser_of(party.elsewhere).get(body).content.decode()
    page = browser.get(address).content.decode()
    assert 'value="2024-03-01"' in page
    form = {"role": "lead", "since": "2024-03-01", "until": "2025-03-01", "seen": "0",
            "representative": "张一", "post_title": "主任", "why": "身份记错"}  # fmt: skip
    assert browser.post(address, form).status_code == 302
    assert "身份记错" in browser.get(body).content.decode()
    assert browser.post(address, form | {"role": "member"}).status_code == 409
    struck = {**form, "seen": "1", "strike": "on"}
    assert browser.post(address, struck).status_code == 302
    assert browser.get(address).status_code == 404
