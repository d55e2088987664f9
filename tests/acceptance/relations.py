"""What the acceptance tests of bodies share: a city, its clerk, the demo's relations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from gongzhi.accounts import actor as accounts_actor
from gongzhi.demo.params import params
from gongzhi.demo.people.relation_counts import RelationCounts
from gongzhi.demo.people.relations import fill_relations
from tests.orgs.conftest import Party
from tests.signing_in import browser_of

DAY = date(2026, 11, 17)


def fill(**counts: Any) -> None:
    """The demo's relations with some counts of its own."""
    base = params().relations.model_dump() | counts
    fill_relations("acceptance", DAY, RelationCounts.model_validate(base))


def clerk(party: Party) -> Client:
    accounts_actor.forget()
    return browser_of(party.clerk)


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()
