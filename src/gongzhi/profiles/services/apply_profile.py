"""Apply a profile: bring the configuration rows in line with a folder, all or nothing."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from gongzhi.profiles import selectors
from gongzhi.profiles.compare import document_changes
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Change, sections
from gongzhi.profiles.services.check_profile import ReadProfile, read_profile

# Two administrators applying at once wait for each other; the number is arbitrary but fixed.
APPLY_LOCK = 7_230_001


@dataclass(frozen=True)
class Applied:
    """What applying did: the release in force and the changes (none: nothing was written)."""

    version: int
    changes: tuple[Change, ...]


def apply_profile(path: str | Path) -> Applied:
    """Check and apply the profile in the folder `path` in one transaction.

    Applying the same folder twice changes nothing the second time. Raises `ProfileInvalidError`
    with every problem, among them rows in use that the profile would orphan; then nothing is
    written.
    """
    read = read_profile(Path(path))
    if read.problems:
        raise ProfileInvalidError(read.problems.sorted())
    with transaction.atomic():
        applied = _apply(read)
    selectors.forget()
    return applied


def diff_profile(path: str | Path) -> list[Change]:
    """What `apply_profile` would change: it is applied, counted and rolled back.

    Raises `ProfileInvalidError` as applying would.
    """
    read = read_profile(Path(path))
    if read.problems:
        raise ProfileInvalidError(read.problems.sorted())
    with transaction.atomic():
        savepoint = transaction.savepoint()
        changes = list(_apply(read).changes)
        transaction.savepoint_rollback(savepoint)
    selectors.forget()
    return changes


def _apply(read: ReadProfile) -> Applied:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [APPLY_LOCK])
    last = ProfileRelease.objects.order_by("-version").first()
    refusals = Problems()
    changes: list[Change] = []
    for section in sections():
        if section.apply is not None:
            document = read.context.documents[section.key]
            changes += section.apply(document, read.context, refusals)
    if refusals:
        raise ProfileInvalidError(refusals.sorted())
    document = json.loads(json.dumps(read.context.documents, ensure_ascii=False))
    changes += document_changes(last.document if last else {}, document)
    if not changes and last is not None:
        return Applied(last.version, ())
    release = ProfileRelease.objects.create(
        key=document["profile"]["key"],
        version=last.version + 1 if last else 1,
        document=document,
        files=read.files,
        digest=digest(document),
    )
    return Applied(release.version, tuple(changes))


def digest(document: Any) -> str:
    """SHA-256 of a document in canonical JSON, hexadecimal."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
