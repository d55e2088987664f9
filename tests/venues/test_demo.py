"""The demo's stations are as many as the city's file says."""

from __future__ import annotations

from gongzhi.demo.params import params
from gongzhi.demo.people.venues import fill_venues
from gongzhi.venues.models import Activity, Booking, InterestGroup, Room, Station
from tests.orders.conftest import City, city, qianan

from .conftest import NOW

__all__ = ["city", "qianan"]


def test_the_citys_counts_come_out_exactly(city: City) -> None:
    counts = params().venues
    resident = lambda number: city.resident(f"199000{number:05d}")  # noqa: E731
    fill_venues("seed", NOW, counts, city.community, resident)
    kinds = [Station.objects.filter(kind=one.kind).count() for one in counts.stations]
    assert kinds == [one.total or len(one.at) for one in counts.stations]
    spread = Room.objects.filter(kind__in=counts.spread.kinds)
    assert spread.count() == counts.spread.total == 54
    assert InterestGroup.objects.count() == 23
    assert Activity.objects.count() == counts.activities
    assert Booking.reached.filter(is_demo=True).exists()
    fill_venues("seed", NOW, counts, city.community, resident)  # once
    assert Station.objects.count() == sum(kinds)
