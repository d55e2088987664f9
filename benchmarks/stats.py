"""Medians, spreads and percentiles. Pure functions."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def median_and_spread(values: Sequence[float]) -> dict[str, float]:
    """`median`, `low` and `high` of some runs, and `spread`: (high - low) / median."""
    middle = statistics.median(values)
    low, high = min(values), max(values)
    return {
        "median": round(middle, 2),
        "low": round(low, 2),
        "high": round(high, 2),
        "spread": round((high - low) / middle, 3) if middle else 0.0,
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0–1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """`p50`, `p95`, `p99` in milliseconds."""
    return {
        f"p{share}": round(percentile(seconds, share / 100) * 1000, 1) for share in (50, 95, 99)
    }
