"""Campaigns (JN-39): places of a level, looked at once each; a fault is a matter of its own."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest
from django.test import Client

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.orders.hooks.outbox import Entry
from gongzhi.orders.models import Attachment, CheckPlace, Order
from gongzhi.orders.selectors.desk.gathered import campaign_panel, campaigns_for, progress_of
from gongzhi.orders.services.accept_outbox_entry import accept_outbox_entry
from gongzhi.orders.services.check_place import check_place
from gongzhi.orders.services.plan_campaign import plan_campaign
from gongzhi.orgs import selectors as orgs
from tests.signing_in import browser_of

from ..conftest import T0, City
from ..field.conftest import photo
from .conftest import start, step


@pytest.fixture
def clerk(city: City):  # type: ignore[no-untyped-def]
    return city.staff("street_clerk", city.street, city.street_area)


@pytest.fixture
def campaign(city: City, clerk) -> Order:  # type: ignore[no-untyped-def]
    return start(
        city, clerk, "campaign", text="入冬消防大排查", checklist="楼道堆物\n飞线充电",
        lon=None, lat=None,
    )  # fmt: skip


def test_every_place_is_looked_at_once_and_faults_become_matters(
    city: City,
    clerk,
    campaign: Order,  # type: ignore[no-untyped-def]
) -> None:
    assert campaign.area_path == city.street_area.path
    added = plan_campaign(actor=clerk, number=campaign.number, level=city.community_area.level)
    assert added == CheckPlace.objects.filter(campaign=campaign).count() > 1
    assert plan_campaign(actor=clerk, number=campaign.number, level=city.community_area.level) == 0
    worker = city.grid_worker
    [due] = campaigns_for(worker)
    assert due.checklist == ["楼道堆物", "飞线充电"]
    [place] = due.places
    key = uuid.uuid4()
    row = check_place(actor=worker, place_id=place.row.pk, client_key=key, fault="三号楼飞线充电")
    assert row.found is not None
    assert (row.found.source, row.found.first_handler_id) == ("grid", worker.user_id)
    again = check_place(actor=worker, place_id=place.row.pk, client_key=key, fault="三号楼飞线充电")
    assert again.found_id == row.found_id
    panel = campaign_panel(clerk, campaign)
    assert [one.row.pk for one in panel["places"]] == [row.pk]
    assert len(panel["left"]) == panel["progress"].left == added - 1
    with pytest.raises(Conflict):
        check_place(actor=worker, place_id=place.row.pk, client_key=uuid.uuid4())
    assert campaigns_for(worker) == []
    progress = progress_of(campaign)
    assert (progress.places, progress.checked, progress.faults, progress.solved) == (added, 1, 1, 0)
    with pytest.raises(Conflict):
        step(campaign, clerk, "end_campaign", result="全部看完，问题已交办。")
    for left in CheckPlace.objects.filter(campaign=campaign, checked_at=None):
        check_place(actor=clerk, place_id=left.pk, client_key=uuid.uuid4(), at=T0)
    assert step(campaign, clerk, "end_campaign", result="全部看完，问题已交办。").phase == "closed"


def shown(browser: Client, campaign: Order) -> str:
    """The order's page without the white space between its tags."""
    page = browser.get(f"/desk/orders/{campaign.number}/").content.decode()
    return re.sub(r">\s+<", "><", page)


def test_the_end_is_grey_with_its_reason_while_places_are_left(
    city: City,
    clerk,
    campaign: Order,  # type: ignore[no-untyped-def]
) -> None:
    """The page says it beside the button; the server refuses in the same words."""
    browser = browser_of(clerk)
    grey = '<button class="btn btn-big" type="button" aria-disabled="true">总结，结束</button>'
    page = shown(browser, campaign)
    assert grey + '<p class="hint">还没有定要看哪些地方。</p>' in page
    # A street is offered the levels below it alone, never the county's.
    assert f'<option value="{city.street_area.level}"' not in page
    assert f'<option value="{city.community_area.level}"' in page
    plan_campaign(actor=clerk, number=campaign.number, level=city.community_area.level)
    places = list(CheckPlace.objects.filter(campaign=campaign))
    for number, place in enumerate(places):
        reason = f"还有{len(places) - number}个地方没看，看完再结束；不看了就取消。"
        page = shown(browser, campaign)
        assert f'{grey}<p class="hint">{reason}</p>' in page
        with pytest.raises(Conflict, match=reason):
            step(campaign, clerk, "end_campaign", result="全部看完，问题已交办。")
        check_place(actor=clerk, place_id=place.pk, client_key=uuid.uuid4(), at=T0)
    page = shown(browser, campaign)
    assert grey not in page
    assert f"/desk/orders/{campaign.number}/act/end_campaign/" in page


def test_only_its_own_people_and_places(city: City, clerk, campaign: Order) -> None:  # type: ignore[no-untyped-def]
    other = next(b for b in orgs.bodies_of_kind("street") if b.id != city.street.id and b.area_id)
    from gongzhi.areas import selectors as areas

    stranger = city.staff("street_clerk", other, areas.area_by_id(other.area_id or 0))
    with pytest.raises(NotFound):
        plan_campaign(actor=stranger, number=campaign.number, level=2)
    with pytest.raises(Denied):
        plan_campaign(actor=city.duty_officer, number=campaign.number, level=2)
    for level in (0, 99):
        with pytest.raises(Invalid):
            plan_campaign(actor=clerk, number=campaign.number, level=level)
    plan_campaign(actor=clerk, number=campaign.number, level=city.community_area.level)
    place = CheckPlace.objects.filter(campaign=campaign).first()
    assert place is not None
    orders = Order.reached.count()
    with pytest.raises(NotFound):
        check_place(actor=stranger, place_id=place.pk, client_key=uuid.uuid4(), fault="飞线")
    with pytest.raises(Denied):
        check_place(actor=city.resident(), place_id=place.pk, client_key=uuid.uuid4())
    with pytest.raises(Invalid):
        check_place(
            actor=clerk, place_id=place.pk, client_key=uuid.uuid4(), fault="长" * 2001, at=T0
        )
    assert Order.reached.count() == orders
    assert not CheckPlace.objects.exclude(checked_at=None).exists()


def seen(place: CheckPlace, **said: str) -> Entry:
    return Entry(client_key=uuid.uuid4(), kind="place_seen", payload={"check": place.pk, **said})


def test_what_was_seen_without_a_network_arrives_once(
    city: City, clerk, campaign: Order, settings, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    """By the phone's outbox: a repeat gets the first answer, somebody else's place is told."""
    settings.MEDIA_ROOT = tmp_path
    plan_campaign(actor=clerk, number=campaign.number, level=city.community_area.level)
    mine, other = CheckPlace.objects.filter(campaign=campaign).order_by("area_id")[:2]
    fault = replace(seen(mine, fault="二单元飞线充电", note="已劝离"), photos=(photo(),))
    orders = Order.reached.count()
    answers = [accept_outbox_entry(actor=clerk, entry=fault) for _ in range(3)]
    assert len(set(answers)) == 1
    assert answers[0].result == "done"
    found = Order.reached.get(number=answers[0].number)
    assert Order.reached.count() == orders + 1
    assert Attachment.reached.filter(order=found, kind="report").count() == 1
    mine.refresh_from_db()
    assert (mine.found_id, mine.note) == (found.pk, "已劝离")
    fine = seen(other)
    assert {accept_outbox_entry(actor=clerk, entry=fine).message for _ in range(2)} == {
        "已记下：看过，没有问题。"
    }
    before = list(CheckPlace.objects.order_by("pk").values())
    late = accept_outbox_entry(actor=city.director, entry=seen(mine, fault="又看到一处"))
    assert (late.result, late.message) == ("refused", "这个地方已经有人看过了。")
    for wrong in ({"check": "x"}, {"check": 0}, {}):
        entry = replace(fine, client_key=uuid.uuid4(), payload=wrong)
        assert accept_outbox_entry(actor=clerk, entry=entry).result == "refused"
    assert list(CheckPlace.objects.order_by("pk").values()) == before
    assert Order.reached.count() == orders + 1


def test_the_page_keeps_what_is_seen_on_the_phone(city: City, clerk, campaign: Order) -> None:  # type: ignore[no-untyped-def]
    plan_campaign(actor=clerk, number=campaign.number, level=city.community_area.level)
    browser = browser_of(clerk)
    text = browser.get("/field/campaigns/").content.decode()
    place = CheckPlace.objects.filter(campaign=campaign).order_by("area_id")[0]
    assert f'data-kind="place_seen" data-place="{place.pk}"' in text
    assert "楼道堆物" in text
    # Without scripts the same form is an ordinary one.
    values = {"kind": "place_seen", "check": place.pk, "next": "/field/campaigns/"}
    answer = browser.post("/field/outbox", values, follow=True)
    assert answer.redirect_chain[-1][0] == "/field/campaigns/"
    assert "已记下：看过，没有问题。" in answer.content.decode()
    place.refresh_from_db()
    assert place.user_id == clerk.user_id
    assert '"/field/campaigns/"' in browser.get("/field/sw.js").content.decode()
