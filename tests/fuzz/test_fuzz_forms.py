"""Noise in every parameter of every reading page: never an error of the server's own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from gongzhi.kernel import clock
from tests.orders.conftest import T0, City
from tests.orders.conftest import city as city
from tests.orders.conftest import qianan as qianan
from tests.permissions.asking import address, taken_back
from tests.permissions.cast import Cast
from tests.permissions.table import TABLE

NAMES = (
    "q", "page", "tab", "area", "after", "state", "size", "days", "group", "show", "from", "code",
    "lamp", "lon", "lat", "category", "category_q", "category_choice", "measure", "span", "body",
    "kind", "phase", "source", "since", "until", "older", "holder", "next", "mark", "text",
    "duty_q", "sort", "view", "number", "solved", "due", "reworked", "name", "hour", "day",
)  # fmt: skip
NOISE = (
    "", "²", "-1", "0", "1e309", "nan", "9" * 25, "\x00", "\ud7ff", "%", "'", '"><script>', "../..",
    "字" * 300, "2026-13-45", "1.2.", "to_sign", "红", "\u202e", "[]", "null", "QA261117000001",
)  # fmt: skip
EACH = 4
FUZZED = {
    *("dispatcher", "commander", "owner", "grid", "api", "clerk"),
    *("sysadmin", "secadmin", "auditadmin", "party_clerk"),
}


@pytest.fixture
def cast(city: City, settings: Any, tmp_path: Any) -> Iterator[Cast]:
    settings.MEDIA_ROOT = tmp_path
    with clock.frozen(T0):
        yield Cast(city)


def test_noise_in_queries(cast: Cast) -> None:
    chance = random.Random(5)
    readers = [row for row in TABLE if row.method == "GET" and row.through]
    for row in readers:
        role = sorted(row.through & FUZZED or row.through)[0]
        for _round in range(EACH):
            asked = {name: chance.choice(NOISE) for name in chance.sample(NAMES, 12)}
            with taken_back():
                client = cast.browser(role)
                client.raise_request_exception = False
                answer = client.get(address(row, cast), asked)
            assert answer.status_code < 500, f"{row.label} as {role}: {asked}"
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                assert "<script>" not in answer.content.decode(), row.label
