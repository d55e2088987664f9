"""Noise in every field of every form and path: a sentence or a refusal, never an error of the
server's own. Each page that writes gets its own good values with one or two of them spoilt.
"""

from __future__ import annotations

import json
import os
import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.orders.conftest import city as city
from tests.orders.conftest import qianan as qianan
from tests.permissions.asking import taken_back
from tests.permissions.cast import Cast
from tests.permissions.rowkinds import Row
from tests.permissions.rows_office import AREA_FILES, BOUNDARIES, OFFICE, PEOPLE, RELATIONS
from tests.permissions.table import TABLE

from .test_fuzz_forms import NOISE
from .test_fuzz_forms import cast as cast

WORSE = (
    "x\x00y", "\x00", "\x01\x02\x1b", "\u202e倒\u2066写", "长" * 1000, "9" * 400, "-9" * 30,
    "0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "1e400", "Infinity", "-0", "١٢",
    "2147483648", "9223372036854775808", "[[[[", '{"a":1', "\ufeff", "\ud800x", "true", "🙂" * 50,
    "=cmd|' /C calc'!A0", "../../etc/passwd", "%00", "a\r\nb", "  ", "<b>", "{{ x }}", "%s%n",
)  # fmt: skip
JUNK = (*NOISE, *WORSE)
FILES = (
    b"", b"\x00" * 64, b"PK\x03\x04" + b"\x00" * 40, b"{", b"[" * 5000, b"\xef\xbb\xbf",
    b"\xff\xfe\x00", b'{"type":"FeatureCollection","features":[null,1,"x",{}]}',
    "编码,名称\n".encode(), "编码,名称\n\x00,\x01\n".encode(), b'"' * 999, b"\xd0\xcf\x11\xe0" + b"1" * 600,
)  # fmt: skip
NAMES = (
    "a.csv",
    "a.xlsx",
    "a.xls",
    "a.ods",
    "a.geojson",
    "a.zip",
    "a",
    "甲\u202e.csv",
    "a." + "x" * 250,
    "a\x00b.csv",
    "x" * 240 + ".csv",
)
EACH = 3
SEED = int(os.environ.get("FUZZ_SEED", "5"))  # another one looks elsewhere
OFFICE_ROWS = [
    row for row in (*AREA_FILES, *BOUNDARIES, *OFFICE, *PEOPLE, *RELATIONS) if row.through
]
# Everybody else's forms; their reading pages have test_fuzz_forms.
OTHER_ROWS = [
    row for row in TABLE if row.method == "POST" and row.through and row not in OFFICE_ROWS
]


def spoilt(values: dict[str, Any], chance: random.Random, every: bool) -> dict[str, Any]:
    """The same values with one or two (or all) of them made into noise."""
    data = dict(values)
    names = list(data) or ["q"]
    for name in names if every else chance.sample(names, min(len(names), chance.choice((1, 1, 2)))):
        if hasattr(data.get(name), "read"):
            data[name] = SimpleUploadedFile(chance.choice(NAMES), chance.choice(FILES))
        else:
            data[name] = chance.choice(JUNK)
    return data


def written(data: Any) -> Any:
    """Django's test client cannot encode half a surrogate pair: say it as bytes."""
    if isinstance(data, str):
        return data.encode("utf-8", "surrogatepass").decode("latin-1") if _half(data) else data
    return data


def _half(text: str) -> bool:
    return any("\ud800" <= one <= "\udfff" for one in text)


def sent(client: Client, path: str, row: Row, data: dict[str, Any]) -> Any:
    data = {name: written(value) for name, value in data.items()}
    if row.json:
        return client.post(path, json.dumps(data), content_type="application/json")
    return client.get(path, data) if row.method == "GET" else client.post(path, data)


def path_of(row: Row, cast: Cast, chance: random.Random) -> str:
    """Its address, at times with an id that is none."""
    values = {**row.args, **row.values(cast)}
    if row.order:
        values["number"] = getattr(cast, row.order).number
    if values and chance.random() < 0.25:
        name = chance.choice(sorted(values))
        if isinstance(values[name], int):
            values[name] = chance.choice((0, 999999999, 2**31, 2**63, 10**30))
        else:
            values[name] = chance.choice(("0", "no-such", "a" * 300, "constructor"))
    return reverse(row.name, kwargs=values)


@pytest.mark.parametrize("rows", [OFFICE_ROWS, OTHER_ROWS], ids=["office", "others"])
def test_noise_in_forms(cast: Cast, rows: list[Row]) -> None:
    chance = random.Random(SEED)
    found = []
    for row in rows:
        role = sorted(row.writes or row.through)[0]
        for number in range(EACH if row.method == "POST" else 2):
            with taken_back():
                path = path_of(row, cast, chance)
                data = spoilt(row.data(cast), chance, every=number == 2)
                client = cast.browser(role)
                client.raise_request_exception = False
                answer = sent(client, path, row, data)
            if answer.status_code >= 500:
                error = getattr(answer, "exc_info", None)
                found.append(
                    f"{row.label} as {role} at {path[:90]}: {str(data)[:300]} {error and error[1]!r}"
                )
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                assert "<script>" not in answer.content.decode(), row.label
    assert not found, "\n" + "\n".join(found)
