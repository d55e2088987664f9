"""Every route × every role: who gets through, that a denial changes nothing, and that no answer
names people of another scope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from .asking import address, headers_of, send, taken_back
from .cast import ROLES, Cast, contents, end_of_log, rows_written
from .named import HIDDEN_FROM, named_in, street
from .table import TABLE, Row

__all__ = ["street"]

REFUSED = frozenset({401, 403, 404, 405, 409})
LOGINS = ("/login/", "/me/login/")


def routes(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """Names of all routes as `reverse` takes them; a route without a name gives its pattern."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(one, "url_patterns"):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from routes(one.url_patterns, inner)
        else:
            yield f"{namespace}{one.name}" if one.name else f"unnamed {one.pattern}"


def test_every_route_stands_in_the_table() -> None:
    missing = sorted(set(routes()) - {row.name for row in TABLE} - {"unnamed healthz"})
    assert missing == [], "say in tests/permissions/table.py who may use these routes"


def test_the_table_names_only_routes_that_exist() -> None:
    assert sorted({row.name for row in TABLE} - set(routes())) == []


def got_through(response: HttpResponse, row: Row) -> bool:
    if response.status_code in {301, 302}:
        return row.ends_at_login or not response["Location"].startswith(LOGINS)
    return response.status_code < 300


def asked(client: Client, row: Row, role: str, cast: Cast) -> tuple[HttpResponse, list[str]]:
    """The answer, and the tables that were written to on the way."""
    before, end = cast.rows_before()
    response = send(client, row, cast, headers_of(role, row))
    if end_of_log() == end:
        return response, []
    cast.count_anew()
    return response, [name for name, n in rows_written().items() if n != before.get(name)]


def problem_of(row: Row, role: str, cast: Cast) -> str:
    """What is wrong with the answer to one role, empty when it is as the table says."""
    client = cast.browser(role)
    with taken_back():
        response, written = asked(client, row, role, cast)
        through = got_through(response, row)
        named = named_in(response, HIDDEN_FROM.get(role, ()))
        after = contents(written)
    changed = [name for name, digest in contents(written).items() if digest != after[name]]
    refused = response.status_code in REFUSED or response.status_code == 302
    said = f"{row.label} as {role}: {response.status_code} {response.headers.get('Location', '')}"
    if through != (role in row.through):
        return f"{said}, through={through}"
    if not through and not refused:
        return f"{said} is no refusal"
    if bool(changed) != (role in row.writes):
        return f"{said}, wrote {changed}"
    if named:
        return f"{said}, names {named}"
    return ""


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_through(street: Cast, role: str) -> None:
    problems = [problem_of(row, role, street) for row in TABLE]
    found = [problem for problem in problems if problem]
    assert not found, "\n" + "\n".join(found)


def test_a_hidden_order_answers_like_none(cast: Cast) -> None:
    """A stranger cannot tell a number that exists from one that does not, on any page."""
    hidden, none = cast.main.number, "QA000000000000"
    for role in ("public", "stranger", "handler_elsewhere", "grid_elsewhere", "sysadmin"):
        for row in TABLE:
            if row.order != "main" or role in row.through:
                continue
            answers = []
            for number in (hidden, none):
                path = address(row, cast).replace(hidden, number)
                body = row.data(cast)
                client = cast.browser(role)
                with taken_back():
                    if row.json:
                        answer = client.post(path, json.dumps(body), "application/json")
                    elif row.method == "GET":
                        answer = client.get(path, body)
                    else:
                        answer = client.post(path, body)
                text = answer.content.decode().replace(number, "N")
                answers.append((answer.status_code, answer.get("Location", "").replace(number, "N"),
                                _steady(text)))  # fmt: skip
            assert answers[0] == answers[1], f"{row.label} as {role}"


def _steady(text: str) -> str:
    """Without the CSRF token and the nonces, which differ with every answer."""
    lines = text.splitlines()
    return "\n".join(line for line in lines if "csrf" not in line and "nonce" not in line)
