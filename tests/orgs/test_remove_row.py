"""What was entered by mistake can go on the same day; what is older stays and ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.orgs.models import Membership, OfficePost
from gongzhi.orgs.services.add_membership import add_membership
from gongzhi.orgs.services.fill_post import fill_post
from gongzhi.orgs.services.remove_row import remove_row
from tests.signing_in import browser_of

from .conftest import Party


def add(party: Party, number: int = 0) -> Membership:
    return add_membership(
        actor=party.clerk, body=party.alliance, member=party.units[number], role="member",
        since=clock.today(),
    )  # fmt: skip


def of_yesterday(row: Any) -> None:
    type(row).reached.filter(pk=row.pk).update(recorded_at=clock.now() - timedelta(days=1))


def test_a_mistake_of_today_goes_and_can_be_entered_again(party: Party) -> None:
    row = add(party)
    remove_row(actor=party.clerk, what="membership", row_id=row.pk)
    assert not Membership.reached.filter(pk=row.pk).exists()
    add(party)
    post = fill_post(
        actor=party.clerk, body=party.alliance, post="head", holder_name="错人",
        since=date(2026, 3, 1),
    )  # fmt: skip
    remove_row(actor=party.clerk, what="post", row_id=post.pk)
    assert not OfficePost.reached.filter(pk=post.pk).exists()


def test_refusals_change_nothing(party: Party) -> None:
    row = add(party)
    for actor in (party.elsewhere, party.handler):
        with pytest.raises((NotFound, Denied)):
            remove_row(actor=actor, what="membership", row_id=row.pk)
    with pytest.raises(NotFound):
        remove_row(actor=party.clerk, what="body", row_id=row.pk)
    with pytest.raises(NotFound):
        remove_row(actor=party.clerk, what="post", row_id=row.pk)
    of_yesterday(row)
    with pytest.raises(Conflict, match="当天"):
        remove_row(actor=party.clerk, what="membership", row_id=row.pk)
    assert Membership.reached.filter(pk=row.pk).exists()


def test_the_page_offers_it_on_the_day_only(party: Party) -> None:
    row, browser = add(party), browser_of(party.clerk)
    address = f"/desk/bodies/end/membership/{row.pk}/"
    assert "登记错了" in browser.get(address).content.decode()
    today = str(clock.today())
    assert browser.post(address, {"on": today, "mistake": "on"}).status_code == 302
    assert not Membership.reached.filter(pk=row.pk).exists()
    old = add(party, 1)
    of_yesterday(old)
    address = f"/desk/bodies/end/membership/{old.pk}/"
    assert "登记错了" not in browser.get(address).content.decode()
    browser.post(address, {"on": today, "mistake": "on"})
    assert Membership.reached.filter(pk=old.pk).exists()
