"""Search of classes, guesses from words, the same matter nearby, places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.orders.models import Order, Support

from ..conftest import T0, City
from .conftest import OTHER


def get(path: str, **query: object) -> dict:
    return Client().get(path, query).json()


@pytest.mark.parametrize("typed", ["路灯", "ld", "灯坏了", "street lamp"])
def test_search_by_name_initials_alias_and_english(city: City, typed: str) -> None:
    codes = [row["code"] for row in get("/report/categories.json", q=typed)["categories"]]
    assert "10109" in codes


def test_search_of_nothing_finds_nothing(city: City) -> None:
    assert get("/report/categories.json", q="")["categories"] == []
    assert get("/report/categories.json", q="龘龘龘")["categories"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3号楼门口的下水井盖断了一半，晚上看不见", "10101"),
        ("路灯三天不亮了 从超市到公交站那一段全黑", "10109"),
    ],
)
def test_guess_from_words(city: City, text: str, code: str) -> None:
    found = get("/report/suggest.json", text=text)["categories"]
    assert len(found) <= 2
    assert code in [row["code"] for row in found]


def test_no_guess_is_better_than_a_wrong_one(city: City) -> None:
    assert get("/report/suggest.json", text="你好")["categories"] == []


def near(client: Client, city: City, **more: object) -> list[dict]:
    query = {"lon": city.lon, "lat": city.lat, "category": "10109"} | more
    return client.get("/report/near.json", query).json()["orders"]


def test_the_same_matter_nearby_in_neutral_words(city: City) -> None:
    order = city.report(text="我家在5号楼", at=T0 - timedelta(hours=2))
    (row,) = near(Client(), city)
    assert set(row) == {"number", "title", "state", "when", "distance"}
    assert (row["number"], row["distance"]) == (order.number, 0)
    assert "5号楼" not in str(row)


def test_other_class_far_away_old_or_closed_is_not_the_same(city: City) -> None:
    city.report(at=T0 - timedelta(hours=25))
    closed = city.report(at=T0)
    Order.reached.filter(pk=closed.pk).update(phase="closed")
    assert near(Client(), city) == []
    city.report(at=T0)
    assert near(Client(), city, category="10113") == []
    assert near(Client(), city, lat=city.lat + 0.001) == []
    assert len(near(Client(), city, lat=city.lat + 0.0003)) == 1


def test_what_is_not_for_the_public_is_never_offered(city: City) -> None:
    city.report(category_code="20107", at=T0)
    assert near(Client(), city, category="20107") == []


def test_near_with_nonsense_is_empty(city: City) -> None:
    assert near(Client(), city, lon="x") == []
    assert near(Client(), city, lon="nan") == []


def test_support_what_was_offered(city: City, sign_in: Callable[..., Client]) -> None:
    order, client = city.report(at=T0), sign_in(OTHER)
    assert client.get(f"/o/{order.number}/support/").status_code == 404
    near(client, city)
    page = client.get(f"/o/{order.number}/support/")
    assert page.status_code == 200
    client.post(f"/o/{order.number}/support/")
    client.post(f"/o/{order.number}/support/")
    assert Support.objects.filter(order=order).count() == 1
    assert client.get(f"/o/{order.number}/").status_code == 200


def test_support_from_the_form_instead_of_repeating(
    city: City, sign_in: Callable[..., Client]
) -> None:
    order, client = city.report(at=T0), sign_in(OTHER)
    body = {"client_key": "6f0f0c8e-8d0c-4a57-9f5a-000000000001", "supports": order.number}
    assert client.post("/report/", body).status_code == 404
    near(client, city)
    answer = client.post("/report/", body)
    assert answer["Location"] == f"/o/{order.number}/"
    assert Support.objects.filter(order=order).count() == 1


def test_support_without_a_sign_in_asks_for_the_phone(city: City) -> None:
    order, client = city.report(at=T0), Client()
    near(client, city)
    answer = client.post(f"/o/{order.number}/support/")
    assert answer["Location"].startswith("/me/login/?next=")
    assert Support.objects.count() == 0


def test_where_is_a_point(city: City) -> None:
    inside = get("/report/locate.json", lon=city.lon, lat=city.lat)
    assert inside["inside"] is True
    assert city.grid.name in inside["address"]
    outside = get("/report/locate.json", lon=116.4, lat=39.9)
    assert outside["inside"] is False
    assert outside["message"]
    assert Client().get("/report/locate.json").status_code == 422


def test_places_by_name_and_initials(city: City) -> None:
    by_name = get("/report/places.json", q=city.grid.name)["places"]
    assert by_name[0]["code"] == city.grid.code
    assert get("/report/places.json", q="")["places"] == []


def test_choosing_a_place_shows_its_worker(city: City) -> None:
    client = Client()
    client.post("/here/", {"area": city.grid.code})
    assert city.grid.name in client.get("/").content.decode()
