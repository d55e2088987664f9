"""A data folder whose database has all its tables: made once a run, copied by whoever needs one.

Making the tables takes many times as long as copying the files of the server.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from gongzhi.platform.postgres import EmbeddedPostgres

ROOT = Path(__file__).resolve().parents[1]
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


def remove_template() -> None:
    """At the end of the run, by the process that outlives the others."""
    shutil.rmtree(_folder(), ignore_errors=True)


def _folder() -> Path:
    """The same for all processes of one run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    return Path(tempfile.gettempdir()) / f"gongzhi-tests-migrated-{run}"


def _template() -> Path:
    folder = _folder()
    folder.mkdir(mode=0o711, exist_ok=True)
    data = folder / "data"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / _MADE).exists():
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
