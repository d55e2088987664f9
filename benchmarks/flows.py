"""What clients do: reports one after another, and whole lives of orders."""

from __future__ import annotations

import json
import random
import secrets
import uuid
from collections.abc import Generator
from urllib.parse import urlencode

from .cast import Cast, Spot
from .client import Call, Flow, Reply, request

TEXTS = (
    "平安路12号门前路灯不亮，晚上看不见路，老人孩子经过很危险",
    "小区东门外垃圾桶满了两天没人清，味道很大",
    "人行道地砖松了好几块，雨天一踩一脚水",
    "楼道里堆了旧家具，把消防通道堵住了",
    "河边护栏断了一截，请尽快来修",
)
JITTER = 0.00004  # degrees, about 4 m: stays in the grid, however narrow


class StepError(Exception):
    """A step of a life was refused: the measurement would be of errors."""


def _json(key: str, path: str, values: dict[str, object], kind: str) -> Call:
    headers = f"Authorization: Bearer {key}\r\nContent-Type: application/json\r\n"
    body = json.dumps(values, ensure_ascii=False).encode()
    return request("POST", path, headers=headers, body=body, kind=kind)


def report_call(cast: Cast, spot: Spot, phone: str, dice: random.Random, key: str = "") -> Call:
    """One report as the hotline hands it over: class, point, phone and text."""
    values = {
        "client_key": key or str(uuid.uuid4()),
        "text": dice.choice(TEXTS),
        "category": spot.category,
        "lon": spot.lon + dice.uniform(-JITTER, JITTER),
        "lat": spot.lat + dice.uniform(-JITTER, JITTER),
        "place": "平安路12号",
        "phone": phone,
    }
    return _json(cast.intake_key, "/api/v1/orders", values, "report")


def intake(cast: Cast, seed: int) -> Flow:
    """Reports without end."""
    dice = random.Random(seed)  # noqa: S311
    while True:
        yield report_call(cast, dice.choice(cast.spots), dice.choice(cast.phones), dice)


def lives(cast: Cast, seed: int) -> Flow:
    """Whole lives without end; the call that ends one is named `read`."""
    dice = random.Random(seed)  # noqa: S311
    while True:
        yield from one_life(cast, dice)


def one_life(cast: Cast, dice: random.Random) -> Flow:
    """report → verify (the catalogue dispatches) → sign → finish → check → rate → read."""
    spot = dice.choice(cast.spots)
    phone = dice.choice(list(cast.residents))
    reply = yield report_call(cast, spot, phone, dice)
    number = json.loads(_good(reply, "report"))["number"]
    steps: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("verify_true", spot.grid_key, {}),
        ("sign", spot.lead_key, {}),
        ("finish", spot.lead_key, {"result": "到场更换，当晚复查已好。"}),
        ("check_pass", spot.grid_key, {}),
    )
    for action, key, payload in steps:
        path = f"/api/v1/orders/{number}/actions/{action}"
        reply = yield _json(key, path, {"payload": payload}, action)
        _good(reply, action)
    yield from _rate(cast.residents[phone], number)
    headers = f"Authorization: Bearer {cast.intake_key}\r\n"
    reply = yield request("GET", f"/api/v1/orders/{number}", headers=headers, kind="read")
    if json.loads(_good(reply, "read"))["state"] != "closed":
        raise StepError(f"{number} should be closed: {reply.body[:200]!r}")


def _rate(cookie: str, number: str) -> Generator[Call, Reply, None]:
    """The resident's own form, with its CSRF token."""
    token = secrets.token_hex(16)
    headers = (
        f"Cookie: {cookie}; csrftoken={token}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
    )
    body = urlencode({"csrfmiddlewaretoken": token, "solved": "1", "satisfaction": "3"}).encode()
    reply = yield request("POST", f"/o/{number}/rate/", headers=headers, body=body, kind="rate")
    if reply.status != 302:
        raise StepError(f"rate: {reply.status} {reply.body[:300].decode(errors='replace')}")


def pages(kind: str, targets: list[tuple[str, str]], count: int) -> Flow:
    """`count` pages, each (path, cookie) in turn."""
    calls = [
        request("GET", path, headers=f"Cookie: {cookie}\r\n" if cookie else "", kind=kind)
        for path, cookie in targets
    ]
    for number in range(count):
        reply = yield calls[number % len(calls)]
        if reply.status != 200:
            raise StepError(f"{kind} {targets[number % len(calls)][0]}: {reply.status}")


def _good(reply: Reply, what: str) -> bytes:
    if reply.status not in {200, 201}:
        raise StepError(f"{what}: {reply.status} {reply.body[:300].decode(errors='replace')}")
    return reply.body
