"""ML-40 吹哨式服务: ten and more items of the catalogue for which a community may whistle."""

from __future__ import annotations

from tests.acceptance.offered import kinds, rows


def test_ml_40_part_more_than_ten_whistle_items() -> None:
    assert kinds("mile")["whistle"] > 10
    whistles = {row["process"] for row in rows("mile") if row["kind"] == "whistle"}
    assert whistles == {"community_call"}
