"""The city that these tests share."""

from tests.orders.conftest import city, qianan

__all__ = ["city", "qianan"]
