"""Which photo belongs to which step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..models import Attachment
from ..words.wording import Line

_REPORTED = "report"


def with_photos(
    lines: Iterable[Line], photos: Sequence[Attachment]
) -> tuple[list[Line], list[Attachment]]:
    """The lines with the photos taken for their step, and the photos that belong to none.

    What came with the report is left out: it stands beside its words.
    """
    found: dict[int | None, list[Attachment]] = {}
    for photo in photos:
        if photo.kind != _REPORTED:
            found.setdefault(photo.seq, []).append(photo)
    placed = [
        replace(line, photos=tuple(found.pop(line.seq))) if line.seq in found else line
        for line in lines
    ]
    left = [photo for unplaced in found.values() for photo in unplaced]
    return placed, sorted(left, key=lambda photo: photo.pk)
