"""Where cleaned photos lie: below MEDIA_ROOT, named by content, never served by the web server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.photos import CleanPhoto
from gongzhi.kernel.storedfile import write_once
from gongzhi.kernel.videos import CleanVideo

from ..models import Attachment, Order

# Of these names, which a domain above still needs (photos of places lie in the same store).
Keeper = Callable[[list[str]], set[str]]
# All names that its rows have.
Names = Callable[[], Iterator[str]]
_keepers: dict[str, tuple[Keeper, Names]] = {}
FOLDERS: Final = ("photos", "videos", "agreements")  # what is swept of files without a row


def register_keeper(name: str, keeper: Keeper, names: Names) -> None:
    """Let a domain keep files of its own in the folders; a name again replaces it."""
    _keepers[name] = (keeper, names)


def kept(names: list[str]) -> set[str]:
    """Of these files, those that some row shows."""
    return {name for keeper, _names in _keepers.values() for name in keeper(names)}


def named() -> Iterator[tuple[str, str]]:
    """Each file that a row names, with who keeps it."""
    for who, (_keeper, names) in _keepers.items():
        for name in names():
            yield who, name


def of_orders(names: list[str]) -> set[str]:
    """Of these files, those of photos of orders."""
    found = set(Attachment.reached.filter(path__in=names).values_list("path", flat=True))
    return found | set(Attachment.reached.filter(thumb__in=names).values_list("thumb", flat=True))


def names_of_orders() -> Iterator[str]:
    """All of them."""
    for pair in Attachment.reached.values_list("path", "thumb").iterator():
        yield from filter(None, pair)


def put(photo: CleanPhoto) -> tuple[str, str]:
    """Write both sizes (once, whole or not at all); returns their names below MEDIA_ROOT."""
    folder = f"photos/{photo.sha256[:2]}/{photo.sha256[2:4]}"
    full, thumb = f"{folder}/{photo.sha256}.jpg", f"{folder}/{photo.sha256}-t.jpg"
    write_once(full, photo.jpeg_bytes)
    write_once(thumb, photo.thumb_bytes)
    return full, thumb


def put_video(video: CleanVideo) -> str:
    """Write a short video of a place or a service; returns its name below MEDIA_ROOT."""
    name = f"videos/{video.sha256[:2]}/{video.sha256}.{video.kind}"
    write_once(name, video.data)
    return name


def new_row(
    order: Order, kind: str, photo: CleanPhoto, stored: tuple[str, str], *, at: datetime, **by: Any
) -> Attachment:
    """An unsaved attachment of a stored photo; `by` names the user or the resident it came from.

    It belongs to the next event of the order: photos are kept first, in its transaction.
    A reporter's own photos may show people and doors: never published by themselves.
    """
    path, thumb = stored
    return Attachment(
        order=order,
        kind=kind,
        path=path,
        thumb=thumb,
        width=photo.width,
        height=photo.height,
        sha256=photo.sha256,
        seq=order.event_seq + 1,
        at=at,
        public=order.public and kind in {"before", "after"},
        **by,
    )


def read(name: str) -> bytes:
    """The file. NotFound when it is gone, of which the IT office is told (`sweep_files`)."""
    try:
        return (Path(settings.MEDIA_ROOT) / name).read_bytes()
    except FileNotFoundError:
        raise NotFound from None


def forget(names: list[str]) -> None:
    """Delete files that no row shows; the same picture may belong to several orders or places."""
    for name in set(names) - kept(names):
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
