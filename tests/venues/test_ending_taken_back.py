"""A community's ending is taken back with all that hung on it: rooms booked, numbers waiting at the
hall, activities, volunteers and their posts, bought services, days off, what was asked of it.
"""

from __future__ import annotations

import uuid
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.accounts.models import User
from gongzhi.evidence.models import Project
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.offerings.models import ClosedDay, Purchase
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.services.end_body import end_body
from gongzhi.orgs.services.take_back_ending import take_back_ending
from gongzhi.venues.models import Booking, InterestGroup, Station, Ticket
from gongzhi.venues.services.call_number import call_next
from gongzhi.venues.services.settle_booking import cancel_booking
from gongzhi.venues.services.sign_up import sign_up
from gongzhi.venues.services.take_number import add_queue, tablet_code, take_number
from gongzhi.volunteering.models import Claim, Feedback, Team, TeamMember, UnitCheckin
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.enrol import enrol
from gongzhi.workload.models import Burden
from tests.orders.conftest import City
from tests.volunteering.conftest import Corps, shift
from tests.wholedatabase import assert_as_before, whole_database

from .conftest import DAY, NOW, Place

TODAY = NOW.date()


@pytest.fixture
def boss(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


class Life:
    """Everything that a community may keep, beside a neighbour that has some of the same."""

    def __init__(self, place: Place, corps: Corps) -> None:
        self.place, self.corps = place, corps
        self.old, self.new = corps.community, corps.other
        self.halls()
        self.helpers()
        self.services()

    def halls(self) -> None:
        place, new = self.place, self.new
        self.booker = place.city.resident()
        [self.booking] = place.book(self.booker, people=4)
        unit = place.city.staff("community_secretary", self.old, place.city.community_area)
        place.book(unit, body=self.old.code, starts=time(12))
        activity = place.hold()
        sign_up(actor=place.city.resident("19900000003"), activity_id=activity.pk, at=NOW)
        self.queue = add_queue(
            actor=place.clerk, station_id=place.station.pk, name="社保医保", letter="A", name_en=""
        )
        for _person in range(2):
            self.take()
        call_next(actor=place.clerk, queue_id=self.queue.pk, counter=1, at=NOW)
        # The neighbour has a station and a group of the same names.
        mine = Station.objects.get(pk=place.station.pk)
        Station.objects.filter(pk=mine.pk).update(sets_hours=True)
        mine.pk, mine.body_id, mine.sets_hours = None, new.id, True
        mine.save(force_insert=True)
        for body in (self.old, new):
            InterestGroup.objects.create(body_id=body.id, kind="art", name="书画社")

    def take(self) -> Ticket:
        code = tablet_code(self.place.station.pk)
        return take_number(queue_id=self.queue.pk, key=uuid.uuid4(), code=code, at=clock.now())

    def helpers(self) -> None:
        corps, user = self.corps, User.objects.earliest("pk")
        self.me = corps.volunteer()
        self.post = shift(corps, hours=30)
        claim_post(actor=self.me, post_id=self.post.pk)
        for body in (self.old, self.new):
            UnitCheckin.objects.create(
                unit_id=corps.unit.id,
                community_id=body.id,
                how="hand",
                valid=DateRange(TODAY, None),
            )
            team = Team.objects.create(host_id=body.id, kind="x", name="先锋队", founded_on=TODAY)
            Feedback.objects.create(
                unit_id=corps.unit.id,
                community_id=body.id,
                quarter=date(2026, 7, 1),
                text="好",
                written_by=user,
                written_at=NOW,
            )
            if body is self.old:
                TeamMember(
                    team=team, resident_id=self.me.resident_id, name_sealed="sealed", since=NOW
                ).save()

    def services(self) -> None:
        old, new, user = self.old, self.new, User.objects.earliest("pk")
        provider = orgs.bodies_of_kind("unit")[1]
        for number, (buyer, body) in enumerate(((self.place.city.street, old), (old, new))):
            Purchase(
                key=uuid.uuid4(), name=f"项目{number}", buyer_id=buyer.id, contractor_id=provider.id,
                body_id=body.id, starts_on=TODAY, ends_on=TODAY + timedelta(days=90), hours=10,
                person_times=10, amount=Decimal(1), user=user, at=NOW,
            ).save(force_insert=True)  # fmt: skip
        for body, day in ((old, DAY), (new, DAY), (old, DAY + timedelta(days=1))):
            ClosedDay.objects.create(body_id=body.id, code="F01", day=day, made_at=NOW)
            name = "居民签到表" if day == DAY else "另一张表"
            Burden(
                body_id=body.id, asker_id=None, kind="form", name=name, asked_by="区里",
                since=TODAY,
            ).save(force_insert=True)  # fmt: skip
            Project.objects.create(
                community_id=body.id,
                title=f"楼道{day:%d}",
                estate="一小区",
                started_on=TODAY,
                made_at=NOW,
                user=user,
            )
        Burden(
            body_id=new.id,
            asker_id=old.id,
            kind="ledger",
            name="台账",
            asked_by="x",
            since=TODAY,
        ).save(force_insert=True)


@pytest.fixture
def life(place: Place) -> Life:
    return Life(place, Corps(place.city))


def end(life: Life, boss: Actor) -> None:
    end_body(actor=boss, code=life.old.code, successor=life.new.code, why="并社区", at=clock.now())


def test_all_of_it_comes_back_exactly(life: Life, boss: Actor) -> None:
    before = whole_database()
    end(life, boss)
    after = whole_database()
    for table in (
        "venues_station", "venues_booking", "venues_interestgroup", "volunteering_post",
        "volunteering_enrolment", "volunteering_unitcheckin", "volunteering_teammember",
        "offerings_purchase", "offerings_closedday", "workload_burden", "evidence_project",
    ):  # fmt: skip
        assert after[table] != before[table], table
    take_back_ending(actor=boss, code=life.old.code, why="没有批", at=clock.now())
    assert_as_before(before)


def test_what_was_done_since_stays_and_work_goes_on(life: Life, boss: Actor) -> None:
    """Cancelled stays cancelled, numbers and places given stay given, and the old desk goes on."""
    end(life, boss)
    cancel_booking(actor=life.booker, booking_id=life.booking.pk, at=NOW)
    third, second = life.take(), life.corps.resident()
    enrol(actor=second, community=life.new.code, name="李师傅", unit="")
    claim_post(actor=second, post_id=life.post.pk)
    take_back_ending(actor=boss, code=life.old.code, why="没有批", at=clock.now())
    life.booking.refresh_from_db()
    life.post.refresh_from_db()
    assert (life.booking.state, life.post.community_id) == ("cancelled", life.old.id)
    assert Claim.reached.filter(post=life.post, state="place").count() == 2
    assert Station.objects.get(pk=life.place.station.pk).body_id == life.old.id
    assert call_next(actor=life.place.clerk, queue_id=life.queue.pk, counter=1, at=NOW).number == 2
    assert (
        call_next(actor=life.place.clerk, queue_id=life.queue.pk, counter=2, at=NOW).pk == third.pk
    )
    # The neighbour has nothing of it any more.
    assert not Booking.reached.filter(body_id=life.new.id).exists()
    assert life.corps.enrolled(life.me).community_id == life.old.id
