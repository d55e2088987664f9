"""The keeper shows, blurs or takes away; anybody in a picture can ask for it to go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.evidence.models import Picture
from gongzhi.evidence.reach import keeper_ids
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.photos import blurred
from gongzhi.kernel.scope import Actor
from gongzhi.orders.photos import photostore

# Left, top, right, bottom as shares of the picture.
Box = tuple[float, float, float, float]


def show(*, actor: Actor, picture_id: int, at: datetime | None = None) -> None:
    """Public from now on, also after somebody asked. Denied, NotFound, Conflict when it is gone."""
    with transaction.atomic():
        row = _own(actor, picture_id)
        row.state, row.settled_at, row.asked_away_at = Picture.State.SHOWN, at or clock.now(), None
        row.save(update_fields=["state", "settled_at", "asked_away_at"])


def take_away(*, actor: Actor, picture_id: int, at: datetime | None = None) -> None:
    """Gone with its files; that there was one stays. Denied, NotFound, Conflict."""
    with transaction.atomic():
        row = _own(actor, picture_id)
        names = [name for name in (row.path, row.thumb) if name]
        row.state, row.path, row.thumb = Picture.State.GONE, "", ""
        row.settled_at = at or clock.now()
        row.save(update_fields=["state", "path", "thumb", "settled_at"])
        transaction.on_commit(lambda: photostore.forget(names))


def blur(
    *, actor: Actor, picture_id: int, boxes: Sequence[Box], at: datetime | None = None
) -> None:
    """Rectangles of a photo become unreadable for good; the file before is deleted.

    Denied, NotFound, Invalid (`boxes`), Conflict for a video.
    """
    if not boxes or not all(
        0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in boxes
    ):
        raise Invalid(_("请在照片上勾出要打码的地方。"), "boxes")
    with transaction.atomic():
        row = _own(actor, picture_id)
        if row.is_video:
            raise Conflict(_("视频不能打码，只能撤下。"))
        names = [row.path, row.thumb]
        row.path, row.thumb = photostore.put(blurred(photostore.read(row.path), boxes))
        row.blurred_at = at or clock.now()
        row.save(update_fields=["path", "thumb", "blurred_at"])
        transaction.on_commit(lambda: photostore.forget(names))


def ask_away(*, actor: Actor, picture_id: int, at: datetime | None = None) -> None:
    """By a resident who is in it: hidden at once, until the keeper decides; no reason is asked.

    Denied for who is not logged in, NotFound for what is not shown.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    rows = Picture.objects.visible_to(actor).filter(pk=picture_id, state=Picture.State.SHOWN)
    if not rows.update(state=Picture.State.WAITING, asked_away_at=at or clock.now()):
        raise NotFound


def _own(actor: Actor, picture_id: int) -> Picture:
    ids = keeper_ids(actor)
    if not ids:
        raise Denied
    row: Picture | None = (
        Picture.objects.visible_to(actor)
        .select_for_update()
        .filter(pk=picture_id, community_id__in=ids)
        .first()
    )
    if row is None:
        raise NotFound
    if row.state == Picture.State.GONE:
        raise Conflict(_("这张已经撤下了。"))
    return row
