"""The data folder: one lock, one place for everything that an installation keeps."""

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gongzhi.platform.problems import PlatformError

MINIMUM_FREE_BYTES = 400 * 1024 * 1024
"""A fresh database with its write-ahead log and the demo's photos fit into this."""
MINIMUM_FREE_AGAIN = 64 * 1024 * 1024
"""To start one that is there: full already is no reason to stay down, about to be full is."""


def prepare_data_folder(data: Path) -> Path:
    """Make the folder when it is missing, check that it can be written; return it absolute.

    Folders that exist already keep their modes. Raises PlatformError with the reason.
    """
    data = data.expanduser().absolute()
    try:
        # Root's database runs as another user, which must pass through; secrets have 0700 folders.
        data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        for name in ("run", "media"):
            (data / name).mkdir(mode=0o700, exist_ok=True)
        probe = data / f".write-{secrets.token_hex(4)}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        raise PlatformError(f"The data folder {data} cannot be used: {error.strerror}.") from error
    return data


def holds_database(data: Path) -> bool:
    """Whether an embedded database was ever made for this data folder."""
    return any((data / name).exists() for name in ("postgres", "postgres.location"))


def check_disk(folder: Path, *, again: bool = False) -> None:
    """Raise PlatformError when the disk under `folder` is too full to start a database on.

    `again`: the database is there already.
    """
    free = shutil.disk_usage(folder).free
    needed = MINIMUM_FREE_AGAIN if again else MINIMUM_FREE_BYTES
    if free < needed:
        raise PlatformError(
            f"The disk of {folder} has {free // 2**20} MB left; {needed // 2**20} MB are needed."
        )


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Hold the folder's lock; PlatformError when another process holds it.

    The kernel drops the lock with the process, so a crash never leaves it behind.
    """
    handle = try_lock(data)
    if handle is None:
        raise PlatformError(f"Another gongzhi already works with the data folder {data}.")
    try:
        yield
    finally:
        os.close(handle)


def try_lock(data: Path) -> int | None:
    """Take the folder's lock; the open file handle, or None when somebody else has it."""
    handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
            return None
        raise PlatformError(
            f"The data folder {data} cannot be locked: {error.strerror}."
        ) from error
    return handle
