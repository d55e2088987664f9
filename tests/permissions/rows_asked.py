"""Routes of wishes, windows, tools and the hall."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from gongzhi.kernel import clock
from gongzhi.venues.services.take_number import tablet_code
from tests.orders.processes.residents import provider

from .cast import Cast
from .rowkinds import (
    CLERK,
    CLERKS,
    EVERYONE,
    NOBODY,
    OWNER,
    RESIDENTS,
    STAFF,
    get,
    post,
    with_data,
)

KEEPERS = frozenset({"clerk", "director"})
ALL_KEEPERS = CLERKS | frozenset({"director", "director_elsewhere"})
STRANGER = frozenset({"stranger"})
HANDLERS = frozenset({"handler", "handler_elsewhere"})


def open_wish(cast: Cast) -> dict[str, Any]:
    return {"number": cast.residents_ask.open_wish.number}


def taken_wish(cast: Cast) -> dict[str, Any]:
    return {"number": cast.residents_ask.taken_wish.number}


WISHES = [
    get("wishes:wall", EVERYONE),
    get("wishes:take", RESIDENTS, values=open_wish),
    post("wishes:take", RESIDENTS, RESIDENTS, values=open_wish),
    get("wishes:mine", RESIDENTS),
    post("wishes:back", OWNER, OWNER, values=taken_wish),
    post("wishes:thanks", NOBODY, values=taken_wish, data=with_data(note="谢谢")),
    get("offerings:wishes", STAFF),
]


def number(cast: Cast) -> dict[str, Any]:
    return {"number": cast.residents_ask.number}


def series(cast: Cast) -> dict[str, Any]:
    return {"series_id": cast.residents_ask.series.pk}


def hours(cast: Cast) -> dict[str, Any]:
    return {"body": cast.city.community.code, "weekdays": ["0"], "starts": "15:00",
            "ends": "16:00", "capacity": "2"}  # fmt: skip


ORDERS = [
    get("items:leave", EVERYONE, args={"code": "Y10"}),
    get("items:leave", NOBODY, args={"code": "Y01"}),
    get("appointments:mine", RESIDENTS),
    get("appointments:change", OWNER, values=number),
    post("appointments:change", OWNER, OWNER, values=number,
         data=lambda cast: {"agreed_at": cast.residents_ask.later}),
    post("appointments:cancel", OWNER, OWNER, values=number),
    post("appointments:stop", OWNER, OWNER, values=series),
    get("offerings:times", CLERKS | HANDLERS, args={"code": "D03"}),
    post("offerings:times", CLERK, CLERK, args={"code": "D03"}, data=hours),
    post("offerings:time_end", CLERK, CLERK,
         values=lambda cast: {"time_id": cast.residents_ask.times[0].pk}),
    post("offerings:times_date", CLERK, CLERK, args={"code": "D03"}, data=lambda cast: {
        "body": cast.city.community.code, "closed": "on",
        "day": str(clock.today() + timedelta(days=9))}),
    post("offerings:times_open", NOBODY, args={"closed_id": 1}),
    get("offerings:series", CLERKS),
    post("offerings:series_stop", CLERK, CLERK, values=series),
]  # fmt: skip


def station(cast: Cast) -> dict[str, Any]:
    return {"station_id": cast.station.pk}


def tool(cast: Cast) -> dict[str, Any]:
    return {"tool_id": cast.residents_ask.tool.pk}


def queue(cast: Cast) -> dict[str, Any]:
    return {"queue_id": cast.residents_ask.queue.pk}


def code(cast: Cast) -> dict[str, Any]:
    return {"code": tablet_code(cast.station.pk)}


def lending(cast: Cast) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "phone": "19900000093", "quantity": "1"}


def slot(cast: Cast) -> dict[str, Any]:
    day = clock.today() + timedelta(days=1)
    return {"slot": f"{day}T09:30", "key": str(uuid.uuid4())}


PLACES = [
    get("venues:tools", KEEPERS, values=station),
    post("venues:tools", KEEPERS, KEEPERS, values=station, data=with_data(name="梯子", total="2")),
    get("venues:tools_late", ALL_KEEPERS),
    get("venues:lend", KEEPERS, values=tool),
    post("venues:lend", KEEPERS, KEEPERS, values=tool, data=lending),
    post("venues:mend", KEEPERS, values=tool),  # nothing is broken
    post("venues:back", KEEPERS, KEEPERS,
         values=lambda cast: {"loan_id": cast.residents_ask.loan.pk}),
    get("venues:hall", KEEPERS, values=station),
    post("venues:hall", KEEPERS, KEEPERS, values=station, data=with_data(name="户籍", letter="B")),
    post("venues:hall_call", KEEPERS, values=queue, data=with_data(counter="99")),
    post("venues:hall_close", KEEPERS, KEEPERS, values=queue),
    post("venues:hall_settle", KEEPERS, KEEPERS,
         values=lambda cast: {"ticket_id": cast.residents_ask.called.pk, "step": "served"}),
    get("hall:screen", EVERYONE, values=station),
    get("hall:tablet", NOBODY, values=station),  # without the code of its address
    get("hall:tablet", EVERYONE, values=station, data=code),
    get("hall:kiosk", NOBODY, values=station),  # without the code of its address
    get("hall:kiosk", EVERYONE, values=station, data=code),
    post("hall:kiosk_end", EVERYONE),  # nothing but the session goes
    get("hall:book", EVERYONE, values=queue),
    # The owner has a number of that day already.
    post("hall:book", STRANGER, STRANGER, values=queue, data=slot),
    get("hall:mine", RESIDENTS),
    post("hall:cancel", OWNER, OWNER,
         values=lambda cast: {"ticket_id": cast.residents_ask.ticket.pk}),
]  # fmt: skip


def purchase(cast: Cast) -> dict[str, Any]:
    return {"purchase_id": cast.residents_ask.purchase.pk}


def project(cast: Cast) -> dict[str, Any]:
    home = cast.city.community.code
    return {"key": str(uuid.uuid4()), "name": "助浴", "buyer": home, "body": home,
            "contractor": provider(cast.city).code, "starts_on": "2026-11-01",
            "ends_on": "2026-12-01", "hours": "1", "person_times": "2", "amount": "3"}  # fmt: skip


LISTS = CLERKS | HANDLERS
DIRECTORS = frozenset({"director", "director_elsewhere"})
PURCHASES = [
    get("offerings:purchases", LISTS | DIRECTORS | {"commander"}),
    get("offerings:purchases_export", LISTS | DIRECTORS | {"commander"}),
    get("offerings:purchase_add", LISTS),
    post("offerings:purchase_add", CLERK, CLERK, data=project),
    get("offerings:purchase", CLERK | {"director", "commander"}, values=purchase),
    post("offerings:purchase_count", NOBODY, values=purchase,
         data=with_data(order="no such", minutes="9")),
    post("offerings:purchase_settle", NOBODY, values=lambda cast: purchase(cast) | {"service_id": 1}),
    post("offerings:purchase_judge", CLERK, CLERK, values=purchase,
         data=with_data(quarter="2026-10-01", grade="3", text="很好")),
    post("offerings:purchase_stop", CLERK, CLERK, values=purchase, data=with_data(reason="解除")),
]  # fmt: skip

ASKED = [*WISHES, *ORDERS, *PLACES, *PURCHASES]
