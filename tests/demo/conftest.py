"""An empty city with the Qian'an profile."""

from tests.orders.conftest import qianan

__all__ = ["qianan"]
