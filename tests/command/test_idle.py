"""A screen left alone: what it fetches by itself keeps nobody logged in, and the wall shows on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from tests.orders.conftest import T0, City

from .conftest import browser_of

WALL = ["/command/state.json", "/command/areas.json"]


def after(minutes: float, client: Client, path: str, **headers: str) -> int:
    with clock.frozen(T0 + timedelta(minutes=minutes)):
        return client.get(path, headers=headers).status_code


@pytest.mark.parametrize("path", WALL)
def test_the_wall_shows_on_and_whoever_touches_it_logs_in(
    city: City, commander: Actor, path: str
) -> None:
    client = browser_of(commander)
    assert after(0, client, "/command/") == 200
    for minutes in range(5, 300, 20):
        assert after(minutes, client, path) == 200
    assert after(300, client, "/command/") == 302  # to the login
    assert after(301, client, path) == 401


def test_the_wall_ends_after_twelve_hours(city: City, commander: Actor) -> None:
    client = browser_of(commander)
    assert after(0, client, "/command/") == 200
    assert after(719, client, WALL[0]) == 200
    assert after(721, client, WALL[0]) == 401


def test_an_open_panel_keeps_nobody_logged_in(city: City, commander: Actor) -> None:
    client = browser_of(commander)
    panel = f"/command/orders/{city.report().number}/"
    assert after(0, client, panel) == 200
    for minutes in range(5, 60, 5):
        status = after(minutes, client, panel, **{"HX-Request": "true", "X-By-Itself": "1"})
        assert status == 200
    assert after(60, client, panel, **{"HX-Request": "true"}) in {302, 401}


def test_what_somebody_does_keeps_the_session(city: City, commander: Actor) -> None:
    client = browser_of(commander)
    for minutes in range(0, 120, 25):
        assert after(minutes, client, "/command/") == 200
        assert after(minutes + 1, client, WALL[0]) == 200


def test_lists_of_other_fronts_end_with_the_session(city: City) -> None:
    client = browser_of(city.director)
    assert after(0, client, "/field/") == 200
    assert after(20, client, "/field/today.json") == 200
    assert after(31, client, "/field/today.json") == 401


PAGES = ["/command/", "/command/orders", "/command/areas.json", "/field/", "/field/today.json",
         "/field/grid/points.json", "/field/orders/", "/desk/", "/desk/all/", "/messages/"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_browser_keeps_what_staff_see(city: City, path: str) -> None:
    answer = browser_of(city.director).get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
