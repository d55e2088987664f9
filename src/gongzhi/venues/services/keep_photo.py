"""Photos of a station: cleaned, in the photo store, public; at most so many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.kernel.photos import clean_photo
from gongzhi.kernel.scope import Actor
from gongzhi.orders.photos import photostore

from ..models import StationPhoto
from .save_station import kept_station, must_keep_some, note

PHOTOS_MOST = 8


def add_photo(
    *, actor: Actor, station_id: int, data: bytes, at: datetime | None = None
) -> StationPhoto:
    """Invalid for what is no photo and for one too many; Denied, NotFound."""
    at = at or clock.now()
    must_keep_some(actor)
    photo = clean_photo(data, field="photo")
    with transaction.atomic():
        row = kept_station(actor, station_id)
        if row.photos.count() >= PHOTOS_MOST:
            raise Invalid(
                _("最多放%(most)d张照片，请先删掉旧的。") % {"most": PHOTOS_MOST}, "photo"
            )
        path, thumb = photostore.put(photo)
        kept = StationPhoto.objects.create(
            station=row, path=path, thumb=thumb, at=at, user_id=actor.user_id
        )
        note(row, actor, "photo", at)
    return kept


def remove_photo(
    *, actor: Actor, station_id: int, photo_id: int, at: datetime | None = None
) -> None:
    """The row, and the file unless something else needs it. Denied, NotFound."""
    at = at or clock.now()
    with transaction.atomic():
        row = kept_station(actor, station_id)
        photo = row.photos.filter(pk=photo_id).first()
        if photo is None:
            raise NotFound
        names = [photo.path, photo.thumb]
        photo.delete()
        note(row, actor, "photo_gone", at)
        transaction.on_commit(lambda: photostore.forget(names))


def kept_photos(names: list[str]) -> set[str]:
    """Of these files, those that a station shows."""
    kept = set(StationPhoto.objects.filter(path__in=names).values_list("path", flat=True))
    return kept | set(StationPhoto.objects.filter(thumb__in=names).values_list("thumb", flat=True))


def names_of_photos() -> Iterator[str]:
    """All files of stations."""
    for pair in StationPhoto.objects.values_list("path", "thumb").iterator():
        yield from filter(None, pair)
