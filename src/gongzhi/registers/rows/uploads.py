"""Workbooks that wait to be applied: sealed on disk, since they hold people's data."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from django.conf import settings

from gongzhi.kernel.crypto import keyring, open_bytes

_FOLDER: Final = "registers"


def keep(data: bytes, *, ending: str) -> str:
    """Seal a file into the private folder; its name there."""
    name = f"{secrets.token_hex(16)}{ending}"
    folder = Path(settings.MEDIA_ROOT) / _FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{name}.part"
    with part.open("wb") as file:
        file.write(keyring().seal_bytes(data))
        file.flush()
        os.fsync(file.fileno())
    part.rename(folder / name)
    return name


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """The plain file as a path, in a folder of this process, gone afterwards.

    OSError when it is not there, SealBroken when its key is gone.
    """
    sealed = (Path(settings.MEDIA_ROOT) / _FOLDER / name).read_bytes()
    with NamedTemporaryFile(suffix=Path(name).suffix) as file:
        file.write(open_bytes(sealed))
        file.flush()
        yield Path(file.name)


def forget(name: str) -> None:
    """Remove it; gone already is as good."""
    if name:
        with suppress(FileNotFoundError):
            (Path(settings.MEDIA_ROOT) / _FOLDER / name).unlink()
