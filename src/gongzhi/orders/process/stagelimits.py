"""Limits of stages that differ by area: `orders/stage_limits.csv` (ML-39: values by estate)."""

from __future__ import annotations

from typing import Any

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import covers
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.kernel.workcalendar import Limit
from gongzhi.profiles import selectors as profiles

# stage → (path of the area, limit), the smallest areas first.
_Limits = dict[str, list[tuple[str, Limit]]]
_kept: TtlCache[int, _Limits] = TtlCache(seconds=3, size=1)


def limit_here(stage: str, area_path: str) -> Limit | None:
    """The limit that the smallest area around a place has of its own for a stage, if any has."""
    current = profiles.current()
    found = _kept.get(current.release_id, _read)
    return next((one for path, one in found.get(stage, ()) if covers(path, area_path)), None)


def forget() -> None:
    """Read them at the next call."""
    _kept.forget()


def _read() -> _Limits:
    rows: list[dict[str, Any]] = profiles.current().section("orders/stage_limits") or []
    found: _Limits = {}
    for row in rows:
        area = areas.area_by_code(row["area_code"])
        if area is not None:
            limit = Limit(row["amount"], row["unit"])
            found.setdefault(row["stage"], []).append((area.path, limit))
    for limits in found.values():
        limits.sort(key=lambda one: -len(one[0]))
    return found
