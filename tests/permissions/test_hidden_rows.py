"""Whoever may not see a row cannot tell it from one that there is not: same status, same page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from .asking import taken_back
from .cast import Cast
from .named import street
from .rowkinds import Row
from .table import TABLE

__all__ = ["street"]

MISSING = {int: 987_654_321, str: "no-such-code-1"}
OUTSIDE = (
    "stranger", "handler_elsewhere", "grid_elsewhere", "clerk_elsewhere", "director_elsewhere",
    "party_elsewhere", "sysadmin",
)  # fmt: skip
# What is for everybody to read anyway: posts of volunteering, rooms and queues; among staff the
# bodies of the place and the processes of its profile. That one may not act there tells nothing.
OPEN = frozenset(
    {"serve:claim", "serve:swap", "wall:send", "places:room", "hall:book", "bodies:add",
     "desk:start_one"}
)  # fmt: skip


def told(answer: HttpResponse, *ids: object) -> tuple[int, str, str]:
    """Status, where to, and what stands there, without the ids themselves and what is random."""

    def steady(text: str) -> str:
        for one in sorted(map(str, ids), key=len, reverse=True):
            text = text.replace(one, "ID")
        return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "KEY", text)

    text = b"".join(answer).decode(errors="replace")
    lines = (line for line in text.splitlines() if "csrf" not in line and "nonce" not in line)
    return answer.status_code, steady(answer.get("Location", "")), steady("\n".join(lines))


def ask(row: Row, role: str, cast: Cast, values: dict[str, Any]) -> HttpResponse:
    path, data, client = reverse(row.name, kwargs=values), row.data(cast), cast.browser(role)
    with taken_back():
        if row.json:
            answer = client.post(path, json.dumps(data), content_type="application/json")
        else:
            answer = (client.get if row.method == "GET" else client.post)(path, data)
    return answer


@pytest.mark.parametrize("role", OUTSIDE)
def test_a_hidden_row_answers_like_none(street: Cast, role: str) -> None:
    apart = []
    for row in TABLE:
        own = row.values(street)
        if row.order or role in row.through or row.name in OPEN:
            continue
        for name, there in own.items():
            if type(there) not in MISSING:
                continue
            missing = MISSING[type(there)]
            hidden = told(ask(row, role, street, {**row.args, **own}), there, missing)
            none = told(ask(row, role, street, {**row.args, **own, name: missing}), there, missing)
            if hidden != none:
                apart.append(f"{row.label} {name}: {hidden[:2]} is not {none[:2]}")
    assert not apart, "\n" + "\n".join(apart)
