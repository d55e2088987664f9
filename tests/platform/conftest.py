"""A folder for databases of their own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A new folder with a space in its name that the database's user may pass when we are root."""
    folder = Path(mkdtemp(prefix="gongzhi tests "))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
