"""Every page of the resident front opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ..conftest import City


@pytest.mark.parametrize("path", ["/", "/here/", "/report/", "/lookup/", "/me/", "/public/"])
def test_pages_open_for_anybody(city: City, path: str) -> None:
    assert Client().get(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/mine/", "/report/", "/me/", "/me/looks/", "/me/messages/"])
def test_pages_open_for_a_resident(sign_in: Callable[..., Client], city: City, path: str) -> None:
    client = sign_in()
    city.report()
    assert client.get(path).status_code == 200
