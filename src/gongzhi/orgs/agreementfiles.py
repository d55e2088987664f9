"""Scans of agreements: below MEDIA_ROOT, named by content, handed out by the application only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.kernel.storedfile import write_once

from .models import Agreement

MOST_BYTES = 10 * 1024 * 1024
# What a file begins with decides what it is, not what its name says.
KINDS = {
    b"%PDF-": ("pdf", "application/pdf"),
    b"\xff\xd8\xff": ("jpg", "image/jpeg"),
    b"\x89PNG\r\n": ("png", "image/png"),
}
TYPES = dict(KINDS.values())


@dataclass(frozen=True)
class Uploaded:
    """A file as it came."""

    name: str
    data: bytes


def put(file: Uploaded) -> tuple[str, str]:
    """Write it once, whole or not at all; returns its name below MEDIA_ROOT and its shown name.

    Invalid for anything but a PDF, JPEG or PNG of at most 10 MB.
    """
    if len(file.data) > MOST_BYTES:
        raise Invalid(_("协议文件不能超过10MB。"), "file")
    ending = next((kind for head, (kind, _t) in KINDS.items() if file.data.startswith(head)), "")
    if not ending:
        raise Invalid(_("协议文件请用 PDF 或照片（JPG、PNG）。"), "file")
    digest = sha256(file.data).hexdigest()
    name = f"agreements/{digest[:2]}/{digest}.{ending}"
    write_once(name, file.data)
    shown = Path(file.name).stem[:100] or "agreement"
    return name, f"{shown}.{ending}"


def read(name: str) -> tuple[bytes, str]:
    """Its bytes and content type. NotFound when the disk has lost it."""
    path = Path(settings.MEDIA_ROOT) / name
    if not name or not path.is_file():
        raise NotFound
    return path.read_bytes(), TYPES[path.suffix.lstrip(".")]


def kept(names: list[str]) -> set[str]:
    """Of these files, those that an agreement has."""
    return set(Agreement.reached.filter(file__in=names).values_list("file", flat=True))


def named() -> Iterator[str]:
    """All of them; a renewal may have the scan of the one before."""
    rows = Agreement.reached.exclude(file="").order_by("file").values_list("file", flat=True)
    yield from rows.distinct().iterator()
