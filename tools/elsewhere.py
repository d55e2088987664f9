"""Print the folder to work in when this source tree belongs to another user; else nothing.

Building in somebody else's tree would leave files there that its owner cannot change. So the tree
is copied to this user's cache folder, and brought up to date there on every call; what was built
in the copy (environment, front end, demo data) stays.
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = {".venv", "node_modules", ".git", "dist", ".demo", "data", "__pycache__", "build"}
BUILT |= {".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}


def main() -> int:
    """Exit code 1 with one sentence when the copy cannot be made."""
    if ROOT.stat().st_uid == os.geteuid():
        return 0
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    target = cache / "gongzhi" / name
    try:
        target.mkdir(parents=True, exist_ok=True)
        mirror(ROOT, target)
    except (OSError, shutil.Error) as error:
        sys.stderr.write(f"set-up: the source tree cannot be copied to {target}: {error}.\n")
        return 1
    sys.stderr.write(f"{ROOT} belongs to another user; working in the copy {target}.\n")
    sys.stdout.write(f"{target}\n")
    return 0


def mirror(source: Path, target: Path) -> None:
    """Make `target` hold the same sources; built things on either side are left alone."""
    names = {entry.name for entry in source.iterdir()}
    for entry in list(target.iterdir()):
        if entry.name not in names and entry.name not in BUILT and entry.suffix != ".mo":
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    for entry in source.iterdir():
        copy = target / entry.name
        if entry.name in BUILT or entry.suffix in {".mo", ".pyc"}:
            continue
        if entry.is_dir():
            copy.mkdir(exist_ok=True)
            mirror(entry, copy)
        elif not copy.exists() or _differs(entry, copy):
            shutil.copy2(entry, copy)


def _differs(one: Path, other: Path) -> bool:
    a, b = one.stat(), other.stat()
    return (a.st_size, a.st_mtime_ns) != (b.st_size, b.st_mtime_ns)


if __name__ == "__main__":
    sys.exit(main())
