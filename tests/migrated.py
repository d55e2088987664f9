"""A data folder whose database has all its tables: made once, copied by whoever needs one.

Making the tables takes many times as long as copying the files of the server.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gongzhi.platform.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[1]
_PREFIX = "gongzhi-tests-migrated-"
_DAY = 24 * 3600
_MADE = "made"
_COPIED = ("postgres", "secrets/database_password")


def make_migrated(data: Path) -> None:
    """Fill a new data folder with a copy; it stays empty where the server keeps its files apart."""
    template = _template()
    if not (template / "postgres" / "PG_VERSION").exists():
        return
    for name in _COPIED:
        target = data / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # With owners: as root the server's files are those of its own user.
        subprocess.run(["cp", "-a", str(template / name), str(target)], check=True)


def _folder() -> Path:
    """One for all runs with the same migrations: it stays, so that a single test starts at once."""
    version = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for file in sorted((ROOT / "src").glob("gongzhi/*/migrations/*.py")):
        version.update(file.name.encode() + file.read_bytes())
    name = f"{_PREFIX}{os.getuid()}-{version.hexdigest()[:16]}"
    return Path(tempfile.gettempdir()) / name


def _remove_old(kept: Path) -> None:
    """Those of this user that no run has asked for since a day."""
    for folder in kept.parent.glob(f"{_PREFIX}{os.getuid()}-*"):
        if folder != kept and folder.stat().st_mtime < time.time() - _DAY:
            shutil.rmtree(folder, ignore_errors=True)


def _template() -> Path:
    folder = _folder()
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")
    os.utime(folder)
    data = folder / "data"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / _MADE).exists():
            _remove_old(folder)
            shutil.rmtree(data, ignore_errors=True)  # of a run that was cut
            _make(data)
            (folder / _MADE).touch()
    return data


def _make(data: Path) -> None:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GONGZHI_")}
    with EmbeddedPostgres(data, durable=False):
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
            cwd=ROOT,
            env=kept
            | {
                "GONGZHI_DATA": str(data),
                "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings.demo",
            },
            check=True,
        )
