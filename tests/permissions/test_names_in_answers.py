"""No answer names people of another scope: every page and file, asked by everybody who is outside.

People of one street's bodies carry names that stand nowhere else. Each address of the table is
asked as it is, and again with what searches, filters and walks the tree to that very street.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.test import Client

from gongzhi.accounts.models import Posting, Resident, User
from gongzhi.accounts.services.hand_over_posting import hand_over_posting
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.kernel.crypto import seal
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import (
    AgreementParty,
    CrossAppointment,
    Membership,
    OfficePost,
    Pairing,
    Responsibility,
)

from .asking import address, headers_of, savepoint
from .cast import Cast
from .table import TABLE, Row

SINCE = DateRange(date(2026, 3, 1), None)
MEMBER, HOLDER, CROSS, LEADER, DUTY, SIGNER, DIRECTOR, WORKER, OWNER = (
    "尹代表", "尹书记", "尹交叉", "尹领导", "尹包区", "尹签字", "尹主任", "尹网格", "尹居民",
)  # fmt: skip
RELATED = (MEMBER, HOLDER, CROSS, LEADER, DUTY, SIGNER)
# Staff whom no posting of the asker reaches; and the resident behind the orders of the street.
PEOPLE = (*RELATED, DIRECTOR, WORKER, OWNER)
OUTSIDE = ("public", "stranger", "api_elsewhere", "handler_elsewhere", "grid_elsewhere",
           "director_elsewhere", "party_elsewhere")  # fmt: skip
# Those who keep the accounts see every account, and the audit every act; not Party affairs.
OFFICES = {"secadmin": RELATED, "auditadmin": RELATED}


@pytest.fixture
def street(cast: Cast) -> Cast:
    """The people of the cast's street and community, by names of their own."""
    city, made = cast.city, cast.relations
    holder = orgs.body_by_code(made.alliance)
    assert holder is not None
    Membership.reached.filter(pk=made.member.pk).update(representative=MEMBER)
    CrossAppointment.reached.filter(pk=made.cross.pk).update(person_name=CROSS)
    AgreementParty.reached.filter(agreement=made.agreement).update(signatory=SIGNER)
    for body_id in (holder.id, city.street.id):
        OfficePost(body_id=body_id, post="head", holder_name=HOLDER, valid=SINCE).save()
    Pairing(kind="leader", from_body_id=city.street.id, community_id=city.community.id,
            leader_name=LEADER, valid=SINCE).save()  # fmt: skip
    for kind, area in (("area", city.community_area), ("grid", city.grid)):
        Responsibility(kind=kind, body_id=city.community.id, area_id=area.id, person_name=DUTY,
                       valid=SINCE).save()  # fmt: skip
    for role, name in (("director", DIRECTOR), ("grid", WORKER)):
        User.objects.filter(pk=cast.actors[role].user_id).update(name=name)
    reporter = Resident.reached.filter(pk=cast.actors["owner"].resident_id)
    reporter.update(name_sealed=seal(OWNER))
    return cast


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


def words_of(answer: HttpResponse) -> str:
    """The answer as text; of a workbook or an archive, what is packed in it."""
    data = answer.getvalue() if answer.streaming else answer.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    text = data.decode("utf-8", "replace") + str(answer.headers)
    return re.sub(r"\\u[0-9a-f]{4}", lambda m: chr(int(m[0][2:], 16)), text)


def leaks(client: Client, cast: Cast, names: tuple[str, ...], role: str = "") -> list[str]:
    """Where a name stands. A page that is refused is refused before it reads any filter."""
    found = []

    def ask(path: str, data: dict[str, Any], headers: dict[str, str] | None = None) -> bool:
        with savepoint():
            answer = client.get(path, data, headers=headers)
            text = words_of(answer)
        # The filter that was typed may stand in its own field again: names are whole.
        found.extend(f"{path} {data}: {name}" for name in names if name in text)
        return answer.status_code < 300

    for row, path, data in plain(cast):
        if ask(path, data, headers_of(role, row)) and not row.order and not row.args:
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


@pytest.mark.parametrize("role", OUTSIDE)
def test_outside_of_the_street_nobody_is_named(street: Cast, role: str) -> None:
    client = key_elsewhere(street) if role == "api_elsewhere" else street.browser(role)
    assert leaks(client, street, PEOPLE, role) == []


@pytest.mark.parametrize("role", OFFICES)
def test_other_administrators_read_no_party_affairs(street: Cast, role: str) -> None:
    assert leaks(street.browser(role), street, OFFICES[role], role) == []


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
