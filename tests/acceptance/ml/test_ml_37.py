"""ML-37 共享式服务: 30 and more shared items; hours, booking and lending stand with the places of ML-29."""

from __future__ import annotations

from tests.acceptance.offered import kinds, rows


def test_ml_37_more_than_thirty_shared_items() -> None:
    assert kinds("mile")["shared"] > 30
    names = {row["name"] for row in rows("mile")}
    assert {"市民驿站歇脚", "云岭先锋党建书屋", "就业服务站看岗位"} <= names
