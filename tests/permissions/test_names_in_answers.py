"""No answer names people of another scope, to whatever page, search or filter it answers.

That no page or file names them as the table asks it is proven with the table (test_routes). Here
everybody who is outside asks what searches, filters and walks the tree to that very street.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.services.hand_over_posting import hand_over_posting
from gongzhi.accounts.services.issue_api_key import issue_api_key

from .asking import address, headers_of, taken_back
from .cast import ROLES, Cast
from .named import DIRECTOR, HIDDEN_FROM, PEOPLE, RELATED, SIGNER, named_in, street, words_of
from .table import TABLE, Row

__all__ = ["street"]


def plain(cast: Cast) -> list[tuple[Row, str, dict[str, Any]]]:
    """Every page that is read, as the table asks it."""
    return [(row, address(row, cast), row.data(cast)) for row in TABLE if row.method == "GET"]


def bodies_and_duties(cast: Cast) -> list[tuple[str, dict[str, Any]]]:
    city = cast.city
    codes = (cast.relations.alliance, cast.relations.unit, city.street.code, city.community.code,
             city.team.code)  # fmt: skip
    pages: list[tuple[str, dict[str, Any]]] = [(f"/desk/bodies/{code}/", {}) for code in codes]
    return [*pages, ("/desk/duty-map/", {"area": city.grid.code, "kind": "grid"})]


def pointed(path: str, data: dict[str, Any], cast: Cast) -> list[tuple[str, dict[str, Any]]]:
    """Every way to point a page at the street."""
    city = cast.city
    codes = (city.street_area.code, city.community_area.code)
    return [
        *((path, {**data, "area": code, "kind": "area"}) for code in codes),
        (path, {**data, "q": "尹", "body": city.street.code, "find": "尹"}),
    ]


def leaks(client: Client, cast: Cast, names: tuple[str, ...], role: str = "") -> list[str]:
    """Where a name stands. A page that is refused is refused before it reads any filter.

    Without a role of the table every page is asked as it is too.
    """
    found = []

    def ask(path: str, data: dict[str, Any], headers: dict[str, str] | None = None) -> bool:
        with taken_back():
            answer = client.get(path, data, headers=headers)
            # The filter that was typed may stand in its own field again: names are whole.
            found.extend(f"{path} {data}: {name}" for name in named_in(answer, names))
        return answer.status_code < 300

    for row, path, data in plain(cast):
        known = role in ROLES
        through = role in row.through if known else ask(path, data, headers_of(role, row))
        if through and not row.order and not row.args:
            for one in pointed(path, data, cast):
                ask(*one)
    for one in bodies_and_duties(cast):
        ask(*one)
    return found


def key_elsewhere(cast: Cast) -> Client:
    user = User.objects.get(pk=cast.actors["director_elsewhere"].user_id)
    return Client(HTTP_AUTHORIZATION=f"Bearer {issue_api_key(user=user, name='别街').token}")


def test_the_names_do_stand_where_they_may(street: Cast) -> None:
    """Else the tests below would look for what is nowhere."""
    clerk = street.browser("party_clerk")
    pages = "".join(words_of(clerk.get(path, data)) for path, data in bodies_and_duties(street))
    missing = [name for name in RELATED if name not in pages and name != SIGNER]
    assert missing == []
    users = words_of(street.browser("sysadmin").get("/desk/users/", {"q": "尹"}))
    assert DIRECTOR in users


@pytest.mark.parametrize("role", HIDDEN_FROM)
def test_no_search_or_filter_names_them_to_strangers(street: Cast, role: str) -> None:
    client = key_elsewhere(street) if role == "api_elsewhere" else street.browser(role)
    assert leaks(client, street, HIDDEN_FROM[role], role) == []


@pytest.mark.parametrize("role", ["party_clerk", "director"])
def test_an_ended_posting_sees_nothing_in_its_live_session(street: Cast, role: str) -> None:
    client = street.browser(role)
    assert client.get("/desk/party/").status_code == 200
    posting = Posting.objects.get(user_id=street.actors[role].user_id)
    boss, heir = street.actors["sysadmin"], street.city.director
    hand_over_posting(
        actor=boss, posting=posting, successor=User.objects.get(pk=heir.user_id), reason="调离"
    )
    assert client.get("/desk/party/").status_code == 302
    assert leaks(client, street, PEOPLE) == []
