"""Services that the government buys (JN-20): entered once, confirmed by the community, judged for good."""

from __future__ import annotations

import io
import uuid
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from python_calamine import CalamineWorkbook

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.offerings import body_ending
from gongzhi.offerings.models import ClosedDay, Purchase, PurchasedService, PurchaseWord
from gongzhi.offerings.reading.purchases import (
    PurchaseLine,
    purchase_lines,
    purchase_page,
    totals,
)
from gongzhi.offerings.services.count_service import count_service
from gongzhi.offerings.services.judge_purchase import judge_purchase
from gongzhi.offerings.services.record_purchase import Agreed, record_purchase
from gongzhi.offerings.services.settle_service import settle_service
from gongzhi.offerings.services.stop_purchase import stop_purchase
from gongzhi.orders.models import Order
from gongzhi.orders.services.rate import rate
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.services.end_body import end_body
from gongzhi.orgs.services.take_back_ending import take_back_ending
from gongzhi.venues.models import Activity, Signup
from gongzhi.venues.services.save_activity import ActivityDraft, hold_activity
from gongzhi.venues.services.save_station import StationDraft, add_station
from tests.orders.conftest import T0, City
from tests.orders.processes.conftest import fresh, step
from tests.orders.processes.residents import clerk, ordered, provider
from tests.signing_in import browser_of

LATER = T0 + timedelta(days=3)


def street(city: City) -> Actor:
    return city.staff("street_clerk", city.street, city.street_area)


def firm(city: City) -> Actor:
    return city.staff("handler", provider(city))


def agreed(city: City, **values: Any) -> Agreed:
    plain = {
        "name": "为老服务项目", "buyer": city.street.code, "contractor": provider(city).code,
        "body": city.community.code, "starts_on": date(2026, 10, 1), "ends_on": date(2027, 3, 31),
        "hours": 100, "person_times": 200, "amount": Decimal("106000.00"),
    }  # fmt: skip
    return Agreed(**(plain | values))


def bought(city: City, **values: Any) -> Purchase:
    return record_purchase(
        actor=street(city), key=uuid.uuid4(), agreed=agreed(city, **values), at=T0
    )


def served(city: City, phone: str = "19900000001", satisfaction: int = 3) -> Order:
    """An order that the contractor did and its resident rated."""
    order = ordered(city, "service_order", city.resident(phone), service="haircut")
    step(order, clerk(city), "send_order", body=provider(city).code)
    step(order, firm(city), "take_order")
    step(order, firm(city), "serve", result="理好了。")
    rate(
        actor=city.resident(phone), number=order.number, solved=True, satisfaction=satisfaction,
        at=T0,
    )  # fmt: skip
    return fresh(order)


def held(city: City, people: int = 2) -> Activity:
    """An hour at the community's station to which some came."""
    station = add_station(
        actor=clerk(city), body=city.community.code, at=T0,
        draft=StationDraft(kind="service_station", name="服务站", opens=time(8), closes=time(20),
                           weekdays=tuple(range(7))),
    )  # fmt: skip
    row = hold_activity(
        actor=clerk(city), station_id=station.pk, key=uuid.uuid4(), at=T0,
        draft=ActivityDraft(title="健康讲座", day=date(2026, 11, 18), starts=time(15), minutes=60,
                            places=9),
    )  # fmt: skip
    for number in range(people):
        who = city.resident(f"1990000005{number}").resident_id
        Signup(activity=row, resident_id=who, state="in", at=T0, arrived_at=row.during.lower).save()
    return row


def line_of(city: City) -> PurchaseLine:
    (line,) = purchase_lines(street(city), now=LATER)
    return line


def test_what_the_community_confirmed_counts_and_nothing_is_entered_twice(city: City) -> None:
    row, order, activity = bought(city), served(city), held(city)
    page = purchase_page(clerk(city), row.pk, now=LATER)
    assert [one.number for one, _usual in page.orders_left] == [order.number]
    assert [(one.minutes, one.person_times) for one in page.activities_left] == [(60, 2)]
    waiting = count_service(
        actor=firm(city), purchase_id=row.pk, order=order.number, minutes=45, at=T0
    )
    assert (line_of(city).minutes, line_of(city).waiting) == (0, 1)
    settle = {"actor": clerk(city), "purchase_id": row.pk, "service_id": waiting.pk}
    settle_service(**settle, confirmed=True, at=LATER)
    count_service(actor=clerk(city), purchase_id=row.pk, activity_id=activity.pk, at=LATER)
    line = line_of(city)
    assert (line.minutes, line.person_times, line.waiting, line.hours) == (105, 3, 0, 1.8)
    assert (line.said.satisfied, line.said.n) == (1, 1)
    for again in ({"order": order.number, "minutes": 45}, {"activity_id": activity.pk}):
        with pytest.raises(Conflict, match="已经记过"):
            count_service(actor=clerk(city), purchase_id=row.pk, at=LATER, **again)
    other = bought(city, name="另一个项目")
    with pytest.raises(Conflict):  # nor is it paid by two projects
        count_service(actor=clerk(city), purchase_id=other.pk, order=order.number, minutes=9)
    with pytest.raises(Conflict, match="确认过"):
        settle_service(**settle, confirmed=False, reason="重了")
    assert PurchasedService.objects.count() == 2


def test_the_community_may_say_no_and_nobody_confirms_in_its_place(city: City) -> None:
    row, order = bought(city), served(city)
    one = count_service(actor=firm(city), purchase_id=row.pk, order=order.number, minutes=45)
    settle = {"purchase_id": row.pk, "service_id": one.pk}
    for actor in (firm(city), street(city)):
        with pytest.raises(Denied):
            settle_service(actor=actor, confirmed=True, **settle)
    with pytest.raises(Invalid) as unsaid:
        settle_service(actor=clerk(city), confirmed=False, **settle)
    assert unsaid.value.field == "reason"
    settle_service(actor=clerk(city), confirmed=False, reason="老人说没来过", **settle)
    assert (line_of(city).minutes, line_of(city).waiting) == (0, 0)
    again = count_service(actor=firm(city), purchase_id=row.pk, order=order.number, minutes=30)
    assert again.state == "waiting"


def test_residents_and_the_community_judge_for_good(city: City) -> None:
    row = bought(city)
    for number, grade in enumerate((3, 1)):
        order = served(city, f"1990000001{number}", grade)
        count_service(actor=clerk(city), purchase_id=row.pk, order=order.number, minutes=30)
    said = line_of(city).said
    assert (said.satisfied, said.fairly, said.not_satisfied) == (1, 0, 1)
    judge = {"purchase_id": row.pk, "quarter": date(2026, 11, 9), "text": "来得准时", "at": LATER}
    for actor in (firm(city), street(city)):
        with pytest.raises(Denied):
            judge_purchase(actor=actor, grade=3, **judge)
    word = judge_purchase(actor=clerk(city), grade=2, **judge)
    assert word.quarter_on == date(2026, 10, 1)
    assert line_of(city).grade == "一般"
    with pytest.raises(Conflict, match="不能改"):
        judge_purchase(actor=clerk(city), grade=3, **judge)
    with pytest.raises(Invalid) as early:
        judge_purchase(actor=clerk(city), grade=3, **(judge | {"quarter": date(2027, 1, 1)}))
    assert early.value.field == "quarter"
    for change in (lambda: PurchaseWord.objects.update(grade=3), PurchaseWord.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert PurchaseWord.objects.get().grade == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"hours": 0}, "hours"), ({"person_times": 10**7}, "person_times"),
        ({"amount": Decimal(-1)}, "amount"), ({"ends_on": date(2026, 9, 1)}, "ends_on"),
        ({"ends_on": date(2036, 9, 1)}, "ends_on"), ({"contractor": "nobody"}, "contractor"),
        ({"body": "nobody"}, "body"), ({"buyer": "nobody"}, "buyer"), ({"name": " "}, "name"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence(city: City, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        bought(city, **wrong)
    assert refused.value.field == field
    assert not Purchase.reached.exists()


def test_a_second_tap_makes_one_project(city: City) -> None:
    key, actor = uuid.uuid4(), street(city)
    made = {
        record_purchase(actor=actor, key=key, agreed=agreed(city), at=T0).pk for _tap in range(2)
    }
    assert len(made) == 1
    with pytest.raises(Denied):
        record_purchase(actor=city.grid_worker, key=uuid.uuid4(), agreed=agreed(city))
    with pytest.raises(Invalid):  # a contractor buys nothing
        record_purchase(actor=firm(city), key=uuid.uuid4(), agreed=agreed(city))


def test_only_orders_of_that_contractor_place_and_time_count(city: City) -> None:
    order = served(city)
    for values in ({"starts_on": date(2026, 12, 1)}, {"contractor": _another(city).code}):
        row = bought(city, **values)
        with pytest.raises(NotFound):
            count_service(actor=clerk(city), purchase_id=row.pk, order=order.number, minutes=9)
    row = bought(city)
    stop_purchase(actor=street(city), purchase_id=row.pk, reason="合同解除", at=T0)
    with pytest.raises(NotFound):  # what was done after the end is not the project's
        count_service(actor=clerk(city), purchase_id=row.pk, order=order.number, minutes=9)
    with pytest.raises(Conflict):
        stop_purchase(actor=street(city), purchase_id=row.pk, reason="再一次")
    assert not PurchasedService.objects.exists()


def _another(city: City) -> orgs.BodyRef:
    return next(one for one in orgs.bodies_of_kind("property", "unit") if one != provider(city))


def test_those_who_have_a_part_see_it(city: City) -> None:
    row = bought(city)
    for actor in (street(city), clerk(city), firm(city), city.staff("supervisor", city.street)):
        assert Purchase.objects.visible_to(actor).filter(pk=row.pk).exists()
    stranger = city.staff("handler", _another(city))
    for actor in (stranger, PUBLIC, city.resident(), city.grid_worker):
        assert not Purchase.objects.visible_to(actor).exists()
    with pytest.raises(NotFound):
        purchase_page(stranger, row.pk, now=LATER)


def test_a_successor_goes_on_with_it(city: City) -> None:
    row, after = bought(city), _other_community(city)
    body_ending.pass_on(city.community.id, after.id, LATER)
    row.refresh_from_db()
    assert (row.body_id, row.buyer_id) == (after.id, city.street.id)
    assert purchase_page(city.staff("community_clerk", after), row.pk, now=LATER).may_confirm


def test_it_comes_back_when_the_ending_is_taken_back(city: City) -> None:
    """With the days on which nobody comes."""
    row, after = bought(city), _other_community(city)
    off = ClosedDay.objects.create(
        body_id=city.community.id, code="D03", day=LATER.date(), made_at=LATER
    )
    boss = city.staff("sysadmin", city.centre)
    end_body(actor=boss, code=city.community.code, successor=after.code, why="合并", at=LATER)
    for one in (row, off):
        one.refresh_from_db()
        assert one.body_id == after.id
    take_back_ending(actor=boss, code=city.community.code, why="撤回", at=LATER)
    for one in (row, off):
        one.refresh_from_db()
        assert one.body_id == city.community.id


def _other_community(city: City) -> orgs.BodyRef:
    return next(one for one in orgs.bodies_of_kind("community") if one.id != city.community.id)


def test_the_pages_and_the_workbook(city: City) -> None:
    row, order = bought(city), served(city)
    office = browser_of(street(city))
    assert office.get("/desk/purchases/new/").status_code == 200
    words = {
        "key": str(uuid.uuid4()), "name": "助餐", "buyer": city.street.code,
        "contractor": provider(city).code, "body": city.community.code, "starts_on": "2026-11-01",
        "ends_on": "2026-12-31", "hours": "10", "person_times": "20", "amount": "5000.50",
    }  # fmt: skip
    assert office.post("/desk/purchases/new/", words | {"hours": "-3"}).status_code == 422
    assert office.post("/desk/purchases/new/", words).status_code == 302
    assert Purchase.reached.count() == 2
    base, desk = f"/desk/purchases/{row.pk}/", browser_of(clerk(city))
    assert order.number in desk.get(base).content.decode()
    desk.post(f"{base}count/", {"order": order.number, "minutes": "60"})
    again = desk.post(f"{base}count/", {"order": order.number, "minutes": "60"}, follow=True)
    assert "已经记过" in again.content.decode()
    desk.post(f"{base}judge/", {"quarter": "2026-10-01", "grade": "3", "text": "很好"})
    assert "2026年第4季度" in desk.get(base).content.decode()
    answer = office.get("/desk/purchases/export.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    rows = {one[0]: one for one in sheet.to_python()}
    assert rows["为老服务项目"][7:12] == [106000.0, 100.0, 1.0, 200.0, 1.0]
    assert rows["为老服务项目"][-1] == "好"
    found = totals(purchase_lines(street(city), now=LATER))
    assert (found.projects, found.contractors, found.amount) == (2, 1, Decimal("111000.50"))
    office.post(f"{base}stop/", {"reason": "合同解除"})
    row.refresh_from_db()
    assert row.stopped_at is not None
