"""Routes of the points bank: everybody reads the books, holders and keepers their own."""

from __future__ import annotations

import uuid
from typing import Any

from .cast import Cast
from .rowkinds import CLERK, CLERKS, EVERYONE, OWNER, RESIDENTS, get, post, with_data

STRANGER = frozenset({"stranger"})
ELSEWHERE = frozenset({"clerk_elsewhere"})


def of(name: str, value: str) -> Any:
    return lambda cast: {name: getattr(cast, value).pk}


def community(cast: Cast) -> dict[str, Any]:
    return {"code": cast.city.community.code}


def redeemed(cast: Cast) -> dict[str, Any]:
    return {"tap": uuid.uuid4(), "item": cast.item.pk, "quantity": 1}


def donated(cast: Cast) -> dict[str, Any]:
    return {"tap": uuid.uuid4(), "fund": cast.fund_id, "points": 1}


ITEM = {"name": "毛巾", "points": "5", "stock": "3"}
POINTS = [
    get("openbooks:banks", EVERYONE),
    get("openbooks:books", EVERYONE, values=community),
    get("points:page", RESIDENTS),
    # The owner takes part already: a sentence, and nothing changes.
    post("points:join", RESIDENTS, STRANGER, values=of("bank_id", "bank")),
    post("points:household", RESIDENTS, data=with_data(code="AAAA2222")),
    post("points:share", OWNER, OWNER),
    post("points:redeem", OWNER, OWNER, data=redeemed),
    post("points:back", OWNER, OWNER, values=of("handout_id", "handout")),
    post("points:donate", OWNER, OWNER, data=donated),
    post("points:leave", OWNER, OWNER, data=with_data(rest="fund")),
    get("points:export", RESIDENTS),
    get("bank:home", CLERKS),
    post("bank:open", CLERKS, ELSEWHERE),
    post("bank:find", CLERK, data=with_data(phone="19900000001")),
    post("bank:collect", CLERK, CLERK, data=lambda cast: {"code": cast.handout.code}),
    get("bank:items", CLERK),
    post("bank:items", CLERK, CLERK, data=with_data(**ITEM)),
    post("bank:more", CLERK, CLERK, values=of("item_id", "item"), data=with_data(more="2")),
    post("bank:withdraw", CLERK, CLERK, values=of("item_id", "item")),
    get("bank:funds", CLERK),
    post("bank:funds", CLERK, CLERK, data=with_data(title="换灯")),
    get("bank:account", CLERK, values=of("account_id", "account")),
    post("bank:account", CLERK, CLERK, values=of("account_id", "account"), data=redeemed),
    get("bank:journal", CLERK),
    post("bank:reverse", CLERK, CLERK,
         values=lambda cast: {"movement_id": cast.handout.movement_id},
         data=with_data(reason="给错了")),
]  # fmt: skip
