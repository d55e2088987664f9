"""Photos, videos and scans on disk and the rows that name them are compared, once a day.

A process that dies between a commit and the deletion after it leaves a file that nobody needs; one
that dies before the commit leaves a file that no row ever named. A disk may lose what a row needs.
"""

from __future__ import annotations

import logging
import re
import stat
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from gongzhi.orders.photos import photostore
from gongzhi.platform.records import keep_record

AGE_SECONDS: Final = 24 * 3600
RECORD: Final = "last_sweep"
_AT_ONCE: Final = 1000
_LISTED: Final = 20
_GOING: Final = ".going"
# What is written there; other files in its folders are somebody else's.
_OURS: Final = re.compile(r"[\w./-]+\.(jpg|png|pdf|mp4|webm|part|going)", re.ASCII)

_log = logging.getLogger(__name__)


def sweep_files(*, now: float | None = None) -> dict[str, Any]:
    """Deletes files older than a day that no row names, and counts rows whose file is gone.

    What it found is kept for the page of the IT office: `deleted`, `missing` (by who keeps them)
    and some names. `now` is seconds since the epoch, as files have them.
    """
    before = (time.time() if now is None else now) - AGE_SECONDS
    root = Path(settings.MEDIA_ROOT)
    deleted, old = 0, _old(root, before)
    while names := list(islice(old, _AT_ONCE)):
        kept = photostore.kept(names)
        deleted += sum(_delete(root / name, before) for name in names if name not in kept)
    missing: Counter[str] = Counter()
    listed: list[str] = []
    for who, name in photostore.named():
        if not _is_there(root / name):
            missing[who] += 1
            listed += [name] if len(listed) < _LISTED else []
    found = {"deleted": deleted, "missing": dict(missing), "names": listed}
    keep_record(Path(settings.DATA), RECORD, found)
    return found


def _old(root: Path, before: float) -> Iterator[str]:
    """Names of files that were last written, or put again, before that moment."""
    for folder in photostore.FOLDERS:
        for path in (root / folder).rglob("*"):
            with suppress(OSError):  # it went meanwhile (`.part`, `forget`), or is not for us
                found = path.lstat()
                if stat.S_ISREG(found.st_mode) and found.st_mtime < before:
                    name = _put_back(path).relative_to(root).as_posix()
                    if _OURS.fullmatch(name):
                        yield name


def _put_back(path: Path) -> Path:
    """What a sweep that was killed had out of the way: a row may name it since."""
    own = path.with_name(path.name.removesuffix(_GOING))
    return path if own == path or own.exists() else path.rename(own)


def _is_there(path: Path) -> bool:
    """A file that cannot be reached is as good as gone to whoever wants to see it."""
    try:
        return path.is_file()
    except OSError:
        return False


def _delete(path: Path, before: float) -> bool:
    """Out of the way first.

    Whoever puts the same picture now writes it anew; whoever did so a moment ago gave it a new
    date and gets it back.
    """
    away = path.with_name(path.name + _GOING)
    try:
        path.rename(away)
        if away.stat().st_mtime >= before:
            away.rename(path)
            return False
        away.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        _log.warning("%s cannot be deleted: %s", path, error.strerror)
        return False
    return True
