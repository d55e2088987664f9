"""A city's own profile, applied once a process, with its cast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profile_path
from tests.citydatabase import city_database
from tests.orders.conftest import forget_all


def applied(key: str, blocker: Any) -> Iterator[None]:
    """Around the transactions of a module's tests."""
    with blocker.unblock():
        forget_all()
        with city_database(key, lambda: apply_profile(profile_path(key))):
            forget_all()
            yield
    forget_all()
