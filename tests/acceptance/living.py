"""A city's own profile, applied once for a test module, with its cast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profile_path
from tests.orders.conftest import forget_all


def applied(key: str, blocker: Any) -> Iterator[None]:
    """Around the transactions of a module's tests; gone afterwards."""
    with blocker.unblock(), transaction.atomic():
        forget_all()
        apply_profile(profile_path(key))
        forget_all()
        yield
        transaction.set_rollback(True)
    forget_all()
