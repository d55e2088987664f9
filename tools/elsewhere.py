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
BUILT_ANYWHERE = {"node_modules", "__pycache__"}
BUILT_AT_TOP = {".venv", ".git", ".demo", "data", "dist", "build"}
BUILT_AT_TOP |= {".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
FRONTEND_BUILD = ROOT / "src" / "gongzhi" / "web" / "static" / "dist"


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
    sources = [entry for entry in source.iterdir() if not _is_built(entry)]
    names = {entry.name for entry in sources}
    for old in list(target.iterdir()):
        if old.name not in names and not _is_built(source / old.name):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for entry in sources:
        copy = target / entry.name
        if entry.is_dir():
            copy.mkdir(exist_ok=True)
            mirror(entry, copy)
        elif not copy.exists() or _differs(entry, copy):
            shutil.copy2(entry, copy)


def _is_built(path: Path) -> bool:
    return (
        path.name in BUILT_ANYWHERE
        or path.suffix in {".mo", ".pyc"}
        or path == FRONTEND_BUILD
        or (path.parent == ROOT and path.name in BUILT_AT_TOP)
    )


def _differs(one: Path, other: Path) -> bool:
    a, b = one.stat(), other.stat()
    return (a.st_size, a.st_mtime_ns) != (b.st_size, b.st_mtime_ns)


if __name__ == "__main__":
    sys.exit(main())
