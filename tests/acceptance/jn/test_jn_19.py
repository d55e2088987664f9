"""JN-19 便民服务标准化、自助服务机: items with steps and standard, and a screen to serve oneself."""

from __future__ import annotations

from tests.acceptance.offered import rows
from tests.orders.conftest import city, qianan
from tests.venues import test_hall, test_kiosk
from tests.venues.conftest import Place, place

__all__ = ["city", "place", "qianan"]


def test_jn_19_items_with_steps_standard_and_self_service() -> None:
    items = [row for row in rows("jinan") if row["kind"] == "one_stop"]
    assert all(row["steps"] and row["standard"] and row["basis"] for row in items)
    assert {row["channel"] for row in items} == {"window", "self", "errand"}
    assert "自助机打印参保证明" in {row["name"] for row in items}


def test_jn_19_a_tablet_in_the_hall_gives_numbers(place: Place) -> None:
    test_hall.test_the_pages(place)


def test_jn_19_at_the_kiosk_an_item_is_found_read_printed_and_started(place: Place) -> None:
    test_kiosk.test_an_item_is_found_read_printed_and_started(place)


def test_jn_19_the_kiosk_forgets_whoever_stood_there(place: Place) -> None:
    test_kiosk.test_the_visit_ends_and_nothing_of_the_person_stays(place)
