"""What `gongzhi check` finds in an installation that is in order."""

from gongzhi.cli.check import _migrations, _settings


def test_nothing_is_found(db: None) -> None:
    assert _settings() == []
    assert _migrations() == []
