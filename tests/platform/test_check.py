"""What `gongzhi check` finds in an installation that is in order."""

import pytest

from gongzhi.accounts.login import secondfactor
from gongzhi.cli.check import _migrations, _second_factor, _settings


def test_nothing_is_found(db: None) -> None:
    assert _settings() == []
    assert _migrations() == []


def test_a_role_that_nobody_has_is_named(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secondfactor, "role_names", lambda: {"acceptor": "受理员"})
    settings.GONGZHI_SECOND_FACTOR = frozenset({"admins", "acceptor"})
    assert _second_factor() == []
    settings.GONGZHI_SECOND_FACTOR = frozenset({"admin"})
    (said,) = _second_factor()
    assert said == "GONGZHI_SECOND_FACTOR names admin, no role of this city."
