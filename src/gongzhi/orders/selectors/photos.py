"""Photos of an order that somebody may see."""

from __future__ import annotations

from gongzhi.kernel.scope import Actor

from ..models import Attachment, Order

# What others than the reporter and those who handle the order may look at.
_OF_THE_WORK = ("before", "after")
_PUBLISHED = ("report", *_OF_THE_WORK)


def visible_photo(actor: Actor, photo_id: int) -> Attachment | None:
    """The photo when it is published, or its order in the actor's scope.

    Somebody who only follows an order sees the work, never what its reporter photographed. What
    staff or others add as a note is for those who handle it: a resident sees only their own.
    """
    row = Attachment.reached.filter(pk=photo_id).first()
    if row is None:
        return None
    if row.public and row.kind in _PUBLISHED:
        if Order.objects.published().filter(pk=row.order_id).exists():
            return row
    if actor.kind == "public":
        return None
    order = Order.objects.visible_to(actor).filter(pk=row.order_id).first()
    if order is None:
        return None
    if actor.kind != "resident" or row.resident_id == actor.resident_id:
        return row
    mine = order.reporter_id == actor.resident_id
    return row if row.kind in (_PUBLISHED if mine else _OF_THE_WORK) else None


def photos_of(order: Order) -> list[Attachment]:
    """All photos of an order that was reached through a scope, oldest first."""
    return list(Attachment.reached.filter(order=order).order_by("id"))
