"""Photos of a report that is not handed over yet, kept by its client key.

They are cleaned on arrival like all others, so nothing with metadata is ever on disk. The key is
a random UUID that only the reporter's form knows; what nobody hands over goes after a day.
"""

from __future__ import annotations

import json
import re
import shutil
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid, TooMany
from gongzhi.kernel.geometry import LonLat
from gongzhi.kernel.photos import CleanPhoto, clean_photo
from gongzhi.kernel.quota import HourlyQuota

KEPT_SECONDS: Final = 24 * 3600
PER_SOURCE_HOUR: Final = 360  # an address of the net may stand for many phones
_SWEPT_AT_ONCE: Final = 20
_UPLOADS: Final = HourlyQuota(PER_SOURCE_HOUR)
_SHA: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class DraftPhoto:
    """One photo waiting, named by its content; `place` is where the camera says it was taken."""

    sha256: str
    place: LonLat | None = None


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / "drafts"


def _folder(client_key: uuid.UUID) -> Path:
    return _root() / str(client_key)


def keep(
    client_key: uuid.UUID, blobs: list[bytes], *, most: int, source: str = ""
) -> list[DraftPhoto]:
    """Add photos; the same picture twice is one. Returns all that wait under the key.

    `source` is the network address of somebody unknown, who may bring so many an hour. Raises
    Invalid for what is no photo or one too many, TooMany; then none of `blobs` was kept.
    """
    blobs = list(dict.fromkeys(blobs))
    # Before anything is decoded: counting costs nothing, decoding does.
    if len(blobs) > most:
        raise Invalid(_("照片最多%(max)d张，请删掉几张再交。") % {"max": most}, "photos")
    if source and not _UPLOADS.take(source, len(blobs), now=clock.now()):
        raise TooMany(_("您所在的网络传照片太多，请过一小时再传，或先登录。"), "photos")
    photos = {photo.sha256: photo for photo in map(clean_photo, blobs)}
    there = {photo.sha256 for photo in waiting(client_key)}
    if len(there | set(photos)) > most:
        raise Invalid(_("照片最多%(max)d张，请删掉几张再交。") % {"max": most}, "photos")
    _sweep()
    for sha, photo in photos.items():
        if sha not in there:
            _write(client_key, photo)
    return waiting(client_key)


def _write(client_key: uuid.UUID, photo: CleanPhoto) -> None:
    folder = _folder(client_key)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{photo.sha256}-t.jpg").write_bytes(photo.thumb_bytes)
    place = json.dumps(photo.taken_place)
    (folder / f"{photo.sha256}.json").write_text(place, encoding="ascii")
    # The photo itself comes last: what `waiting` lists is whole.
    part = folder / f"{photo.sha256}.part"
    part.write_bytes(photo.jpeg_bytes)
    part.replace(folder / f"{photo.sha256}.jpg")


def waiting(client_key: uuid.UUID) -> list[DraftPhoto]:
    """What waits under the key, in the order of arrival."""
    files = [f for f in _folder(client_key).glob("*.jpg") if _SHA.fullmatch(f.stem)]
    files.sort(key=lambda file: (file.stat().st_mtime_ns, file.name))
    return [DraftPhoto(file.stem, _place(file.with_suffix(".json"))) for file in files]


def _place(file: Path) -> LonLat | None:
    if not file.exists():
        return None
    pair = json.loads(file.read_text(encoding="ascii"))
    return (pair[0], pair[1]) if pair else None


def blobs(client_key: uuid.UUID) -> list[bytes]:
    """The photos themselves, in the order of arrival."""
    folder = _folder(client_key)
    return [(folder / f"{photo.sha256}.jpg").read_bytes() for photo in waiting(client_key)]


def read_thumb(client_key: uuid.UUID, sha256: str) -> bytes | None:
    """The small picture, None when it is not (or no longer) there."""
    file = _folder(client_key) / f"{sha256}-t.jpg"
    return file.read_bytes() if _SHA.fullmatch(sha256) and file.exists() else None


def drop(client_key: uuid.UUID, sha256: str) -> None:
    """Take one photo out again."""
    if _SHA.fullmatch(sha256):
        for suffix in (".jpg", "-t.jpg", ".json"):
            (_folder(client_key) / f"{sha256}{suffix}").unlink(missing_ok=True)


def forget(client_key: uuid.UUID) -> None:
    """All of the key's photos go: they stand with the order now."""
    shutil.rmtree(_folder(client_key), ignore_errors=True)


def _sweep() -> None:
    """Remove some folders that nobody came back to. A few each time keep every upload quick."""
    root = _root()
    if not root.exists():
        return
    oldest = time.time() - KEPT_SECONDS
    stale = (f for f in root.iterdir() if f.is_dir() and f.stat().st_mtime < oldest)
    for _number, folder in zip(range(_SWEPT_AT_ONCE), stale, strict=False):
        shutil.rmtree(folder, ignore_errors=True)
