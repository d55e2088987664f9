"""So many an hour for each name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongzhi.kernel import quota as quotas
from gongzhi.kernel.quota import HourlyQuota

AT = datetime(2026, 11, 17, 2, 30, tzinfo=UTC)


def test_each_name_has_its_own_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "_SECONDS", 3600)  # a real one, see tests/conftest.py
    quota = HourlyQuota(5)
    assert quota.take("a", 3, now=AT)
    assert not quota.take("a", 3, now=AT)
    assert quota.take("a", 2, now=AT)
    assert quota.take("b", 5, now=AT)
    assert not quota.take("a", 1, now=AT + timedelta(minutes=29))
    assert quota.take("a", 5, now=AT + timedelta(minutes=30))
