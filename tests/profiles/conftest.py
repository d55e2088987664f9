"""Small profiles written to a temporary folder, so that a test can spoil one thing."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "profiles"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Qian'an profile and its base that a test may change; the city's folder."""
    for name in ("_standard", "qianan"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path / "qianan"


def edit(path: Path, old: str, new: str) -> int:
    """Replace text that stands once in a file; the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
