"""A measurement in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any


def alone(work: Callable[..., Any], *values: Any, **named: Any) -> Any:
    """What `work` returns. Keys and caches of one database are none of the next one's."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *values, **named).result()
