"""Search of classes, guesses from words, the same matter nearby, places."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.orders.models import Order, Support
from gongzhi.orders.selectors import resident_nearby
from gongzhi.orders.selectors.resident_nearby import near_same, place_groups, search_places
from gongzhi.orders.services.act import act

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


def published(city: City, **fields: object) -> Order:
    """A report whose reporter agreed, verified by a grid worker."""
    order = city.report(public=True, **({"at": T0} | fields))
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    return order


def near(client: Client, city: City, **more: object) -> list[dict]:
    query = {"lon": city.lon, "lat": city.lat, "category": "10109"} | more
    return client.get("/report/near.json", query).json()["orders"]


def test_the_same_matter_nearby_in_neutral_words(city: City) -> None:
    order = published(city, text="我家在5号楼", at=T0 - timedelta(hours=2))
    (row,) = near(Client(), city)
    assert set(row) == {"number", "title", "state", "when"}
    assert row["number"] == order.number
    assert "5号楼" not in str(row)


def test_other_class_far_away_old_or_closed_is_not_the_same(city: City) -> None:
    published(city, at=T0 - timedelta(hours=25))
    closed = published(city)
    Order.reached.filter(pk=closed.pk).update(phase="closed")
    assert near(Client(), city) == []
    published(city)
    assert near(Client(), city, category="10113") == []
    assert near(Client(), city, lat=city.lat + 0.002) == []
    assert len(near(Client(), city, lat=city.lat + 0.0003)) == 1


def test_what_is_not_for_the_public_is_not_found_by_its_place(city: City) -> None:
    city.report(public=False, at=T0)
    assert near(Client(), city) == []


def test_a_report_of_this_hour_is_offered_before_anybody_has_verified_it(city: City) -> None:
    order = city.report(public=True, at=T0)
    assert [row["number"] for row in near(Client(), city)] == [order.number]


def test_probing_tells_no_more_than_the_published_cell(city: City) -> None:
    """Two places in one cell get the same answers from wherever one asks."""
    middle = (round(city.lon, 3), round(city.lat, 3))
    order = published(city, lon=middle[0], lat=middle[1])
    answers = []
    for east, north in ((-0.00049, -0.00049), (0, 0), (0.00049, 0.00049)):
        place = {"lon": middle[0] + east, "lat": middle[1] + north}
        Order.reached.filter(pk=order.pk).update(**place)
        steps = [n * 0.0002 for n in range(-8, 9)]
        answers.append(
            [
                len(near_same(lon=middle[0] + x, lat=middle[1] + y, category_code="10109"))
                for x in steps
                for y in steps
            ]
        )
        own = near_same(lon=place["lon"], lat=place["lat"] + 0.00044, category_code="10109")
        assert len(own) == 1  # 49 m away: what the profile wants offered is offered
    assert answers[0] == answers[1] == answers[2]
    assert {0, 1} == set(answers[0])


def test_what_is_not_for_the_public_is_never_offered(city: City) -> None:
    published(city, category_code="20107")
    assert near(Client(), city, category="20107") == []


def test_near_with_nonsense_is_empty(city: City) -> None:
    assert near(Client(), city, lon="x") == []
    assert near(Client(), city, lon="nan") == []


def test_support_what_is_published(city: City, sign_in: Callable[..., Client]) -> None:
    order, kept, client = published(city), city.report(at=T0), sign_in(OTHER)
    assert client.get(f"/o/{kept.number}/support/").status_code == 404
    assert client.post(f"/o/{kept.number}/support/").status_code == 404
    page = client.get(f"/o/{order.number}/support/")
    assert page.status_code == 200
    client.post(f"/o/{order.number}/support/")
    client.post(f"/o/{order.number}/support/")
    assert Support.objects.filter(order=order).count() == 1
    assert client.get(f"/o/{order.number}/").status_code == 200


def test_support_from_the_form_instead_of_repeating(
    city: City, sign_in: Callable[..., Client]
) -> None:
    order, kept, client = published(city), city.report(at=T0), sign_in(OTHER)
    body = {"client_key": "6f0f0c8e-8d0c-4a57-9f5a-000000000001"}
    assert client.post("/report/", body | {"supports": kept.number}).status_code == 404
    answer = client.post("/report/", body | {"supports": order.number})
    assert answer["Location"] == f"/o/{order.number}/"
    assert Support.objects.filter(order=order).count() == 1


def test_support_without_a_sign_in_asks_for_the_phone(city: City) -> None:
    order = published(city)
    answer = Client().post(f"/o/{order.number}/support/")
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


def test_joining_from_the_form_asks_for_the_code_there(city: City) -> None:
    """One phone, one press: no second page asks for the same again."""
    order = published(city)
    body = {
        "client_key": "6f0f0c8e-8d0c-4a57-9f5a-000000000002",
        "supports": order.number,
        "phone": OTHER,
    }
    for code in ("", "000000"):
        answer = Client(HTTP_ACCEPT="application/json").post("/report/", body | {"code": code})
        assert (answer.status_code // 100, answer.json()["field"]) == (4, "code")
    assert Support.objects.count() == 0


def test_a_city_of_very_many_grids_lists_what_is_above_them(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page with every building of a large city would be a megabyte; the one picked stays."""
    whole = [place.code for group in place_groups() for place in group.places]
    assert city.grid.code in whole
    monkeypatch.setattr(resident_nearby, "_LISTED_MOST", 100)
    listed = [place.code for group in place_groups() for place in group.places]
    assert len(listed) < len(whole)
    assert city.community_area.code in listed or city.grid.code not in listed
    assert city.grid.code not in listed
    mine = [place.code for group in place_groups(city.grid.code) for place in group.places]
    assert set(mine) == {*listed, city.grid.code}
    assert set(whole) >= {place.code for place in search_places(city.grid.name)}, (
        "by name every one is still found"
    )
    page = Client().get("/report/").content.decode()
    assert f'value="{listed[0]}"' in page
    assert page.count("<option") < len(whole)
