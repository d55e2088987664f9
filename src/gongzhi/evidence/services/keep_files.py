"""Which files of the photo store the wall still needs."""

from __future__ import annotations

from collections.abc import Iterator

from gongzhi.evidence.models import Picture


def kept_files(names: list[str]) -> set[str]:
    """Of these files, those that a picture shows."""
    kept = set(Picture.reached.filter(path__in=names).values_list("path", flat=True))
    return kept | set(Picture.reached.filter(thumb__in=names).values_list("thumb", flat=True))


def all_files() -> Iterator[str]:
    """All files of the wall."""
    for pair in Picture.reached.values_list("path", "thumb").iterator():
        yield from filter(None, pair)
