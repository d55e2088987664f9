"""Where cleaned photos lie: below MEDIA_ROOT, named by content, never served by the web server."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from gongzhi.kernel.photos import CleanPhoto


def put(photo: CleanPhoto) -> tuple[str, str]:
    """Write both sizes (once, whole or not at all); returns their names below MEDIA_ROOT."""
    folder = f"photos/{photo.sha256[:2]}/{photo.sha256[2:4]}"
    full, thumb = f"{folder}/{photo.sha256}.jpg", f"{folder}/{photo.sha256}-t.jpg"
    _write(full, photo.jpeg_bytes)
    _write(thumb, photo.thumb_bytes)
    return full, thumb


def read(name: str) -> bytes:
    return (Path(settings.MEDIA_ROOT) / name).read_bytes()


def _write(name: str, data: bytes) -> None:
    path = Path(settings.MEDIA_ROOT) / name
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
