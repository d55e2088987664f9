"""Routes of wishes, windows, tools and the hall."""

from __future__ import annotations

from typing import Any

from .cast import Cast
from .rowkinds import EVERYONE, NOBODY, OWNER, RESIDENTS, STAFF, get, post, with_data


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

ASKED = [*WISHES]
