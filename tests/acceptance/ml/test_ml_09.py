"""ML-09 三个清单: needs, resources and services are kept and linked; each is traced to its result."""

from __future__ import annotations

from tests.acceptance.cities import city as folder
from tests.offerings import test_lists
from tests.orders.conftest import City, city, qianan

__all__ = ["city", "qianan"]


def test_ml_09_three_lists_matched_and_traced(city: City) -> None:
    lists = folder("mile").documents["offerings/lists"]["lists"]  # type: ignore[index]
    assert [one["name"]["zh"] for one in lists] == ["需求清单", "资源清单", "服务清单"]
    test_lists.test_from_need_to_result(city)
