"""The public page: what was published, without a person in it, and figures that add up."""

from __future__ import annotations

import pytest
from django.test import Client

from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act

from ..conftest import T0, City

SECRETS = ("19900000001", "5号楼", "502室", "周小明")


def published(city: City, **more: object) -> Order:
    """A report in hand whose reporter agreed to publication."""
    order = city.report(
        text="我是周小明，5号楼路灯坏了", place="5号楼3单元502室", public=True, **more
    )
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    return Order.objects.visible_to(SYSTEM).get(pk=order.pk)


def test_only_published_reports_and_nobodys_words(city: City) -> None:
    shown, kept = published(city), city.report(public=False)
    page = Client().get("/public/").content.decode()
    assert shown.number in page
    assert kept.number not in page
    detail = Client().get(f"/public/{shown.number}/").content.decode()
    for secret in SECRETS:
        assert secret not in page
        assert secret not in detail
    assert Client().get(f"/public/{kept.number}/").status_code == 404
    assert Client().get("/public/QA000000000000/").status_code == 404


def test_handlers_words_lose_numbers_and_doors(city: City) -> None:
    order = published(city)
    handler = city.handler(order)
    act(actor=handler, number=order.number, action="sign", at=T0)
    result = {"result": "已换灯泡，试亮正常，去502室告诉过周先生"}
    act(actor=handler, number=order.number, action="finish", payload=result, at=T0)
    page = Client().get(f"/public/{order.number}/").content.decode()
    assert "已换灯泡" in page
    assert "502室" not in page


def test_points_are_only_near(city: City) -> None:
    order = published(city)
    (point,) = Client().get("/public/points.json").json()["points"]
    assert (point["lon"], point["lat"]) == (round(city.lon, 3), round(city.lat, 3))
    assert point["href"] == f"/public/{order.number}/"
    assert point["tone"] == "info"


def test_figures_by_area_add_up(city: City) -> None:
    published(city)
    city.report()
    shapes = Client().get("/public/areas.json").json()
    assert shapes["type"] == "FeatureCollection"
    assert sum(f["properties"]["value"] for f in shapes["features"]) == 2
    below = Client().get("/public/areas.json", {"area": city.street_area.code}).json()
    assert sum(f["properties"]["value"] for f in below["features"]) == 2
    page = Client().get("/public/").content.decode()
    assert "样本不足，不排名" in page


def test_outlines_of_all_grids(city: City) -> None:
    features = Client().get("/public/grids.json").json()["features"]
    assert len(features) == 150
    assert "value" not in features[0]["properties"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 1),
        ({"group": "101"}, 1),
        ({"group": "201"}, 0),
        ({"state": "open"}, 1),
        ({"state": "closed"}, 0),
        ({"area": "nonsense", "days": "x", "page": "x"}, 1),
        ({"page": "2"}, 0),
    ],
)
def test_filters(city: City, query: dict[str, str], count: int) -> None:
    order = published(city)
    page = Client().get("/public/", query).content.decode()
    assert page.count(f'href="/public/{order.number}/"') == count


def test_area_filter(city: City) -> None:
    order = published(city)
    inside = Client().get("/public/", {"area": city.community_area.code}).content.decode()
    assert order.number in inside


def test_published_photo_needs_its_own_release(city: City) -> None:
    order = published(city)
    assert "/media/photo/" not in Client().get(f"/public/{order.number}/").content.decode()
