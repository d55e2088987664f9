"""Apply a profile: bring the configuration rows in line with a folder, all or nothing."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from gongzhi.profiles import selectors
from gongzhi.profiles.compare import document_changes
from gongzhi.profiles.content import Difference, ProfileFiles, differences
from gongzhi.profiles.deskchanges import DeskChangesError, lost_by, since_files
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.profiles.models import FILES, ProfileRelease
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Change, sections
from gongzhi.profiles.services.check_profile import ReadProfile, read_profile

# Two administrators applying at once wait for each other; the number is arbitrary but fixed.
APPLY_LOCK = 7_230_001


@dataclass(frozen=True)
class Origin:
    """Who makes a release and why: a member of staff in the desk, or whoever runs the command."""

    source: str = FILES
    made_by: int | None = None
    made_by_name: str = ""
    reason: str = ""
    back_to: int | None = None


@dataclass(frozen=True)
class Applied:
    """What applying did: the release in force and the changes (none: nothing was written)."""

    version: int
    changes: tuple[Change, ...]


class ReleaseMovedError(Exception):
    """Somebody else made a release meanwhile; `last` is the one in force."""

    def __init__(self, last: ProfileRelease) -> None:
        self.last = last
        super().__init__(f"release {last.version} is in force")


def apply_profile(
    path: str | Path,
    *,
    origin: Origin = Origin(),
    over_desk_changes: bool = False,
    show: Callable[[tuple[Change, ...]], None] | None = None,
) -> Applied:
    """Check and apply the profile in the folder `path` in one transaction.

    `show` is given the changes before they are committed: what is shown is what is applied, and
    whoever stops it there has applied nothing.

    Applying the same folder twice changes nothing the second time. Raises `ProfileInvalidError`
    with every problem, among them rows in use that the profile would orphan, and
    `DeskChangesError` when it would undo what was changed in the desk since files were last
    applied; then nothing is written.
    """
    read = _good(read_profile(Path(path)))
    with transaction.atomic():
        if not over_desk_changes:
            _lock()
            last = _last()
            lost = lost_by(last, Path(path).name, read.files)
            if lost and last is not None:
                raise DeskChangesError(lost, since_files(last))
        applied = _apply(read, origin, None)
        if show is not None:
            show(applied.changes)
    selectors.forget()
    return applied


def apply_read(read: ReadProfile, *, origin: Origin, expected: int) -> Applied:
    """Apply what was read over release `expected`; `ReleaseMovedError` when another is in force."""
    _good(read)
    with transaction.atomic():
        applied = _apply(read, origin, expected)
    selectors.forget()
    return applied


def diff_profile(path: str | Path) -> list[Change]:
    """What `apply_profile` would change: it is applied, counted and rolled back.

    Raises `ProfileInvalidError` as applying would.
    """
    return diff_read(read_profile(Path(path)))


def desk_changes_lost(path: str | Path) -> list[Difference]:
    """What applying the folder would undo of the changes that were made in the desk."""
    return lost_by(_last(), Path(path).name, read_profile(Path(path)).files)


def diff_read(read: ReadProfile, *, expected: int | None = None) -> list[Change]:
    """The same for a profile that has been read."""
    _good(read)
    with transaction.atomic():
        savepoint = transaction.savepoint()
        try:
            return list(_apply(read, Origin(), expected).changes)
        finally:
            transaction.savepoint_rollback(savepoint)
            selectors.forget()


def _good(read: ReadProfile) -> ReadProfile:
    if read.problems:
        raise ProfileInvalidError(read.problems.sorted())
    return read


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPLY_LOCK])


def _last() -> ProfileRelease | None:
    return ProfileRelease.objects.order_by("-version").first()


def _apply(read: ReadProfile, origin: Origin, expected: int | None) -> Applied:
    _lock()
    last = _last()
    if expected is not None and last is not None and last.version != expected:
        raise ReleaseMovedError(last)
    refusals = Problems()
    changes: list[Change] = []
    for section in sections():
        if section.apply is not None and section.key not in read.kept:
            document = read.context.documents[section.key]
            changes += section.apply(document, read.context, refusals)
    if refusals:
        raise ProfileInvalidError(refusals.sorted())
    document = json.loads(json.dumps(read.context.documents, ensure_ascii=False))
    changes += document_changes(last.document if last else {}, document)
    if not changes and last is not None:
        return Applied(last.version, ())
    release = _release(read, origin, last, document)
    return Applied(release.version, tuple(changes))


def _release(
    read: ReadProfile, origin: Origin, last: ProfileRelease | None, document: Any
) -> ProfileRelease:
    key = document["profile"]["key"]
    said = ProfileFiles(key, read.files)
    counted = differences(ProfileFiles(last.key, last.files), said) if last else []
    return ProfileRelease.objects.create(
        key=key,
        version=last.version + 1 if last else 1,
        document=document,
        files=read.files,
        digest=digest(document),
        change_count=len(counted),
        **vars(origin),
    )


def digest(document: Any) -> str:
    """SHA-256 of a document in canonical JSON, hexadecimal."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
