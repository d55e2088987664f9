"""What another site can make a browser send: posts without our token, and addresses to go on to."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils.html import escape

from .asking import address
from .cast import Cast, rows_written
from .table import TABLE, Row

# Programs send a key and no cookie: there is nothing that another site could borrow.
PROGRAMS = "api:"
ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil",
    "http:evil.example", "javascript:alert(1)", " //evil.example", "https:///evil.example",
    "http://testserver@evil.example/", "http://testserver.evil.example/", "/\t/evil.example",
)  # fmt: skip


def somebody(row: Row, cast: Cast) -> Client:
    """A browser that the route lets in, checked as a real one is; else a stranger's."""
    roles = [role for role in sorted(row.through) if role not in {"public", "api"}]
    client = Client(enforce_csrf_checks=True)
    if roles:
        client.cookies = cast.browser(roles[0]).cookies
    return client


def test_every_post_needs_the_token_of_the_page(cast: Cast) -> None:
    """Also those to routes that only answer to GET: the check comes before everything else."""
    rows = [row for row in TABLE if not row.name.startswith(PROGRAMS) and row.name != "healthz"]
    clients = [(row, somebody(row, cast)) for row in rows]
    before = rows_written()
    wrong = []
    for row, client in clients:
        data = row.data(cast) if row.method == "POST" and not row.json else {}
        answer = client.post(address(row, cast), data)
        if answer.status_code != 403:
            wrong.append(f"{row.label}: {answer.status_code}")
        # Once as a page would and once as a script: the answer to a script needs no page drawn.
        forged = client.post(
            address(row, cast),
            {**data, "csrfmiddlewaretoken": "a" * 64},
            headers={"Accept": "application/json"},
        )
        if forged.status_code != 403:
            wrong.append(f"{row.label} with a made-up token: {forged.status_code}")
    assert wrong == []
    assert rows_written() == before


def test_no_view_is_exempt_but_those_of_programs() -> None:
    """A view that is exempt would not be seen by the test above if nobody may use it."""

    def views(patterns: list[object], space: str = "") -> Iterator[tuple[str, object]]:
        for one in patterns:
            if hasattr(one, "url_patterns"):
                yield from views(one.url_patterns, f"{space}{one.namespace or ''}:")
            else:
                yield f"{space}{one.name}", one.callback  # type: ignore[attr-defined]

    exempt = [
        name
        for name, view in views(get_resolver().url_patterns)
        if getattr(view, "csrf_exempt", False) and PROGRAMS not in name
    ]
    assert exempt == []


def leads_away(location: str) -> bool:
    return not location.startswith("/") or location.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_to_go_on_to_leads_to_another_host(cast: Cast, target: str) -> None:
    user = cast.browser("grid")
    entry = {
        "client_key": "cccccccc-2222-4333-8444-555555555555", "kind": "note", "next": target,
        "number": cast.main.number, "note": "现场看过",
    }  # fmt: skip
    answers = [
        Client().post("/language/", {"language": "en", "next": target}),
        Client().post("/language/", {"language": "en"}, headers={"referer": target}),
        Client().post("/type/", {"large": "1", "next": target}),
        user.post("/field/outbox", entry),
        user.post("/field/outbox", {"kind": "?"}, headers={"referer": target}),
        user.post("/logout/", {"next": target}),
    ]
    for answer in answers:
        assert answer.status_code == 302, answer.content[:200]
        assert not leads_away(answer["Location"]), answer["Location"]
    for page in ("/login/", "/me/login/"):
        shown = Client().get(page, {"next": target})
        assert shown.status_code == 200
        # The address of this very page is kept with `next` in it; the form takes it up no more.
        taken_up = rf'name="next"\s+value="{re.escape(escape(target))}"'
        assert re.search(taken_up, shown.content.decode()) is None
