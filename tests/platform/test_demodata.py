"""Filling the demo: once, to its end, or not again."""

import json
from pathlib import Path

import pytest

from gongzhi.cli import demodata
from gongzhi.platform.problems import PlatformError

pytestmark = pytest.mark.django_db
TOLD = {"accounts": [{"role": "acceptor"}], "api_keys": [{"token": "gz_1"}]}


@pytest.fixture
def data(settings, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def test_accounts_are_written_for_the_owner_only(data, monkeypatch) -> None:
    monkeypatch.setattr("gongzhi.demo.fill.fill_demo", lambda *, progress: TOLD)
    demodata.fill()
    assert json.loads((data / "demo.json").read_text(encoding="utf-8")) == TOLD
    assert (data / "demo.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in data.iterdir()] == ["demo.json"]


def test_an_interrupted_fill_is_one_sentence_at_the_next_start(data, monkeypatch) -> None:
    def killed(*, progress: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gongzhi.demo.fill.fill_demo", killed)
    with pytest.raises(KeyboardInterrupt):
        demodata.fill()
    monkeypatch.setattr("gongzhi.demo.fill.fill_demo", lambda *, progress: TOLD)
    with pytest.raises(PlatformError, match=r"was not filled to its end: remove that folder"):
        demodata.fill()
    assert not (data / "demo.json").exists()
