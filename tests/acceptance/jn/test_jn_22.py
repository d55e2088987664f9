"""JN-22 微心愿、微服务: as QA-11, with Jinan's own processes and catalogue."""

from __future__ import annotations

from tests.acceptance.cities import city as folder
from tests.acceptance.offered import kinds
from tests.offerings import test_wishes
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]


def test_jn_22_the_city_has_wishes_with_every_step() -> None:
    actions = {
        one["key"]: one for one in folder("jinan").documents["orders/processes"]["wish"]["actions"]
    }
    for step in (
        "publish_wish",
        "claim_wish",
        "pledge_wish",
        "fulfil_wish",
        "rate_solved",
        "thank",
    ):
        assert step in actions
    assert actions["rate_solved"]["who"] == ["reporter"]
    assert kinds("jinan")["order"] > 0  # small services, ordered one by one


def test_jn_22_from_the_wall_to_the_thanks(city: City) -> None:
    test_wishes.test_a_neighbour_claims_and_the_community_stands_between(city)


def test_jn_22_the_pages_of_residents_and_clerks(city: City) -> None:
    test_wishes.test_the_pages(city)
