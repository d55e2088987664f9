"""Qian'an applied, and its administrators."""

from tests.orders.conftest import city, qianan

__all__ = ["city", "qianan"]
