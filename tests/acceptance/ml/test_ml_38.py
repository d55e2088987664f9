"""ML-38 管家式服务: 20 and more steward items, each of which starts an order."""

from __future__ import annotations

from tests.acceptance.offered import kinds, rows


def test_ml_38_more_than_twenty_steward_items() -> None:
    assert kinds("mile")["steward"] > 20
    stewards = [row for row in rows("mile") if row["kind"] == "steward"]
    assert {row["process"] for row in stewards} == {"service_order"}
    assert {"红色管家上门看望", "四点半课堂"} <= {row["name"] for row in stewards}
