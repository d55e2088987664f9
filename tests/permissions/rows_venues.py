"""Routes of stations, rooms and activities: their keepers, residents, everybody."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from gongzhi.kernel import clock

from .cast import Cast
from .rowkinds import (
    CLERKS,
    EVERYONE,
    NOBODY,
    OWNER,
    RESIDENTS,
    STAFF,
    get,
    photo_file,
    post,
    with_data,
)

STREETS = frozenset({"director", "director_elsewhere"})
KEEPERS = frozenset({"clerk", "director"})
READERS = KEEPERS | {"commander"}
ALL_KEEPERS = CLERKS | STREETS


def station(cast: Cast) -> dict[str, Any]:
    return {"station_id": cast.station.pk}


def room(cast: Cast) -> dict[str, Any]:
    return {"room_id": cast.room.pk}


def both(cast: Cast) -> dict[str, Any]:
    return station(cast) | room(cast)


def spare(cast: Cast) -> dict[str, Any]:
    return station(cast) | {"room_id": cast.spare_room.pk}


def photo(cast: Cast) -> dict[str, Any]:
    return station(cast) | {"photo_id": cast.station_photo.pk}


def booking(cast: Cast) -> dict[str, Any]:
    return {"booking_id": cast.booking.pk}


def activity(cast: Cast) -> dict[str, Any]:
    return {"activity_id": cast.activity.pk}


def signup(cast: Cast) -> dict[str, Any]:
    return {"signup_id": cast.signup.pk}


def station_words(cast: Cast) -> dict[str, Any]:
    return {"body": cast.city.community.code, "kind": "grid_point", "name": "小区驿站",
            "opens": "08:30", "closes": "20:30", "weekdays": ["0", "1"]}  # fmt: skip


def room_words(cast: Cast) -> dict[str, Any]:
    return {"kind": "hall", "name": "演艺厅", "ahead_days": "7", "longest_minutes": "60",
            "open_most": "1", "unit_most": "5"}  # fmt: skip


def closed_date(_cast: Cast) -> dict[str, str]:
    return {"day": str(clock.today() + timedelta(days=20)), "closed": "on"}


def shifts(cast: Cast) -> dict[str, Any]:
    return {"name1": "全天", "starts1": "08:30", "ends1": "20:30", "post1": "值班岗"}


def wanted(cast: Cast) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "day": "2026-11-19", "starts": "15:00", "minutes": "60",
            "purpose": "练舞", "people": "2", "weeks": "1"}  # fmt: skip


def held(cast: Cast) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "title": "剪纸课", "day": "2026-11-20", "starts": "15:00",
            "minutes": "60", "places": "9", "closes_hours": "1"}  # fmt: skip


def group(cast: Cast) -> dict[str, Any]:
    return {"body": cast.city.community.code, "kind": "dance", "name": "舞蹈队"}


DESK = [
    get("venues:board", ALL_KEEPERS | {"commander"}),
    get("venues:lacking", ALL_KEEPERS | {"commander"}),
    get("venues:export", ALL_KEEPERS | {"commander"}),
    get("venues:week", READERS, values=station),
    get("venues:book_for", KEEPERS, values=room),
    post("venues:book_for", KEEPERS, KEEPERS, values=room,
         data=lambda cast: wanted(cast) | {"phone": "19900000007"}),
    get("places:points", EVERYONE),
    get("places:outlines", EVERYONE),
    get("venues:add", ALL_KEEPERS),
    post("venues:add", KEEPERS, KEEPERS, data=station_words),
    get("venues:station", READERS, values=station),
    get("venues:change", KEEPERS, values=station),
    post("venues:change", KEEPERS, KEEPERS, values=station, data=station_words),
    get("venues:roster", KEEPERS, values=station),
    post("venues:roster", KEEPERS, KEEPERS, values=station, data=shifts),
    post("venues:photo_add", KEEPERS, KEEPERS, values=station,
         data=lambda cast: {"photo": photo_file()}),
    post("venues:photo_remove", KEEPERS, KEEPERS, values=photo),
    get("venues:room_add", KEEPERS, values=station),
    post("venues:room_add", KEEPERS, KEEPERS, values=station, data=room_words),
    get("venues:room_change", KEEPERS, values=both),
    post("venues:room_change", KEEPERS, KEEPERS, values=both, data=room_words),
    post("venues:room_close", KEEPERS, KEEPERS, values=spare),
    get("venues:date_set", KEEPERS, values=station),
    post("venues:date_set", KEEPERS, KEEPERS, values=station, data=closed_date),
    post("venues:date_drop", NOBODY, values=lambda cast: station(cast) | {"date_id": 1}),
    post("venues:close", KEEPERS, values=station),  # somebody has a room booked: a sentence
    get("venues:room", READERS, values=room),
    get("venues:book", STAFF, values=room),
    post("venues:book", CLERKS & KEEPERS, CLERKS & KEEPERS, values=room,
         data=lambda cast: wanted(cast) | {"body": cast.city.community.code}),
    get("venues:own_bookings", STAFF),
    post("venues:cancel_own", NOBODY, values=booking),
    post("venues:keep", KEEPERS, KEEPERS, values=lambda cast: booking(cast) | {"step": "cancel"},
         data=with_data(reason="检修")),
    get("venues:hold", KEEPERS, values=station),
    post("venues:hold", KEEPERS, KEEPERS, values=station, data=held),
    get("venues:activities", ALL_KEEPERS | {"commander"}),
    get("venues:group_add", ALL_KEEPERS),
    post("venues:group_add", KEEPERS, KEEPERS, data=group),
    get("venues:activity", READERS, values=activity),
    post("venues:activity_cancel", KEEPERS, KEEPERS, values=activity, data=with_data(reason="停电")),
    post("venues:arrived", KEEPERS, values=signup),  # too early: a sentence
]  # fmt: skip

PLACES = [
    get("places:list", EVERYONE),
    get("places:place", EVERYONE, values=station),
    get("places:room", EVERYONE, values=room),
    post("places:room", RESIDENTS, RESIDENTS, values=room, data=wanted),
    get("places:photo", EVERYONE,
        values=lambda cast: {"photo_id": cast.station_photo.pk, "size": "thumb"}),
    get("places:activities", EVERYONE),
    get("places:activity", EVERYONE, values=activity),
    post("places:join", RESIDENTS, frozenset({"stranger"}), values=activity),
    post("places:leave", OWNER, OWNER, values=activity),
    post("places:here", OWNER, values=activity, data=with_data(code="0")),
    get("my_places:mine", RESIDENTS),
    post("my_places:cancel", OWNER, OWNER, values=booking),
    post("my_places:here", OWNER, values=booking, data=with_data(code="0")),
]  # fmt: skip

VENUES = [*DESK, *PLACES]
