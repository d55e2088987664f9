"""Add photos to an order: checked, scaled, stripped of all metadata."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.photos import clean_photo
from gongzhi.kernel.scope import Actor

from ..models import Attachment, Order
from ..photos import photostore
from ..settings import order_settings
from .act import lock_order

KINDS = ("report", "before", "after", "note")


def attach(
    *, actor: Actor, number: str, kind: str, blobs: list[bytes], at: datetime | None = None
) -> list[Attachment]:
    """Store photos of one kind; the same picture twice is one. Raises Invalid for what is none.

    All are checked before the first is stored, so a bad one leaves nothing behind.
    """
    if kind not in KINDS:
        raise Invalid(_("照片的种类不对。"), "kind")
    most = order_settings().photos_max
    blobs = list(dict.fromkeys(blobs))
    if len(blobs) > most:  # before anything is decoded
        raise _too_many(most)
    photos = [clean_photo(blob) for blob in blobs]
    with transaction.atomic():
        order = lock_order(actor, number)
        if actor.kind in {"public", "resident", "writer"} and kind in {"before", "after"}:
            raise Denied
        known = set(_of(order, kind).values_list("sha256", flat=True))
        new = [photo for photo in photos if photo.sha256 not in known]
        if len(known) + len(new) > most:
            raise _too_many(most)
        for photo in {photo.sha256: photo for photo in new}.values():
            row = photostore.new_row(
                order,
                kind,
                photo,
                photostore.put(photo),
                at=at or wall.now(),
                user_id=actor.user_id,
                resident_id=actor.resident_id,
            )
            row.save(force_insert=True)
        return list(_of(order, kind).order_by("id"))


def _too_many(most: int) -> Invalid:
    return Invalid(_("照片最多%(max)d张，请删掉几张再交。") % {"max": most}, "photos")


def _of(order: Order, kind: str):
    return Attachment.reached.filter(order=order, kind=kind)
