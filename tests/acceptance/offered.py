"""How many items a city's catalogue has, by kind."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast

from .cities import city


def rows(key: str) -> list[dict[str, Any]]:
    """The items as the city's folder says."""
    return cast("list[dict[str, Any]]", city(key).documents["offerings/items"])


def kinds(key: str) -> Counter[str]:
    return Counter(row["kind"] for row in rows(key))
