"""QA-14, QA-15, QA-16, QA-23: rooms of the centres, interest groups, points, deliberation venues."""

from __future__ import annotations

from gongzhi.venues.models import Signup
from gongzhi.venues.reading.activities import groups
from gongzhi.venues.services.arrive import mark_arrived
from gongzhi.venues.services.save_activity import save_group
from gongzhi.venues.services.sign_up import sign_up
from tests.acceptance.cities import city as city_of
from tests.acceptance.venues import settings_of, totals
from tests.venues.conftest import NOW, Place, city, place, qianan

__all__ = ["city", "place", "qianan"]


def test_qa_14_rooms_of_the_centres_are_booked(place: Place) -> None:
    centres = city_of("qianan").demo.venues.stations[0]
    assert centres.at == ["在竹", "云腾"]
    assert len([one for one in centres.rooms if one != "canteen"]) == 6
    assert "canteen" in centres.rooms
    known = {one.key: one.name.zh for one in settings_of(city_of("qianan")).room_kinds}
    for number, kind in enumerate(centres.rooms):
        room = place.add_room(kind=kind, name=known[kind] + "甲", open_most=1)
        who = place.city.resident(f"1990000004{number}")
        assert place.book(who, room=room)[0].state == "booked"


def test_qa_15_groups_events_participants_counted(place: Place) -> None:
    counts = city_of("qianan").demo.venues
    assert (counts.groups, counts.activities > 100) == (23, True)
    code = place.city.community.code
    group = save_group(actor=place.clerk, body=code, kind="chess", name="棋友会")
    event = place.hold(group_id=group.pk)
    sign_up(actor=place.city.resident(), activity_id=event.pk, at=NOW)
    mark_arrived(actor=place.clerk, signup_id=Signup.reached.get().pk, at=event.during.lower)
    assert [(one.held, one.took_part) for one in groups(place.clerk)] == [(1, 1)]


def test_qa_16_grid_points_with_their_functions() -> None:
    qianan = city_of("qianan")
    assert totals(qianan)["grid_point"] == 47
    point = next(one for one in qianan.demo.venues.stations if one.kind == "grid_point")
    assert point.functions == ["rest", "errands", "tools"]


def test_qa_23_deliberation_venues_in_the_register_and_booked(place: Place) -> None:
    spread = city_of("qianan").demo.venues.spread
    assert (spread.total, len(spread.kinds)) == (54, 3)
    for number, kind in enumerate(spread.kinds):
        room = place.add_room(kind=kind, name=kind)
        assert place.book(place.city.resident(f"1990000005{number}"), room=room)
