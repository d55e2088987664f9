"""Routes of field duties: whoever visits there, and the own community's desk."""

from __future__ import annotations

from typing import Any

from .cast import Cast
from .rowkinds import CLERK, CLERKS, GRID, STAFF, get, post, with_data

VISITORS = CLERKS | {"grid", "grid_elsewhere"}
NEAR = GRID | CLERK


def home(cast: Cast) -> dict[str, Any]:
    return {"home_id": cast.home.pk}


def building(cast: Cast) -> dict[str, Any]:
    return {"building_id": cast.building.pk}


def one_round(cast: Cast) -> dict[str, Any]:
    return {"key": "stairs", "area_code": cast.city.grid.code}


def need(cast: Cast) -> dict[str, Any]:
    return {"need_id": cast.need.pk}


def needs(cast: Cast) -> dict[str, Any]:
    return {"need": [cast.need.pk, cast.other_need.pk]}


def correction(cast: Cast) -> dict[str, Any]:
    return {"correction_id": cast.correction.pk}


def talk(cast: Cast) -> dict[str, Any]:
    return {"talk_id": cast.talk.pk}


def visit(cast: Cast) -> dict[str, Any]:
    return {"client_key": "cccccccc-2222-4333-8444-555555555555", "kind": "visit", "met": "yes",
            "home": cast.home.pk, "text": "暖气不热"}  # fmt: skip


def talk_words(cast: Cast) -> dict[str, Any]:
    return {"client_key": "dddddddd-2222-4333-8444-555555555555", "said": "问低保怎么办",
            "outcome": "answered", "answer": "已说清"}  # fmt: skip


def round_words(cast: Cast) -> dict[str, Any]:
    return {"client_key": "eeeeeeee-2222-4333-8444-555555555555", "kind": "round_done",
            "round": "stairs", "area": cast.city.grid.code}  # fmt: skip


DUTIES = [
    get("duties:handbook", STAFF),
    get("duties:visits", VISITORS),
    get("duties:building", NEAR, values=building),
    get("duties:home", NEAR, values=home),
    get("duties:rounds", VISITORS),
    get("duties:round", NEAR, values=one_round),
    get("duties:talk", VISITORS),
    # The outbox takes every member of staff in and answers with a sentence; it writes for few.
    post("field:outbox", STAFF, NEAR, data=visit),
    post("field:outbox", STAFF, NEAR, data=round_words),
    get("fieldwork:needs", CLERKS),
    post("fieldwork:merge", CLERK, CLERK, data=needs),
    get("fieldwork:need", CLERK, values=need),
    post("fieldwork:order", CLERK, CLERK, values=need,
         data=with_data(text="楼道灯不亮", category="30205")),
    post("fieldwork:settle", CLERK, CLERK, values=need, data=with_data(answer="已换灯泡")),
    post("fieldwork:corrected", CLERK, CLERK, values=correction),
    get("fieldwork:talks", CLERKS),
    get("fieldwork:talk_new", CLERKS),
    post("fieldwork:talk_new", CLERKS, CLERKS, data=talk_words),
    get("fieldwork:talk", CLERK, values=talk),
    post("fieldwork:talk_open", CLERK, CLERK, values=talk, data=with_data(purpose="回电话")),
]  # fmt: skip
