"""Routes of wishes, windows, tools and the hall."""

from __future__ import annotations

from typing import Any

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
    get("offerings:series", CLERKS),
    post("offerings:series_stop", CLERK, CLERK, values=series),
]  # fmt: skip

ASKED = [*WISHES, *ORDERS]
